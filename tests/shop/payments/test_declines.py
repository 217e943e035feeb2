import pytest

from shop.payments.declines import DECLINED, in_words


@pytest.mark.parametrize("failure", ["insufficient_funds", "expired_card", "not_accepted"])
def test_what_is_known_is_said(failure):
    assert in_words(failure) not in ("", DECLINED)


def test_anything_else_is_a_decline():
    assert in_words("lost_card") == DECLINED


def test_nothing_failed():
    assert in_words("") == ""

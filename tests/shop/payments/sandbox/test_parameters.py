import pytest
from stripe.params.checkout import SessionCreateParams

from shop.payments.sandbox.encoding import nested
from shop.payments.sandbox.errors import Refused
from shop.payments.sandbox.parameters import check

EVERYTHING = frozenset(SessionCreateParams.__annotations__)


def test_brackets_become_a_tree():
    pairs = [("a[b][0][c]", "x"), ("a[b][1][c]", "y"), ("d[]", "1"), ("d[]", "2"), ("e", "")]
    assert nested(pairs) == {
        "a": {"b": {"0": {"c": "x"}, "1": {"c": "y"}}},
        "d": {"0": "1", "1": "2"},
        "e": "",
    }


@pytest.mark.parametrize("name", ["", "[a]", "a[b", "a]b", "a" + "[b]" * 12])
def test_a_name_that_is_no_path_is_refused(name):
    with pytest.raises(Refused):
        nested([(name, "x")])


def test_a_value_cannot_be_a_branch_too():
    with pytest.raises(Refused):
        nested([("a", "x"), ("a[b]", "y")])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"colour": "red", "size": "9"}, "unknown parameters: colour, size"),
        ({"expires_at": "soon"}, "Invalid integer"),
        ({"expires_at": "9" * 30}, "Invalid integer"),
        ({"expires_at": "²"}, "Invalid integer"),
        ({"automatic_tax": {"enabled": "perhaps"}}, "Invalid boolean"),
        ({"customer_email": ""}, "empty string"),
        ({"customer_email": {"a": "b"}}, "is no object"),
        ({"mode": "donation"}, "must be one of payment"),
        ({"type": "x"}, "unknown parameter: type"),
        ({"line_items": "x"}, "Invalid array"),
        ({"automatic_tax": "x"}, "Invalid object"),
        ({"line_items": {"first": {"quantity": "1"}}}, "Invalid array"),
        ({"automatic_tax": {}}, "Missing required param: automatic_tax"),
    ],
)
def test_it_says_what_is_wrong(given, said):
    with pytest.raises(Refused, match=said):
        check(given, SessionCreateParams, honoured=EVERYTHING)


def test_values_get_their_types():
    given = {
        "expires_at": "1700000000",
        "mode": "payment",
        "automatic_tax": {"enabled": "false"},
        "metadata": {"order": "42"},
        "line_items": {"0": {"quantity": "2", "price_data": {"currency": "cny"}}},
    }
    assert check(given, SessionCreateParams, honoured=EVERYTHING) == {
        "expires_at": 1700000000,
        "mode": "payment",
        "automatic_tax": {"enabled": False},
        "metadata": {"order": "42"},
        "line_items": [{"quantity": 2, "price_data": {"currency": "cny"}}],
    }

"""Every mail is whole in both languages, whatever it has to tell."""

from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tests.cms.test_every_page import ALSO_CHINESE, DATA, HAN, WORD

TEMPLATES = Path(settings.BASE_DIR, "cms/templates")
MAILS = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("**/mail/*.txt")]
# What people typed and places are called is in one language only: here it is digits.
NAME = "77"
NOW = timezone.localtime()


def thing(**fields) -> SimpleNamespace:
    return SimpleNamespace(**fields)


def facts(*, yes: bool, fen: int, days: int) -> dict:
    """What mails tell of; each of what may be there or not is there, or is not."""
    named = thing(name=NAME, name_zh=NAME)
    grant = thing(sponsor_name=NAME)
    hall = thing(name=NAME, pick_up_street="1", pick_up_hours="09:00–18:00")
    order = thing(
        code="34793479",
        receiver=NAME,
        buyer=named,
        organisation=named,
        hall=hall,
        pick_up_code="12345678",
        held_until=NOW,
        status="to_approve" if yes else "placed",
        recipient_count=int(yes),
        voucher=thing(grant=grant),
        total_fen=8880,
        freight_fen=2000,
        sponsored_fen=fen,
        due_fen=8880 - fen,
    )
    line = thing(
        product_name=NAME,
        name=NAME,
        net_g=2500,
        packs=2,
        amount_fen=6880,
        against_week=0.1,
        against_year=None,
        sold_nothing=yes,
        is_behind=True,
    )
    refund = thing(amount_fen=fen, sponsor_fen=fen, reason=NAME, payment=thing(by_transfer=yes))
    invoice = thing(
        number=NAME, amount_fen=6880, cooperative=named, is_red=yes, follows=not fen or None
    )
    return {
        "order": order,
        "parcel": thing(code="34793479-1", arrived_at=NOW, handed_over_at=yes and NOW),
        "claim": thing(code="34793479-1-1", answer_by=NOW),
        "refund": refund if fen or yes else None,
        "invoice": invoice,
        "asked": thing(title=NAME, order=order),
        "rule": thing(
            organisation=named,
            by=named,
            from_fen=fen if yes else None,
            approvers=thing(all=[thing(user=thing(name=NAME))]),
        ),
        "gap": thing(region=named, channel=named, first=NOW, last=NOW, due_on=NOW),
        "dispatch": thing(
            monday=date(2022, 7, 4),
            sunday=date(2022, 7, 10),
            sold=[line],
            behind=[],
            silent=[line, line],
            total=line,
            lines=[line],
        ),
        "lines": [line],
        "line": line,
        "cooperative": NAME,
        "carrier": named,
        "number": NAME,
        "waybills": [NAME],
        "days": days,
        "reason": NAME,
        "holder": NAME,
        "bank": NAME,
        "account": NAME,
        "link": "https://shanhuo.example/",
        "address": "https://shanhuo.example/",
        "end": "https://shanhuo.example/",
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_has_no_words_of_the_other_language(language):
    wrong = set()
    for yes, fen, days in product((True, False), (0, 100), (0, 1, 7)):
        for mail in MAILS:
            with translation.override(language):
                text = render_to_string(mail, facts(yes=yes, fen=fen, days=days))
            assert text.strip() and "<" not in text, mail
            for said in text.splitlines():
                if language == "en":
                    found = HAN.search(said)
                else:
                    found = set(WORD.findall(DATA.sub("", said))) - ALSO_CHINESE
                if found:
                    wrong.add((mail, said))
    assert not wrong


def test_none_is_left_out():
    assert len(MAILS) > 30

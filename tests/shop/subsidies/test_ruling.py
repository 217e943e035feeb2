"""Officials of a place say what it pays; the figures follow."""

import pytest

from shop.models import Rule
from tests import world
from tests.shop.subsidies.rules import sold_by

pytestmark = pytest.mark.django_db
PAGE = "/en/subsidies/rules/new/"


@pytest.fixture(autouse=True)
def country(client):
    world.country()
    client.force_login(world.official("500237"))


def said(*tiers, **more) -> dict:
    given = {
        "place": "500237", "name_zh": "销售奖补", "name_en": "Sales bonus", "from_year": 2025,
        "until_year": "", "destination": "370000", "measure": "sales", "pays": "amount",
        "cap_per_mille": "30", "source": "巫山县 2025 年办法", "form-TOTAL_FORMS": 6,
        "form-INITIAL_FORMS": 0, **more,
    }  # fmt: skip
    for n, (least, pays) in enumerate(tiers):
        given |= {f"form-{n}-at_least": least, f"form-{n}-pays": pays}
    return given


def test_a_rule_in_yuan_is_kept_in_fen_and_pays(client):
    client.post(PAGE, said(("100000", "30000"), ("200000.50", "60000")))
    rule = Rule.objects.get()
    assert (rule.place_id, rule.destination_id, rule.cap_per_mille) == ("500237", "370000", 300)
    assert [(tier.at_least, tier.pays) for tier in rule.tiers.all()] == [
        (10_000_000, 3_000_000),
        (20_000_050, 6_000_000),
    ]
    sold_by(world.cooperative(), 150_000, year=2025)
    page = client.get("/en/subsidies/", {"year": 2025}).content.decode()
    assert "¥30,000.00" in page and "Sales bonus" in page


def test_a_rule_of_freight_is_kept_in_orders_and_per_mille(client):
    client.post(PAGE, said(("3001", "70"), measure="orders", pays="freight", cap_per_mille=""))
    (tier,) = Rule.objects.get().tiers.all()
    assert (tier.at_least, tier.pays, tier.rule.cap_per_mille) == (3001, 700, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": "500236"}, "place"),
        ({"place": "500000"}, "place"),
        ({"until_year": 2020}, "until_year"),
        ({"cap_per_mille": "101"}, "cap_per_mille"),
        ({"measure": "kilograms"}, "measure"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(client, wrong, field):
    answer = client.post(PAGE, said(("1", "1"), **wrong))
    assert field in answer.context["form"].errors
    assert not Rule.objects.exists()


@pytest.mark.parametrize("tiers", [[], [("1", "1"), ("1", "2")], [("-1", "1")], [("1", "")]])
def test_tiers_that_do_not_fit_are_refused(client, tiers):
    assert client.post(PAGE, said(*tiers)).status_code == 200
    assert not Rule.objects.exists()

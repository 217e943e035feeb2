"""Officials of a place say what it pays; the figures follow."""

import pytest

from producers.models import Posting
from shop.models import Rule
from shop.subsidies.ruling import AlreadyReplaced, make_rule
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


def in_force(year: int) -> list[str]:
    return [rule.name_zh for rule in Rule.objects.in_force(year)]


def test_from_its_first_year_on_only_the_rule_in_its_place_pays(client):
    client.post(PAGE, said(("100000", "30000"), name_zh="老办法", from_year=2023))
    first = Rule.objects.get()
    client.post(PAGE, said(("100000", "20000"), name_zh="新办法", in_place_of=first.pk))
    supplier = world.cooperative()
    for year, paid in ((2024, 3_000_000), (2025, 2_000_000)):
        sold_by(supplier, 150_000, year=year)
        told = client.get("/en/subsidies/", {"year": year}).context["paid"]
        assert [total for _rule, _awards, total, _today in told] == [paid]
    # Last year's rule is still played again with this year's sales, and says when it ended.
    played = client.get("/en/subsidies/", {"year": 2025, "rules": 2024})
    assert [total for _rule, _awards, total, _today in played.context["paid"]] == [3_000_000]
    assert "2023–2024" in played.content.decode()
    # Its own last year ends the rule: what it stood in place of does not come back.
    second = Rule.objects.get(from_year=2025)
    ended = {"in_place_of": second.pk, "from_year": 2026, "until_year": 2026}
    client.post(PAGE, said(("100000", "20000"), name_zh="末年", **ended))
    assert [in_force(year) for year in (2022, 2024, 2025, 2026, 2027)] == [
        [], ["老办法"], ["新办法"], ["末年"], [],
    ]  # fmt: skip


def test_a_rule_stands_in_place_of_an_earlier_one_of_its_place(client):
    client.post(PAGE, said(("1", "1")))
    rule = Rule.objects.get()
    for wrong, field in (
        ({"from_year": 2025}, "from_year"),
        ({"from_year": 2026, "place": "500236"}, "in_place_of"),
        ({"from_year": 2026, "in_place_of": 0}, "in_place_of"),
    ):
        answer = client.post(PAGE, said(("1", "2"), **{"in_place_of": rule.pk} | wrong))
        assert field in answer.context["form"].errors
    client.post(PAGE, said(("1", "2"), in_place_of=rule.pk, from_year=2026))
    # Nor of one that was replaced since the page was opened, or at the same moment.
    late = said(("1", "3"), in_place_of=rule.pk, from_year=2027)
    assert "in_place_of" in client.post(PAGE, late).context["form"].errors
    with pytest.raises(AlreadyReplaced):
        make_rule(
            Rule(place=rule.place), tiers=[], postings=Posting.objects.all(), in_place_of=rule
        )
    assert Rule.objects.count() == 2
    client.force_login(world.official("500236", "fengjie"))
    assert not client.get(PAGE).context["form"].fields["in_place_of"].queryset.exists()


@pytest.mark.parametrize(
    "tiers", [[("3000.2", "70"), ("3000.7", "80")], [("3000", "12.34")], [("3000", "101")]]
)
def test_a_tier_of_orders_and_percent_is_kept_as_written_or_refused(client, tiers):
    answer = client.post(PAGE, said(*tiers, measure="orders", pays="freight"))
    assert answer.status_code == 200
    assert any(form.errors for form in answer.context["tiers"])
    assert not Rule.objects.exists()


@pytest.mark.parametrize("tiers", [[], [("1", "1"), ("1", "2")], [("-1", "1")], [("1", "")]])
def test_tiers_that_do_not_fit_are_refused(client, tiers):
    assert client.post(PAGE, said(*tiers)).status_code == 200
    assert not Rule.objects.exists()

"""A cooperative begins with the standard fees and makes them its own."""

import pytest

from shop.freight.costing import NotDelivered, freight_for
from shop.models import FreightTemplate
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def grower():
    world.country()
    return world.cooperative()


@pytest.fixture
def desk(client, grower):
    client.force_login(world.desk(grower))
    return client


def form_of(template, **changes) -> dict:
    given = {"ships_within_hours": template.ships_within_hours, "free_over_fen": ""}
    for zone in template.zones.all():
        prefix = f"zone-{zone.pk}"
        given |= {
            f"{prefix}-places": "50 3706",
            f"{prefix}-first_fen": "10",
            f"{prefix}-step_fen": "2.50",
            f"{prefix}-arrives_within_days": "3",
        }
        if zone.delivers:
            given[f"{prefix}-delivers"] = "on"
    return given | changes


def test_the_standard_fees_are_those_of_the_examples(desk, grower):
    desk.post("/workbench/freight/standard/cold/")
    desk.post("/workbench/freight/standard/ambient/")
    cold, ambient = FreightTemplate.objects.order_by("id")
    assert freight_for(cold, 3600, "370613") == 2100
    assert freight_for(ambient, 2000, "540102") == 3000
    with pytest.raises(NotDelivered):
        freight_for(cold, 3600, "540102")


def test_copying_twice_keeps_what_is_there(desk, grower):
    for _ in range(2):
        desk.post("/workbench/freight/standard/frozen/")
    assert grower.freight_templates.get().zones.count() == 4
    assert desk.post("/workbench/freight/standard/pigeon/").status_code == 404


def test_the_fees_are_changed(desk, grower):
    template = world.freight(grower)
    page = f"/workbench/freight/{template.pk}/"
    assert desk.get(page).status_code == 200
    desk.post(page, form_of(template, free_over_fen="199.90"))
    template.refresh_from_db()
    assert template.free_over_fen == 19_990
    assert set(template.zones.values_list("first_fen", "step_fen")) == {(1000, 250)}
    assert desk.get("/workbench/freight/").text.count("¥2.50") == 3


def test_a_zone_names_its_places(desk, grower):
    template = world.freight(grower)
    template.zones.filter(delivers=False).update(places=["54", "370600", "500237"])
    assert "西藏自治区、烟台市、500237" in desk.get("/workbench/freight/").text


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("places", "50 5"),
        ("places", "50 99"),
        ("places", "50,51"),
        ("places", "５０"),
        ("first_fen", "-1"),
        ("first_fen", "1.001"),
        ("step_fen", "10001"),
        ("arrives_within_days", "0"),
        ("arrives_within_days", "61"),
    ],
)
def test_a_wrong_zone_is_refused_and_nothing_changes(desk, grower, field, wrong):
    template = world.freight(grower)
    zone = template.zones.first()
    page = f"/workbench/freight/{template.pk}/"
    answer = desk.post(page, form_of(template, **{f"zone-{zone.pk}-{field}": wrong}))
    assert answer.context["zones"][0].errors[field]
    assert template.zones.first().step_fen == 200


def test_the_templates_of_others_are_not_found(desk):
    other = world.freight(world.cooperative())
    assert desk.get(f"/workbench/freight/{other.pk}/").status_code == 404
    assert desk.post(f"/workbench/freight/{other.pk}/", {}).status_code == 404

"""A cooperative registers by itself, and shares its desk."""

import pytest
from django.core import mail

from cms.users.models import User
from producers.cooperatives.tax_number import check_character
from producers.models import Cooperative, Staff
from tests import world

pytestmark = pytest.mark.django_db
PAGE = "/workbench/registration/"
FIRST_17 = "93500237MA5U00001"
CODE = FIRST_17 + check_character(FIRST_17)


@pytest.fixture(autouse=True)
def country():
    world.country()


def a_cooperative(**given) -> dict:
    return {
        "name_zh": "曲尺脆李专业合作社",
        "name_en": "Quchi Plum Cooperative",
        "kind": "cooperative",
        "county": "巫山县",
        "village_zh": "曲尺乡柑园村",
        "credit_code": CODE,
        "phone": "023-57682000",
        "households_count": "120",
        **given,
    }


def test_it_waits_for_its_county_and_who_registered_it_works_its_desk(client):
    client.force_login(world.user("founder"))
    assert client.post(PAGE, a_cooperative()).url == "/workbench/"
    made = Cooperative.objects.get()
    assert (made.status, made.county_id, made.credit_code) == ("waiting", "500237", CODE)
    assert made.staff.get().user.email == "founder@shanhuo.example"
    assert client.get("/workbench/").context["cooperative"] == made


def test_a_guest_signs_in_first(client):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"


@pytest.mark.parametrize(
    "typed",
    ["500237", "巫山", "重庆市巫山县", "重庆巫山县", " 巫山县 ", "500237 Wushan, Chongqing"],
)
def test_the_county_is_found_by_code_or_name(client, typed):
    client.force_login(world.user())
    client.post(PAGE, a_cooperative(county=typed))
    assert Cooperative.objects.get().county_id == "500237"


def test_a_name_of_two_counties_asks_for_the_code(client):
    client.force_login(world.user())
    answer = client.post(PAGE, a_cooperative(county="wushan"))
    [message] = answer.context["form"].errors["county"]
    assert "500237" in message
    assert "620524" in message
    assert not Cooperative.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_zh": ""}, "name_zh"),
        ({"name_zh": "社" * 81}, "name_zh"),
        ({"name_zh": "合作\x00社"}, "name_zh"),
        ({"kind": "bank"}, "kind"),
        ({"county": "无名县"}, "county"),
        ({"county": ""}, "county"),
        ({"county": "500105"}, "county"),
        ({"county": "370600"}, "county"),
        ({"credit_code": CODE[:-1]}, "credit_code"),
        ({"credit_code": CODE[:-1] + ("1" if CODE[-1] != "1" else "2")}, "credit_code"),
        ({"credit_code": "I" * 18}, "credit_code"),
        ({"phone": "call me"}, "phone"),
        ({"households_count": "-1"}, "households_count"),
        ({"households_count": "100001"}, "households_count"),
        ({"story_zh": "长" * 2001}, "story_zh"),
    ],
)
def test_wrong_details_are_refused_and_nothing_stored(client, wrong, field):
    client.force_login(world.user())
    answer = client.post(PAGE, a_cooperative(**wrong))
    assert answer.context["form"].errors[field]
    assert not Cooperative.objects.exists()


def test_a_credit_code_registers_once(client):
    client.force_login(world.user())
    client.post(PAGE, a_cooperative())
    answer = client.post(PAGE, a_cooperative(credit_code=CODE.lower()))
    assert answer.context["form"].errors["credit_code"]
    assert Cooperative.objects.count() == 1


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_open_in_both_languages(client, language):
    client.force_login(world.desk(world.cooperative()))
    for page in ("registration/", "cooperative/", "colleagues/", "products/new/", "freight/"):
        assert client.get(f"{language}/workbench/{page}").status_code == 200


def test_the_county_returns_it_and_corrected_it_waits_again(client):
    founder, official = world.user("founder"), world.official()
    client.force_login(founder)
    client.post(PAGE, a_cooperative())
    made = Cooperative.objects.get()
    client.force_login(official)
    decision = f"/approvals/cooperatives/{made.pk}/"
    client.post(decision, {"decision": "return", "reason": "电话打不通"})
    client.force_login(founder)
    assert "电话打不通" in client.get("/workbench/").text
    assert "电话打不通" in client.get("/workbench/cooperative/").text
    client.post("/workbench/cooperative/", a_cooperative(phone="13800138000"))
    made.refresh_from_db()
    assert (made.status, made.phone) == ("waiting", "13800138000")
    client.force_login(official)
    client.post(decision, {"decision": "approve"})
    client.post(decision, {"decision": "return", "reason": "too late"})
    made.refresh_from_db()
    assert made.status == "approved"
    decided = made.approvals.order_by("id").values_list("decision", "reason", "by__email")
    assert list(decided) == [
        ("returned", "电话打不通", "wushan@shanhuo.example"),
        ("approved", "", "wushan@shanhuo.example"),
    ]


def test_what_the_county_vouched_for_stays(client):
    grower = world.cooperative(credit_code=CODE)
    client.force_login(world.desk(grower))
    client.post("/workbench/cooperative/", a_cooperative(name_zh="别的名字", county="奉节县"))
    before = grower.name_zh
    grower.refresh_from_db()
    assert (grower.name_zh, grower.county_id) == (before, "500237")
    assert (grower.phone, grower.status) == ("023-57682000", "approved")


def test_a_new_village_is_found_by_its_products(client):
    grower = world.cooperative(credit_code=CODE)
    product = world.product(grower)
    client.force_login(world.desk(grower))
    client.post("/workbench/cooperative/", a_cooperative(village_zh="新村"))
    product.refresh_from_db()
    assert "新村" in product.search_text


def test_a_colleague_is_added_and_ended(client):
    grower = world.cooperative()
    client.force_login(world.desk(grower))
    known = world.user("known")
    for _ in range(2):
        client.post("/workbench/colleagues/", {"email": "Known@shanhuo.example"})
    row = grower.staff.get(user=known)
    assert not mail.outbox
    client.post(f"/workbench/colleagues/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ended_at
    assert row.ended_by.email == "coop@shanhuo.example"


def test_a_new_colleague_is_mailed_a_link(client, django_capture_on_commit_callbacks):
    grower = world.cooperative()
    client.force_login(world.desk(grower))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/workbench/colleagues/", {"email": "new@shanhuo.example"})
    assert grower.staff.filter(user__email="new@shanhuo.example").exists()
    assert not User.objects.get(email="new@shanhuo.example").has_usable_password()
    [letter] = mail.outbox
    assert letter.to == ["new@shanhuo.example"]
    assert "/accounts/password/reset/key/" in letter.body


@pytest.mark.parametrize("email", ["", "nobody", "a\x00b@shanhuo.example", "x" * 255])
def test_a_wrong_address_adds_nobody(client, email):
    grower = world.cooperative()
    client.force_login(world.desk(grower))
    answer = client.post("/workbench/colleagues/", {"email": email})
    assert answer.context["form"].errors["email"]
    assert User.objects.count() == Staff.objects.count() == 1


def test_the_last_colleague_stays(client):
    grower = world.cooperative()
    client.force_login(world.desk(grower))
    client.post(f"/workbench/colleagues/{grower.staff.get().pk}/end/")
    assert grower.staff.at_work().exists()
    assert "notice--bad" in client.get("/workbench/colleagues/").text


def test_nobody_ends_the_colleagues_of_others(client):
    grower, other = world.cooperative(), world.cooperative()
    world.desk(grower)
    client.force_login(world.desk(other, "stranger"))
    row = grower.staff.get()
    assert client.post(f"/workbench/colleagues/{row.pk}/end/").status_code == 404
    assert grower.staff.at_work().exists()


def test_whoever_works_two_desks_goes_to_the_other(client):
    here, there = world.cooperative(), world.cooperative()
    person = world.desk(here)
    Staff.objects.create(user=person, cooperative=there)
    client.force_login(person)
    assert client.get("/workbench/").context["cooperative"] == here
    client.post(f"/workbench/desks/{there.pk}/")
    assert client.get("/workbench/").context["cooperative"] == there
    assert client.post(f"/workbench/desks/{world.cooperative().pk}/").status_code == 404

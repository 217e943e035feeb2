import re
import time
from unittest.mock import patch

import pytest
from django.conf import settings
from django.utils import timezone

from producers.cooperatives.tax_number import check_character
from shop.buyers import inviting
from shop.buyers.membership import LastKeeper, end
from shop.models import Member, Notice, Organisation
from tests import world

pytestmark = pytest.mark.django_db
TAX_NUMBER = "8137060200000001X"
TAX_NUMBER += check_character(TAX_NUMBER)
FORM = {
    "name_zh": "烟台市总工会",
    "kind": "union",
    "tax_number": TAX_NUMBER,
    "province": "370000",
    "city": "370600",
    "county": "370602",
}


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def keeper(client):
    person = world.user("keeper")
    client.force_login(person)
    return person


def register(client, **fields):
    return client.post("/en/organisations/new/", FORM | fields)


def test_who_registers_an_organisation_keeps_its_list(client, keeper):
    assert "You order for yourself only" in client.get("/en/organisations/").text
    assert client.get("/en/organisations/new/").status_code == 200
    response = register(client)
    made = Organisation.objects.get()
    assert response["Location"] == f"/en/organisations/{made.pk}/"
    assert made.region_id == "370602"
    assert Member.objects.get().keeper
    page = client.get(response["Location"]).text
    assert "Zhifu, Yantai, Shandong" in page
    assert "Add a member" in page
    assert "烟台市总工会" in client.get("/en/organisations/").text


def test_a_tax_number_is_taken_with_blanks_and_small_letters(client, keeper):
    register(client, tax_number=f"{TAX_NUMBER[:6]} {TAX_NUMBER[6:].lower()}")
    assert Organisation.objects.get().tax_number == TAX_NUMBER


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name_zh", "", "This field is required."),
        ("name_zh", "会" * 81, "at most 80 characters"),
        ("kind", "person", "Select a valid choice"),
        ("tax_number", "12345678901234567X", "is not a tax number"),
        ("tax_number", "x" * 10_000, "is not a tax number"),
        ("tax_number", "", "This field is required."),
        ("county", "", "choose the place within Yantai"),
        ("province", "\0", "Null characters"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_stored(client, keeper, field, value, message):
    assert message in register(client, **{field: value}).text
    assert not Organisation.objects.exists()


def test_a_registered_one_is_not_registered_twice(client, keeper):
    register(client)
    assert "is registered already" in register(client).text
    assert Organisation.objects.count() == 1


def test_places_are_chosen_step_by_step(client, keeper):
    page = client.post("/en/organisations/new/", {**FORM, "step": "place_chosen"}).text
    assert '<option value="370602" selected>' in page
    assert 'value="烟台市总工会"' in page
    part = client.post(
        "/en/organisations/new/", {"province": "440000"}, headers={"HX-Request": "true"}
    ).text
    assert '<option value="441900">Dongguan</option>' in part
    assert "<h1>" not in part
    assert not Organisation.objects.exists()


def test_a_keeper_adds_and_ends_members(client, keeper):
    register(client)
    its = f"/en/organisations/{Organisation.objects.get().pk}/"
    member = world.user("member")
    client.post(f"{its}members/", {"email": member.email.upper()})
    link = invitation_of(member.email)
    client.force_login(member)
    assert "烟台市总工会" in client.get(link).text
    for _twice in range(2):
        assert client.post(link)["Location"] == its
    added = Member.objects.get(user=member)
    assert not added.keeper
    client.force_login(keeper)
    assert member.email in client.get(its).text
    page = client.post(f"{its}members/{added.pk}/end/", follow=True).text
    assert "orders for it no longer" in page
    assert member.email not in client.get(its).text
    assert client.post(f"{its}members/{added.pk}/end/").status_code == 404
    # The old link lets nobody in again.
    client.force_login(member)
    answer = client.post(link)
    assert answer.status_code == 404 and "Ask for another invitation" in answer.text


def invitation_of(email: str) -> str:
    """Where the mail leads."""
    told = Notice.objects.get(email=email)
    return "/" + told.body.split(f"{settings.SITE_URL}/")[1].split()[0]


def test_who_invites_does_not_learn_who_has_an_account(client, keeper):
    register(client)
    its = f"/en/organisations/{Organisation.objects.get().pk}/"
    client.get(its)
    known, unknown = world.user("tan", last_name="谭静").email, "nobody@shanhuo.example"
    said = [
        client.post(f"{its}members/", {"email": email}, follow=True).text.replace(email, "X")
        for email in (known, unknown)
    ]
    assert "X is told by mail" in said[0] and "谭静" not in said[0]
    assert without_token(said[0]) == without_token(said[1])
    assert Member.objects.count() == 1
    # Nor is an invitation another's.
    assert "went to nobody@" in client.post(invitation_of(unknown)).text
    assert client.get("/en/organisations/invitations/x/").status_code == 404


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_nobody_is_mailed_twice_a_day_nor_are_strangers_without_end(client, keeper, monkeypatch):
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    register(client)
    its = f"/en/organisations/{Organisation.objects.get().pk}/"
    said = [
        client.post(f"{its}members/", {"email": f"{name}@shanhuo.example"}, follow=True).text
        for name in ("a", "a", "b", "c")
    ]
    assert ["go on tomorrow" in page for page in said] == [False, False, False, True]
    assert Notice.objects.count() == 2


def test_an_invitation_holds_a_week(client, keeper):
    unit = world.organisation()
    with patch("time.time", return_value=time.time() - 8 * 86_400):
        token = inviting.token_for(unit, keeper.email)
    answer = client.post(f"/en/organisations/invitations/{token}/")
    assert answer.status_code == 404 and "is over" in answer.text
    assert not Member.objects.exists()


@pytest.mark.parametrize("email", ["no address", "", "a\0@b.example"])
def test_nobody_is_added_by_a_wrong_address(client, keeper, email):
    register(client)
    its = f"/en/organisations/{Organisation.objects.get().pk}/"
    assert "errorlist" in client.post(f"{its}members/", {"email": email}).text
    assert Member.objects.count() == 1


def test_the_last_keeper_stays(client, keeper):
    register(client)
    its = f"/en/organisations/{Organisation.objects.get().pk}/"
    own = Member.objects.get()
    client.post(f"{its}members/{own.pk}/end/")
    assert "Somebody must keep the list" in client.get(its).text
    with pytest.raises(LastKeeper):
        end(own)


def test_a_member_sees_the_orders_and_may_leave_but_not_keep_the_list(client):
    union = world.organisation()
    world.member(union, "keeper", keeper=True)
    member = world.member(union, "member")
    other = world.member(union, "other")
    order = world.order(world.plums(), organisation=union, buyer=other)
    client.force_login(member)
    its = f"/en/organisations/{union.pk}/"
    page = client.get(its).text
    assert order.code in page
    assert f'href="{its}recipients/"' in page
    assert "Add a member" not in page
    assert client.post(f"{its}members/", {"email": member.email}).status_code == 404
    theirs = other.memberships.get()
    assert client.post(f"{its}members/{theirs.pk}/end/").status_code == 404
    own = member.memberships.get()
    assert client.post(f"{its}members/{own.pk}/end/")["Location"] == "/en/organisations/"
    assert client.get(its).status_code == 404
    assert client.get(f"/en/orders/{order.code}/").status_code == 404


def test_others_find_no_organisation(client):
    union = world.organisation()
    its = f"/en/organisations/{union.pk}/"
    assert "/accounts/login/" in client.get(its)["Location"]
    client.force_login(world.user())
    assert client.get(its).status_code == 404
    assert client.get(f"/en/organisations/{10**30}/").status_code == 404
    assert client.post(f"{its}members/", {"email": "a@b.example"}).status_code == 404
    client.force_login(world.operator())
    assert client.get(its).status_code == 200


def asking(client, unit, **fields):
    return client.post(f"/en/organisations/{unit.pk}/approval/", fields, follow=True)


def test_its_keeper_says_which_orders_are_approved_and_by_whom(client):
    unit = world.organisation()
    own = world.member(unit, "keeper", keeper=True).memberships.get()
    other = world.member(unit, "head", last_name="宋岚").memberships.get()
    client.force_login(own.user)
    assert "without a colleague's approval" in client.get(f"/en/organisations/{unit.pk}/").text
    page = asking(client, unit, wanted="on", least="99.50", approvers=[other.pk]).text
    assert "From ¥99.50 on" in page and "宋岚" in page
    unit.refresh_from_db()
    assert (unit.approval_from_fen, list(unit.approvers_beside(own.user))) == (9950, [other])
    assert not unit.approvers_beside(other.user)
    assert "approves each order" in asking(client, unit, wanted="on", approvers=[own.pk]).text
    assert "without a colleague's approval" in asking(client, unit).text
    assert not Member.objects.filter(approves=True).exists()


def test_who_changed_the_approval_stands_there_and_those_concerned_are_told(client):
    unit = world.organisation()
    keeper = world.member(unit, "keeper", last_name="陈立", keeper=True)
    head, deputy = (world.member(unit, n).memberships.get() for n in ("head", "deputy"))
    client.force_login(keeper)
    for _twice in range(2):
        asking(client, unit, wanted="on", least="99.50", approvers=[head.pk])
    told = Notice.objects.get()
    assert told.email == head.user.email
    assert "陈立" in told.body and "¥99.50" in told.body
    # A keeper who approves as well knows it already.
    own = keeper.memberships.get()
    page = asking(client, unit, wanted="on", least="500", approvers=[own.pk, deputy.pk]).text
    assert "陈立</span>: From ¥99.50 on" in page and "陈立</span>: From ¥500.00 on" in page
    told = Notice.objects.exclude(pk=told.pk)
    assert {notice.email for notice in told} == {head.user.email, deputy.user.email}
    rules = [(rule.from_fen, {*rule.approvers.all()}) for rule in unit.approval_rules.all()]
    assert rules == [(50_000, {own, deputy}), (9_950, {head})]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"wanted": "on"}, "Choose at least one who approves."),
        ({"wanted": "on", "approvers": "foreign"}, "not one of the available choices"),
        ({"wanted": "on", "approvers": "ended"}, "not one of the available choices"),
        ({"wanted": "on", "approvers": "9" * 30}, "not one of the available choices"),
        ({"wanted": "on", "approvers": "own", "least": "-1"}, "greater than or equal to 0"),
        ({"wanted": "on", "approvers": "own", "least": "1.005"}, "2 decimal places"),
        ({"wanted": "on", "approvers": "own", "least": "1e9"}, "less than or equal to"),
        ({"wanted": "on", "approvers": "own", "least": "ten"}, "Enter a number."),
    ],
)
def test_what_is_wrong_with_the_approval_is_said_and_nothing_changes(client, fields, message):
    unit = world.organisation()
    people = {
        "own": world.member(unit, "keeper", keeper=True),
        "ended": world.member(unit, "ended", ended_at=timezone.now()),
        "foreign": world.member(world.organisation(), "foreign"),
    }
    client.force_login(people["own"])
    if (who := fields.get("approvers")) in people:
        fields = fields | {"approvers": people[who].memberships.get().pk}
    assert message in asking(client, unit, **fields).text
    unit.refresh_from_db()
    assert unit.approval_from_fen is None
    assert not Member.objects.filter(approves=True).exists()

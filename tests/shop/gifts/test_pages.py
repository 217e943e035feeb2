import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from shop.models import Grant, Notice, Order, Voucher
from tests import world
from tests.shop.gifts import grants

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def asked(**fields) -> dict:
    today = timezone.localdate().isoformat()
    return {
        "kind": "quota",
        "name_zh": "职工福利",
        "starts_on": today,
        "ends_on": today,
        "each": "300",
        "emails": "a@x.example b@x.example A@x.example",
        **fields,
    }


def test_a_union_puts_up_a_quota_which_is_mailed_once_its_money_is_there(client):
    union = world.organisation()
    client.force_login(world.member(union, keeper=True))
    page = f"/en/organisations/{union.pk}/grants/"
    made = client.post(page, asked())
    grant = Grant.objects.get()
    assert made["Location"] == f"/en/grants/{grant.pk}/"
    assert (grant.budget_fen, grant.vouchers.count()) == (60_000, 2)
    assert not Notice.objects.exists()
    client.force_login(world.operator())
    assert "职工福利" in client.get("/en/operator/grants/").text
    for _twice in range(2):
        client.post(f"/en/operator/grants/{grant.pk}/confirmation/")
    codes = dict(grant.vouchers.values_list("email", "code"))
    for notice in Notice.objects.all():
        assert codes[notice.email] in notice.body
    assert Notice.objects.count() == 2


def test_a_sponsor_sees_what_was_used_and_stops_it(client):
    plums = world.plums()
    grower = plums.lot.cooperative
    client.force_login(world.desk(grower))
    client.post("/en/workbench/grants/", asked(kind="coupon", each="10", uses="5", least="50"))
    grant = Grant.objects.get()
    assert (grant.budget_fen, grant.least_goods_fen) == (5000, 5000)
    Grant.objects.update(confirmed_at=timezone.now())
    placed = world.order(plums, voucher_code=grant.vouchers.get().code)
    page = client.get(f"/en/grants/{grant.pk}/").text
    assert placed.code in page
    assert "¥10.00" in page and "¥40.00" in page
    for _twice in range(2):
        client.post(f"/en/grants/{grant.pk}/stop/")
    assert Grant.objects.get().stopped_at


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"emails": ""}, "This field is required."),
        ({"emails": "a@x.example nobody"}, "nobody is no e-mail address."),
        ({"emails": " ".join(f"a{n}@x.example" for n in range(501))}, "more than 500"),
        ({"kind": "coupon"}, "This field is required."),
        ({"each": "0"}, "greater than or equal to 1"),
        ({"ends_on": "2020-01-01"}, "This day is over."),
        ({"starts_on": "2098-01-01"}, "after the last"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_put_up(client, fields, message):
    client.force_login(world.desk(world.cooperative()))
    refused = client.post("/en/workbench/grants/", asked(**fields))
    assert refused.status_code == 422
    assert message in refused.text
    assert not Voucher.objects.exists()


ADDRESS = {
    "receiver": "张三",
    "phone": "13800138000",
    "email": "zhangsan@shanhuo.example",
    "province": "370000",
    "city": "370600",
    "county": "370613",
    "street": "港城东大街1号",
    "fresh_terms": "on",
    "token": "a" * 22,
}


def test_a_guest_types_a_code_sees_who_pays_and_pays_the_rest(client):
    plums, union = world.plums(), world.organisation()
    code = grants.coupon(organisation=union).code
    client.post(f"/en/basket/{plums.pk}/", {"packs": 1})
    wrong = client.post("/en/checkout/", ADDRESS | {"voucher": "WRONG", "step": "place_chosen"})
    assert "This code is not valid" in wrong.text
    assert (
        "This code is not valid"
        in client.post("/en/checkout/", ADDRESS | {"voucher": "WRONG"}).text
    )
    said = ADDRESS | {"voucher": f" {code[:5].lower()} {code[5:]}"}
    page = client.post("/en/checkout/", said | {"step": "place_chosen"}).text
    assert 'Paid by <span lang="zh-Hans">烟台市总工会</span>' in page
    assert 'name="shown_fen" value="7980"' in page
    assert "has changed" in client.post("/en/checkout/", said | {"shown_fen": 8980}).text
    client.post("/en/checkout/", said | {"shown_fen": 7980})
    placed = Order.objects.get()
    assert placed.sponsored_fen == 1000
    page = client.get(f"/en/orders/{placed.code}/").text
    assert "To pay: ¥79.80" in page and "烟台市总工会" in page


def test_what_is_paid_in_full_leads_to_the_order_and_not_to_a_provider(client):
    plums, union = world.plums(), world.organisation()
    code = grants.quota(organisation=union, each_fen=50_000).code
    client.post(f"/en/basket/{plums.pk}/", {"packs": 1})
    sent = client.post("/en/checkout/", ADDRESS | {"voucher": code})
    page = client.post(sent["Location"], follow=True)
    assert "paid in full by its sponsor" in page.text
    assert Order.objects.get().status == "paid"


@pytest.mark.parametrize("shown", [True, False])
def test_a_quota_stands_in_the_form_of_whoever_it_was_mailed_to(client, shown):
    plums, union = world.plums(), world.organisation()
    worker = world.user("worker")
    EmailAddress.objects.create(user=worker, email=worker.email, verified=shown)
    quota = grants.quota(organisation=union, each_fen=50_000)
    client.force_login(worker)
    client.post(f"/en/basket/{plums.pk}/", {"packs": 1})
    assert (quota.code in client.get("/en/checkout/").text) == shown

import re

import pytest

from producers.models import Lot
from shop.models import BasketLine, Notice, Offer, Order, Organisation, Product
from shop.orders import checkout
from tests import queries, world

pytestmark = pytest.mark.django_db

ADDRESS = {
    "receiver": "张三",
    "phone": "138 0013 8000",
    "email": "zhangsan@shanhuo.example",
    "province": "370000",
    "city": "370600",
    "county": "370613",
    "street": "港城东大街1号",
    "fresh_terms": "on",
    "token": "a" * 22,
}


@pytest.fixture(autouse=True)
def country():
    world.country()


def fill(client, *offers, packs=1):
    for offer in offers:
        client.post(f"/en/basket/{offer.pk}/", {"packs": packs})


def order(client, **fields):
    return client.post("/en/checkout/", ADDRESS | fields)


def message_of(response) -> list[str]:
    """What stands next to the fields."""
    found = re.findall(r'<ul class="errorlist.*?</ul>', response.text, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", error).strip() for error in found]


def test_a_guest_orders_and_stands_before_the_payment(client):
    fill(client, world.plums())
    assert "¥68.80" in client.get("/en/checkout/").text
    response = order(client)
    placed = Order.objects.get()
    assert response.status_code == 307
    assert response["Location"] == f"/en/orders/{placed.code}/payment/"
    assert (placed.phone, placed.total_fen, placed.language) == ("13800138000", 8980, "en")
    assert client.get(f"/en/orders/{placed.code}/").status_code == 200


def test_placing_asks_at_most_fourteen_questions_and_one_more_a_line(client):
    plums = world.plums()
    grower = plums.lot.cooperative
    for lines in (1, 2, 5):
        offers = [world.offer(plums.product, world.lot(grower)) for _ in range(lines)]
        fill(client, *offers)
        with queries.at_most(14 + lines - 1):
            assert order(client, token=f"{lines:022}").status_code == 307
        assert Order.objects.first().lines.count() == lines


def test_a_whole_checkout_is_six_requests_and_fifty_questions(client):
    plums = world.plums()
    with queries.at_most(50):
        client.get(plums.product.get_absolute_url())
        client.post(f"/en/basket/{plums.pk}/", {"packs": 1})
        client.get("/en/basket/")
        client.get("/en/checkout/")
        order(client)
        page = client.get(f"/en/orders/{Order.objects.get().code}/")
    assert "Pay now" in page.text


def test_a_double_click_places_one_order(client):
    fill(client, world.plums())
    first = order(client)
    assert order(client)["Location"] == first["Location"]
    assert Order.objects.count() == 1


@pytest.mark.parametrize("token", ["", "short", "a" * 33, "一" * 22])
def test_a_token_that_is_not_ours_does_not_keep_anybody_from_ordering(client, token):
    fill(client, world.plums())
    assert order(client, token=token).status_code == 307


def test_a_mail_leads_back_to_the_order(client):
    fill(client, world.plums())
    order(client)
    placed = Order.objects.get()
    notice = Notice.objects.get()
    assert notice.email == "zhangsan@shanhuo.example"
    assert f"/en/orders/{placed.code}/{placed.key}/" in notice.body


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("receiver", "", "This field is required."),
        ("receiver", "张", "at least 2 characters"),
        ("receiver", "张" * 26, "at most 25 characters"),
        ("receiver", "张三\0", "Null characters are not allowed."),
        ("phone", "12345678901", "not a mobile phone number"),
        ("phone", "1380013800", "not a mobile phone number"),
        ("phone", "0535-6800000", "not a mobile phone number"),
        ("phone", "1" * 21, "at most 20 characters"),
        ("street", "", "This field is required."),
        ("street", "港城东大街", "house number"),
        ("street", "1号", "at least 4 characters"),
        ("street", "街1" * 61, "at most 120 characters"),
        ("email", "zhangsan", "valid email address"),
        ("email", "a@b.example\0", "Null characters are not allowed."),
        ("province", "", "This field is required."),
        ("province", "990000", "no such place"),
        ("county", "999999", "no such place"),
        ("county", "370203", "no such place"),
        ("county", "", "choose the place within Yantai"),
        ("county", "\0", "Null characters are not allowed."),
        ("county", "3706130", "at most 6 characters"),
        ("fresh_terms", "", "please confirm this"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_stored(client, field, value, message):
    fill(client, world.plums())
    response = order(client, **{field: value})
    assert [said for said in message_of(response) if message in said]
    assert not Order.objects.exists()
    assert Lot.objects.get().held_g == 0
    assert BasketLine.objects.exists()


def test_a_province_alone_is_not_enough(client):
    fill(client, world.plums())
    assert "choose the place within Shandong" in order(client, city="", county="").text


@pytest.mark.parametrize(
    ("province", "city", "name"),
    [
        ("440000", "441900", "广东省东莞市"),
        ("110000", "110101", "北京市东城区"),
        ("500000", "500157", "重庆市两江新区"),
    ],
)
def test_places_without_county_or_prefecture_are_enough(client, province, city, name):
    fill(client, world.plums())
    order(client, province=province, city=city, county="")
    assert Order.objects.get().destination_name == name


def test_an_ended_place_is_no_place(client):
    fill(client, world.plums())
    response = order(client, province="500000", city="500112", county="")
    assert "no such place" in response.text


def test_fresh_goods_do_not_go_to_lhasa_and_dry_ones_do(client):
    plums, millet = world.plums(), world.millet()
    fill(client, plums, millet)
    lhasa = {"province": "540000", "city": "540100", "county": "540102"}
    page = order(client, **lhasa)
    assert "Not everything in your basket can be sent" in page.text
    assert "does not send Wushan crisp plum to this place" in page.text
    client.post(f"/en/basket/{plums.pk}/", {"do": "remove"})
    assert order(client, **lhasa).status_code == 307


def test_dry_goods_ask_for_no_confirmation(client):
    fill(client, world.millet())
    assert "fresh_terms" not in client.get("/en/checkout/").text
    assert order(client, fresh_terms="").status_code == 307


def test_the_confirmation_is_not_ticked_for_the_buyer(client):
    fill(client, world.plums())
    box = re.search(r"<input[^>]*fresh_terms[^>]*>", client.get("/en/checkout/").text)
    assert "checked" not in box[0]


def test_a_total_that_changed_is_shown_before_it_is_charged(client):
    fill(client, world.plums())
    page = order(client, shown_fen=8000)
    assert "The total has changed" in page.text
    assert not Order.objects.exists()
    shown = re.search(r'name="shown_fen" value="(\d+)"', page.text)[1]
    assert order(client, shown_fen=shown).status_code == 307


@pytest.mark.parametrize("changed", ["price", "sold out", "stopped"])
def test_what_changed_meanwhile_leads_back_to_the_basket(client, changed):
    plums = world.plums()
    fill(client, plums)
    client.get("/en/checkout/")
    if changed == "price":
        Offer.objects.update(price_fen=7000)
    elif changed == "sold out":
        Lot.objects.update(available_g=0, taken_g=1_000_000)
    else:
        Product.objects.update(status="returned")
    response = order(client)
    assert response["Location"] == "/en/basket/"
    assert "Please look at your basket" in client.get("/en/basket/").text
    assert client.get("/en/checkout/")["Location"] == "/en/basket/"
    assert not Order.objects.exists()


def test_without_a_basket_there_is_no_checkout(client):
    assert client.get("/en/checkout/")["Location"] == "/en/basket/"
    assert order(client)["Location"] == "/en/basket/"
    response = client.post("/en/checkout/address/", {}, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/en/basket/"


def test_a_phone_orders_so_often_in_an_hour(client, monkeypatch):
    monkeypatch.setattr(checkout, "MOST_ORDERS", 1)
    plums = world.plums()
    fill(client, plums)
    order(client)
    fill(client, plums)
    assert "Too many orders" in order(client, token="b" * 22).text


PASTED = "张三 13800138000 山东省烟台市莱山区港城东大街1号"


@pytest.mark.parametrize(
    ("url", "fields", "headers"),
    [
        ("/en/checkout/", {"step": "fill"}, {}),
        ("/en/checkout/address/", {}, {"HX-Request": "true", "HX-Trigger-Name": "paste"}),
    ],
)
def test_a_pasted_address_fills_the_fields(client, url, fields, headers):
    fill(client, world.plums())
    page = client.post(url, {"paste": PASTED, "email": "me@x.example", **fields}, headers=headers)
    for value in ("张三", "13800138000", "港城东大街1号", "me@x.example"):
        assert f'value="{value}"' in page.text
    for code in ("370000", "370600", "370613"):
        assert f'<option value="{code}" selected>' in page.text
    assert "¥89.80" in page.text
    assert not message_of(page)


def test_a_pasted_address_is_enough_to_order_from(client):
    fill(client, world.plums())
    pasted = {"paste": PASTED, "email": "me@x.example", "fresh_terms": "on", "step": "order"}
    page = client.post("/en/checkout/", pasted)
    assert '<option value="370613" selected>' in page.text


def test_choosing_a_province_shows_its_cities(client):
    fill(client, world.plums())
    page = client.post("/en/checkout/address/", {"province": "370000", "paste": PASTED}).text
    assert '<option value="370600">Yantai</option>' in page
    assert 'name="county"' not in page
    page = client.post(
        "/en/checkout/", {"province": "370000", "city": "370600", "step": "place_chosen"}
    ).text
    assert '<option value="370613">Laishan</option>' in page
    assert "¥89.80" in page


def test_a_city_of_another_province_is_not_left_over(client):
    fill(client, world.plums())
    page = client.post(
        "/en/checkout/address/", {"province": "440000", "city": "370600", "county": "370613"}
    ).text
    assert '<option value="441900">Dongguan</option>' in page
    assert "370600" not in page


def test_a_county_of_another_city_is_not_left_over(client):
    fill(client, world.plums())
    page = client.post(
        "/en/checkout/address/", {"province": "370000", "city": "370200", "county": "370613"}
    ).text
    assert '<option value="370203">Shibei</option>' in page


def test_garbage_in_the_address_is_harmless(client):
    fill(client, world.plums())
    for garbage in ("\0", "x" * 10_000, "37000０", "<b>"):
        for url in ("/en/checkout/address/", "/en/checkout/"):
            fields = {"province": garbage, "city": garbage, "paste": garbage, "step": "fill"}
            assert client.post(url, fields).status_code == 200
    client.cookies["deliver_to"] = "\\000"
    assert client.get("/en/checkout/").status_code == 200


def test_the_place_asked_about_in_the_basket_is_chosen_already(client):
    fill(client, world.plums())
    client.get("/en/basket/?deliver_to=370600")
    assert '<option value="370600" selected>' in client.get("/en/checkout/").text
    client.get("/en/basket/?deliver_to=110000")
    page = client.get("/en/checkout/").text
    assert '<option value="110000" selected>' in page


def test_somebody_signed_in_orders_as_last_time(client):
    user = world.user(phone="13900139000")
    client.force_login(user)
    fill(client, world.plums())
    page = client.get("/en/checkout/").text
    assert user.email in page
    assert "13900139000" in page
    order(client)
    placed = Order.objects.get()
    assert placed.buyer == user
    fill(client, Offer.objects.get())
    page = client.get("/en/checkout/").text
    assert 'value="港城东大街1号"' in page
    assert '<option value="370613" selected>' in page


def test_a_member_orders_for_the_organisation_and_is_called_on_a_land_line(client):
    union = world.organisation()
    client.force_login(world.member(union))
    fill(client, world.plums())
    assert "烟台市总工会" in client.get("/en/checkout/").text
    order(client, organisation=union.pk, phone="0535-6800000")
    placed = Order.objects.get()
    assert (placed.organisation, placed.buyer_kind) == (union, "union")
    assert placed.phone == "0535-6800000"


def test_nobody_orders_for_anothers_organisation(client):
    union = world.organisation()
    client.force_login(world.user())
    fill(client, world.plums())
    assert "Select a valid choice" in order(client, organisation=union.pk).text
    assert "烟台市总工会" not in client.get("/en/checkout/").text
    assert Organisation.objects.of_member(world.operator()).count() == 0


def test_a_campaign_followed_after_filling_the_basket_counts(client):
    live = world.campaign()
    fill(client, world.plums())
    client.get("/en/checkout/?campaign=live-1")
    order(client)
    assert Order.objects.get().campaign == live


CARD = {"gift_message": "祝生日快乐！", "gift_from": "小李"}


def test_a_gift_has_a_card_of_both_words_and_sender(client):
    fill(client, world.plums())
    refused = order(client, gift_message="祝生日快乐！")
    assert "A card needs both: what it says, and from whom." in message_of(refused)
    order(client, **CARD)
    placed = Order.objects.get()
    assert (placed.gift_message, placed.gift_from) == ("祝生日快乐！", "小李")
    assert "祝生日快乐！" in client.get(f"/en/orders/{placed.code}/").text


def hall(**fields):
    return world.hall(world.user("yantai"), **{"pick_up_street": "南大街1号", **fields})


def test_who_picks_up_gives_no_address_and_pays_the_freight_to_the_hall(client):
    hall()
    fill(client, world.plums())
    page = client.post("/en/checkout/", {"hall": "hall", "step": "place_chosen"}).text
    assert "¥89.80" in page
    assert 'name="street"' not in page
    fields = {"receiver": "张三", "phone": "13800138000", "email": "z@x.example"}
    sent = fields | {"hall": "hall", "fresh_terms": "on", "token": "a" * 22, "shown_fen": 8980}
    assert client.post("/en/checkout/", sent).status_code == 307
    placed = Order.objects.get()
    assert (placed.destination_id, placed.buyer_region_id) == ("370602", "370602")
    assert placed.street == "南大街1号 烟台巫山人家（自提）"
    code = placed.pick_up_code
    assert len(code) == 8 and code[:4] not in client.get(f"/en/orders/{placed.code}/").text
    Order.objects.update(status="paid")
    assert f"{code[:4]} {code[4:]}" in client.get(f"/en/orders/{placed.code}/").text


def test_where_not_all_goes_to_the_hall_it_says_so(client):
    hall(place="540102")
    fill(client, world.plums())
    refused = order(client, hall="hall")
    assert "Not everything in your basket can be sent to this place." in message_of(refused)


def test_a_hall_that_hands_nothing_over_is_no_choice(client):
    hall(pick_up_street="")
    fill(client, world.plums())
    assert "pick it up" not in client.get("/en/checkout/").text
    assert "be picked up there" in str(message_of(order(client, hall="hall")))


def test_somebody_who_picked_up_last_time_is_offered_the_hall_again(client):
    hall()
    client.force_login(world.user())
    plums = world.plums()
    fill(client, plums)
    order(client, hall="hall")
    fill(client, plums)
    page = client.get("/en/checkout/").text
    assert '<option value="hall" selected>' in page
    assert 'name="street"' not in page


def test_the_time_left_is_said_in_words_and_to_the_clock(client):
    fill(client, world.plums())
    order(client)
    page = client.get(f"/en/orders/{Order.objects.get().code}/").text
    assert re.search(r"\d+\sminutes more\.", page)
    assert re.search(r'data-until="\S+" data-now="\S+"', page)
    assert "countdown.js" in page

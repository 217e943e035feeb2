import csv
import io
import json
from datetime import date
from hashlib import sha256

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from shop.ledger.writing import correction_of, write
from shop.models import OpenEdition
from shop.opendata import publishing
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

JULY = date(2022, 7, 1)
IN_TIME, LATE, LATER = (rows.at_end_of(date(2022, month, 10)) for month in (8, 9, 10))
AUGUST, SEPTEMBER, OCTOBER = (date(2022, month, 20) for month in (8, 9, 10))


def sell(county: str, orders: int, *, at=IN_TIME):
    goods = rows.product(f"{county}的货", county)
    return [rows.sold(goods, 10, recorded_at=at) for _ in range(orders)]


@pytest.fixture
def july(db):
    world.country()
    sell("500237", 6)
    sell("500236", 2)
    sell("620524", 5)
    return publishing.publish(JULY)


def orders_of(edition) -> dict[str, int]:
    return {cell["code"]: cell["orders"] for cell in json.loads(bytes(edition.json))["counties"]}


def test_a_month_is_published_as_json_and_csv_with_checksums(july, client):
    answer = client.get("/open-data/2022-07.json")
    assert sha256(answer.content).hexdigest() == july.json_sha256
    told = json.loads(answer.content)
    assert [(cell["code"], cell["name_en"], cell["amount_fen"]) for cell in told["counties"]] == [
        ("500237", "Wushan", 6000),
        ("620524", "Wushan", 5000),
    ]
    assert [cell["code"] for cell in told["provinces"]] == ["620000"]
    assert told["country"] is None
    assert set(told["definitions"]["orders"]) == {"zh-hans", "en"}
    answer = client.get("/open-data/2022-07/2022-08-20.csv")
    assert sha256(answer.content).hexdigest() == july.csv_sha256
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["level"], row["amount_yuan"]) for row in table] == [
        ("county", "60.00"),
        ("county", "50.00"),
        ("province", "50.00"),
    ]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_pages_and_addresses_say_what_there_is(july, client, django_assert_max_num_queries):
    for path in ("/en/open-data/", "/en/open-data/2022-07/"):
        client.get(path)
        with django_assert_max_num_queries(1):
            page = client.get(path).content.decode()
        assert "/en/open-data/2022-07/2022-08-20.csv" in page
    assert july.csv_sha256 in page
    assert "500236" not in client.get("/en/open-data/2022-07/").content.decode()
    (month,) = client.get("/open-data/index.json").json()["months"]
    (edition,) = month["editions"]
    address = edition["csv"]["url"].partition("//")[2].partition("/")[2]
    assert client.get(f"/{address}").content == bytes(july.csv)
    missing = ("2022-06.json", "2022-06/", "2022-07/2022-02-30.json", "2022-07/2022-09-20.json")
    for path in missing:
        assert client.get(f"/open-data/{path}").status_code == 404


def test_what_was_published_stays(july):
    for change in (
        lambda: OpenEdition.objects.update(counties=0),
        lambda: OpenEdition.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
            change()


def test_a_county_is_counted_anew_where_five_of_its_orders_changed(july):
    sell("500237", 4, at=LATE)
    assert publishing.correct(JULY, as_of=SEPTEMBER) is None
    sell("500237", 5, at=LATE)
    sell("500236", 4, at=LATE)
    undone = write(map(correction_of, sell("620524", 5)), recorded_at=LATE)
    edition = publishing.correct(JULY, as_of=SEPTEMBER)
    assert orders_of(edition) == {"500237": 15, "620524": 5}
    told = json.loads(bytes(edition.json))
    assert (told["provinces"], told["country"]) == ([], None)
    assert [cell["as_of"] for cell in told["counties"]] == ["2022-09-20", "2022-09-20"]
    assert len(undone) == 5
    # Those that were left out are told once five more have come.
    assert publishing.correct(JULY, as_of=OCTOBER) is None
    sell("500236", 5, at=LATER)
    assert orders_of(publishing.correct(JULY, as_of=OCTOBER)) == {
        "500236": 11,
        "500237": 15,
        "620524": 5,
    }
    assert [bytes(one.json) for one in OpenEdition.objects.all()][-1] == bytes(july.json)


def test_what_was_taken_back_and_came_again_the_same_is_no_change(db):
    """Of ten that go and come again one differs: two editions would tell of that one."""
    world.country()

    def sold(number: int, yuan: int, at):
        return rows.sold(rows.product(), yuan, order_code=f"{number:08}", recorded_at=at)

    first = [sold(number, 10, IN_TIME) for number in range(10)]
    publishing.publish(JULY)
    write(map(correction_of, first), recorded_at=LATE)
    for number in range(10):
        sold(number, 99 if number == 3 else 10, LATE)
    assert publishing.correct(JULY, as_of=SEPTEMBER) is None
    for number in range(10, 14):
        sold(number, 10, LATE)
    assert orders_of(publishing.correct(JULY, as_of=SEPTEMBER)) == {"500237": 14}


def test_changes_count_from_when_the_county_was_told_last(july):
    """Four came before the edition, which left it as it was, and go after it with one more: two
    editions would tell of that one."""
    came = sell("500237", 4, at=LATE)
    sell("500236", 9, at=LATE)
    told = {"500236": 11, "500237": 6, "620524": 5}
    assert orders_of(publishing.correct(JULY, as_of=SEPTEMBER)) == told
    write(map(correction_of, [*came, july_rows("500237").first()]), recorded_at=LATER)
    assert publishing.correct(JULY, as_of=OCTOBER) is None


def test_a_county_that_falls_below_five_is_left_out(july):
    gone = list(july_rows("620524"))
    write(map(correction_of, gone), recorded_at=LATE)
    assert orders_of(publishing.correct(JULY, as_of=SEPTEMBER)) == {"500237": 6}


def july_rows(county: str):
    return rows.Entry.objects.filter(origin=county)


def test_each_month_is_published_on_the_twentieth_of_the_next(july, monkeypatch):
    rows.sold(rows.product(), 10, occurred_on=date(2022, 9, 1))
    sell("500236", 5, at=LATE)
    for today, editions in (
        (date(2022, 9, 19), [AUGUST]),
        (date(2022, 9, 20), [AUGUST, SEPTEMBER, SEPTEMBER]),
        (date(2022, 10, 19), [AUGUST, SEPTEMBER, SEPTEMBER]),
    ):
        monkeypatch.setattr(publishing.timezone, "localdate", lambda today=today: today)
        publishing.publish_what_is_due()
        publishing.publish_what_is_due()
        found = sorted(OpenEdition.objects.values_list("as_of", flat=True))
        assert found == editions


def test_an_empty_ledger_has_no_month_to_publish():
    publishing.publish_what_is_due()
    assert not OpenEdition.objects.exists()

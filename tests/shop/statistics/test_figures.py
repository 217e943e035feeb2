import csv
import re
from pathlib import Path

import pytest
from django.conf import settings

from shop import money, weight
from shop.statistics import figures
from shop.statistics.engines import Sums
from shop.statistics.figures import Counted
from shop.templatetags.figures import change, percent, signed

SUMS = Sums(sold_fen=1000, refunded_fen=400, weight_g=5, parcel_count=2, product_count=3, rows=4)


def test_every_figure_is_written_down():
    text = Path(settings.BASE_DIR, "docs/figures.md").read_text()
    assert re.findall(r"^## (\w+)$", text, re.M) == [figure.__name__ for figure in figures.FIGURES]


def test_every_channel_is_explained():
    text = Path(settings.BASE_DIR, "docs/figures.md").read_text()
    with Path(settings.BASE_DIR, "shop/channels/data/channels.csv").open() as file:
        channels = [(row["code"], row["assistance"]) for row in csv.DictReader(file)]
    said = re.findall(r"^\| ([A-Z0-9]+) \|.*\| ([a-z ]+) \|$", text, re.M)
    words = {"always": "always", "recognised": "recognised goods"}
    assert said == [(code, words[assistance]) for code, assistance in channels]


def test_the_price_of_a_kilogram_is_rounded_to_the_fen():
    assert figures.price_fen_per_kg(Counted(Sums(sold_fen=6880, weight_g=2500))) == 2752
    assert figures.price_fen_per_kg(Counted(Sums(sold_fen=1, weight_g=2000))) == 1
    assert figures.price_fen_per_kg(Counted(Sums(sold_fen=1, weight_g=2001))) == 0
    assert figures.price_fen_per_kg(Counted(Sums(sold_fen=1, weight_g=0))) is None


def test_figures_of_sums():
    counted = Counted(SUMS)
    assert [figure(counted) for figure in figures.OF_A_PERIOD] == [600, 5, 2, 1000, 400]
    assert figures.orders(Counted(SUMS, counts_products=True)) == 3


def amount(fen: int) -> Counted:
    return Counted(Sums(sold_fen=fen))


def test_shares_growth_and_points():
    assert figures.share(amount(250), amount(1000)) == 0.25
    assert figures.share(amount(250), amount(0)) is None
    assert figures.growth(amount(130), amount(100)) == 0.3
    assert figures.growth(amount(130), amount(0)) is None
    # More was refunded than sold: less than nothing has no part and does not grow.
    assert figures.share(amount(250), amount(-1000)) is None
    assert figures.growth(amount(130), amount(-100)) is None
    assert figures.points(0.25, 0.2) == pytest.approx(5)
    assert figures.points(0.25, None) is None


def test_how_pages_write_them():
    assert money.ten_thousands(123_456_789) == "123.46"
    assert money.ten_thousands(-5_000) == "-0.01"
    assert money.ten_thousands(4_999) == "0.00"
    assert money.ten_thousands(250_000_000_000) == "250,000.00"
    assert weight.tonnes(1_234_500) == "1.235"
    assert weight.tonnes(-1_000_000) == "-1"
    assert (percent(0.25), percent(None)) == ("25.0%", "–")
    assert (change(0.3), change(-0.0004), change(None)) == ("+30.0%", "0.0%", "–")
    assert (signed(-1.26), signed(None)) == ("-1.3", "–")

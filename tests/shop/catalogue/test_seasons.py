import pytest
from django.utils import translation

from shop.catalogue.seasons import season_label


@pytest.mark.parametrize(
    ("months", "label"),
    [
        ([], ""),
        ([6, 7, 8], "June to August"),
        ([11, 12, 1, 2, 3, 4], "November to April"),
        ([5], "May"),
        ([3, 4, 9], "March to April, September"),
        ([1, 12], "December to January"),
        (list(range(1, 13)), "all year round"),
    ],
)
def test_says_months_as_one_would(months, label):
    with translation.override("en"):
        assert season_label(months) == label

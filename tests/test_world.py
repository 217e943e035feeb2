import pytest

from tests import world

pytestmark = pytest.mark.django_db


def test_a_box_of_plums_is_on_sale():
    world.country()
    offer = world.plums()
    assert type(offer).objects.on_sale(offer.lot.sells_from).get() == offer
    assert offer.packs_left == 400

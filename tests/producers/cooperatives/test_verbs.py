"""A second tap that slips past the form's own check is refused by the verb."""

import pytest

from producers.cooperatives.recognising import RecordedAlready, recognise
from producers.cooperatives.registering import RegisteredAlready, register
from producers.harvests.certifying import CertificateTaken, certify
from producers.models import Cooperative, Recognition
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def grower():
    world.country()
    return world.cooperative()


def test_a_credit_code_registers_once(grower):
    grower.pk = None
    with pytest.raises(RegisteredAlready):
        register(grower, by=world.user())
    assert Cooperative.objects.count() == 1


def test_a_recognition_is_recorded_once(grower):
    row = world.recognition(grower)
    row.pk = None
    with pytest.raises(RecordedAlready):
        recognise(row, by=world.official())
    assert Recognition.objects.count() == 1


def test_a_certificate_is_recorded_once(grower):
    lot, again = world.lot(grower), world.certificate(grower)
    again.pk = None
    with pytest.raises(CertificateTaken):
        certify(lot, certificate=again, by=None)
    lot.refresh_from_db()
    assert lot.certificate is None

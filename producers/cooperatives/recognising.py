from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.cooperatives.models import Recognition


class RecordedAlready(ValidationError):
    def __init__(self):
        super().__init__(_("This number is recorded already."))


@transaction.atomic
def recognise(recognition: Recognition, *, by) -> Recognition:
    """A number is given for the county the supplier sits in."""
    recognition.county_id = recognition.cooperative.county_id
    recognition.recorded_by = by
    try:
        recognition.save(force_insert=True)
    except IntegrityError as tapped_twice:
        raise RecordedAlready from tapped_twice
    return recognition


def end(recognition: Recognition, *, ends_on: date, by) -> None:
    """The last day it holds. Sales already counted keep what they were counted as."""
    Recognition.objects.filter(pk=recognition.pk).update(
        ends_on=ends_on, ended_by=by, ended_at=timezone.now()
    )

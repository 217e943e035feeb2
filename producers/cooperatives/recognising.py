from datetime import date

from django.utils import timezone

from producers.cooperatives.models import Recognition


def recognise(recognition: Recognition, *, by) -> Recognition:
    """A number is given for the county the supplier sits in."""
    recognition.county_id = recognition.cooperative.county_id
    recognition.recorded_by = by
    recognition.save(force_insert=True)
    return recognition


def end(recognition: Recognition, *, ends_on: date, by) -> None:
    """The last day it holds. Sales already counted keep what they were counted as."""
    Recognition.objects.filter(pk=recognition.pk).update(
        ends_on=ends_on, ended_by=by, ended_at=timezone.now()
    )

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from producers.regions.posts import posted
from tests import world

pytestmark = pytest.mark.django_db


@posted
def page(request, *, postings):
    return [posting.region_id for posting in postings]


@pytest.fixture(autouse=True)
def country():
    world.country()


def test_it_passes_the_postings_of_today(rf):
    request = rf.get("/")
    request.user = world.official("500237")
    assert page(request) == ["500237"]


def test_whoever_is_posted_nowhere_today_finds_nothing(rf):
    request = rf.get("/")
    yesterday = timezone.localdate() - timedelta(days=1)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for request.user in (
        world.user(),
        world.official(name="gone", ends_on=yesterday),
        world.official(name="coming", starts_on=tomorrow),
    ):
        with pytest.raises(Http404):
            page(request)


def test_the_last_day_still_counts(rf):
    request = rf.get("/")
    request.user = world.official(ends_on=timezone.localdate())
    assert page(request) == ["500237"]


def test_a_guest_is_sent_to_sign_in(rf):
    request = rf.get("/postings/")
    request.user = AnonymousUser()
    assert page(request).url == "/accounts/login/?next=/postings/"

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from producers.cooperatives.desk import at_desk
from producers.models import Staff
from tests import world

pytestmark = pytest.mark.django_db


@at_desk
def page(request, *, cooperative):
    return cooperative


@pytest.fixture
def grower():
    world.country()
    return world.cooperative()


def test_it_passes_the_cooperative_whose_desk_somebody_works(rf, grower):
    request = rf.get("/")
    request.session = {}
    request.user = world.desk(grower)
    assert page(request) == grower


def test_whoever_works_no_desk_finds_nothing(rf, grower):
    request = rf.get("/")
    request.session = {}
    for request.user in (world.user(), world.official(), world.operator()):
        with pytest.raises(Http404):
            page(request)


def test_whoever_works_two_desks_stands_at_the_first_or_the_chosen_one(rf, grower):
    request = rf.get("/")
    request.session = {}
    request.user = world.desk(grower)
    other = world.cooperative()
    Staff.objects.create(user=request.user, cooperative=other)
    assert page(request) == grower
    request.session = {"desk": other.pk}
    assert page(request) == other


def test_the_desk_of_others_cannot_be_chosen(rf, grower):
    request = rf.get("/")
    request.user = world.desk(grower)
    request.session = {"desk": world.cooperative().pk}
    assert page(request) == grower


def test_an_ended_colleague_finds_nothing(rf, grower):
    request = rf.get("/")
    request.session = {}
    request.user = world.desk(grower)
    Staff.objects.update(ended_at=timezone.now())
    with pytest.raises(Http404):
        page(request)


def test_a_guest_is_sent_to_sign_in(rf, grower):
    request = rf.get("/workbench/")
    request.user = AnonymousUser()
    assert page(request).url == "/accounts/login/?next=/workbench/"

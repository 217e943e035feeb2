import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from cms.users.doors import operators_only
from tests import world

pytestmark = pytest.mark.django_db


@operators_only
def room(request):
    return HttpResponse("in")


def knock(rf, user):
    request = rf.get("/operator/")
    request.user = user
    return room(request)


def test_it_opens_for_operators(rf):
    assert knock(rf, world.operator()).content == b"in"


def test_it_is_not_there_for_others(rf):
    with pytest.raises(Http404):
        knock(rf, world.user())


def test_it_asks_a_stranger_to_sign_in(rf):
    assert knock(rf, AnonymousUser()).url == "/accounts/login/?next=/operator/"

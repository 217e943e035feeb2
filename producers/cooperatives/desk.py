from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404

from producers.cooperatives.models import Cooperative, Staff


def at_desk(view):
    """A page of a cooperative's desk: passes `cooperative`, the one whose desk the user works.
    Whoever works none finds nothing there."""

    @wraps(view)
    @login_required
    def door(request, *args, **kwargs):
        cooperative = desk_of(request.user)
        if cooperative is None:
            raise Http404
        return view(request, *args, cooperative=cooperative, **kwargs)

    return door


def desk_of(user) -> Cooperative | None:
    """Who works several desks stands at the one that came last."""
    desks = Staff.objects.at_work().filter(user=user).order_by("-since", "-id")
    row = desks.select_related("cooperative__county").first()
    return row and row.cooperative

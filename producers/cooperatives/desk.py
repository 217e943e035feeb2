from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404

from cms.users.doors import need_second_step
from producers.cooperatives.models import Cooperative, Staff

CHOSEN = "desk"


def at_desk(view):
    """A page of a cooperative's desk: passes `cooperative`, the one whose desk the user works.
    Whoever works none finds nothing there."""

    @wraps(view)
    @login_required
    def door(request, *args, **kwargs):
        cooperative = desk_of(request.user, chosen=request.session.get(CHOSEN))
        if cooperative is None:
            raise Http404
        need_second_step(request.user)
        return view(request, *args, cooperative=cooperative, **kwargs)

    return door


def desk_of(user, *, chosen: int | None = None) -> Cooperative | None:
    """Who works several desks stands at the chosen one, else at the first: being added to
    another's desk takes nobody away from their own."""
    desks = desks_of(user)
    return next((desk for desk in desks if desk.pk == chosen), desks[0] if desks else None)


def desks_of(user) -> list[Cooperative]:
    rows = Staff.objects.at_work().filter(user=user).order_by("since", "id")
    return [row.cooperative for row in rows.select_related("cooperative__county")]

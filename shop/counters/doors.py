from functools import wraps

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404

from cms.users.doors import need_second_step
from shop.counters.models import Counter


def at_counter(view):
    """A page of a counter: passes `counter` to whoever sells there today. For others there is
    none."""

    @wraps(view)
    @login_required
    def door(request, code, *args, **kwargs):
        counter = get_object_or_404(Counter.objects.served_by(request.user), code=code)
        need_second_step(request.user)
        return view(request, *args, counter=counter, **kwargs)

    return door

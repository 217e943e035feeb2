from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404


def operators_only(view):
    """For those who run the shop. For others the page is not there."""

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not request.user.is_operator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded

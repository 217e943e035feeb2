from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404

from producers.regions.models import Posting


def posted(view):
    """A page for officials: passes `postings`, those of the user that hold today. Whoever is
    posted nowhere today finds nothing there."""

    @wraps(view)
    @login_required
    def door(request, *args, **kwargs):
        postings = list(Posting.objects.of(request.user))
        if not postings:
            raise Http404
        return view(request, *args, postings=postings, **kwargs)

    return door

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404

from cms.users.doors import need_second_step
from producers.regions.codes import range_of
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
        need_second_step(request.user)
        return view(request, *args, postings=postings, **kwargs)

    return door


def reach(postings, *, county: str) -> Q:
    """The rows whose county, named by that field, lies in a place somebody is posted to. Whoever
    is posted above a county decides there too: many a county has no account of its own yet, and
    the row says who decided."""
    if any(posting.region_id is None for posting in postings):
        return Q()
    within = Q(pk=None)
    for posting in postings:
        within |= Q(**{f"{county}__code__range": range_of(posting.region_id)})
    return within

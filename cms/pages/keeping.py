"""Editors' pages are kept as goods are: until the catalogue changes, or a page does."""

from functools import wraps

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from shop.catalogue.keeping import SECONDS, catalogue_changed, catalogue_version, key_of


def pages_changed(**_) -> None:
    """One page shows the others: halls, stories, the way to its other language."""
    catalogue_changed()


def same_for_strangers(view):
    """Whoever comes without a cookie is nobody in particular: their page is like the next one's."""

    @wraps(view)
    def kept_view(request, *args, **kwargs):
        if request.method != "GET" or request.COOKIES or request.GET:
            return view(request, *args, **kwargs)
        kept, key = caches["template_fragments"], key_of(f"for:{request.path}", catalogue_version())
        if content := kept.get(key):
            response = HttpResponse(content)
        else:
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            if may_be_kept(request, response):
                kept.set(key, response.content, SECONDS)
        patch_vary_headers(response, ["Cookie"])
        return response

    return kept_view


def may_be_kept(request, response) -> bool:
    """A hall leaves its cookie, and a form holds the token of whoever asked for it."""
    token_is_in_it = "CSRF_COOKIE" in request.META
    return response.status_code == 200 and not (response.cookies or token_is_in_it)

"""Editors' pages are kept as goods are: until the catalogue changes, or a page or figure does."""

from functools import wraps

from django.core.cache import caches
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe

from shop.catalogue.keeping import SECONDS, catalogue_changed, catalogue_version, key_of

# As they stand in pages/parts.html.
PARTS = ("title", "description", "card", "head", "main")
# Nothing that anybody writes can look like it: what they write is escaped.
CUT = mark_safe("<!-- cut -->")


def parts_of(page, request) -> dict[str, SafeString]:
    """What a page puts into the frame. Nothing in it is anybody's own."""
    context = page.get_context(request) | {"frame": "pages/parts.html", "cut": CUT}
    drawn = render_to_string(page.get_template(request), context, request=request)
    return dict(zip(PARTS, map(mark_safe, drawn.split(CUT)), strict=True))


def pages_changed(**_) -> None:
    """Pages show others (halls, stories, the way to their other language), and quote figures."""
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

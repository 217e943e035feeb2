"""What no page takes, and the admin's own content policy: Wagtail's choosers and editor need inline
scripts and styles."""

from django.core.exceptions import RequestDataTooBig
from django.http import Http404

# Above what any form takes, so that each says itself what is too large for it.
LARGEST_BODY = 64 * 1024 * 1024

ADMIN_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
}


def refuse_what_no_page_takes(get_response):
    """Nothing is at an address with a NUL byte, about which PostgreSQL can't even be asked; and a
    body is refused before it fills the disk."""

    def middleware(request):
        if "\0" in request.path_info:
            raise Http404
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise RequestDataTooBig
        return get_response(request)

    return middleware


def admin_content_policy(get_response):
    def middleware(request):
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY
            # An editor sees the preview of a page in a frame beside it.
            response._csp_replace = {"frame-ancestors": ["'self'"]}
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return middleware

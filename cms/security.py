"""The admin's own content policy: Wagtail's choosers and editor need inline scripts and styles."""

ADMIN_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
}


def admin_content_policy(get_response):
    def middleware(request):
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY
        return response

    return middleware

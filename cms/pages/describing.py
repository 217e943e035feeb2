"""An editor's page in the words of schema.org, for search engines."""

import json

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shop.catalogue.describing import ESCAPES, absolute


def described(page, request) -> SafeString:
    """JSON-LD of the page, and of the way to it. Each kind of page says what it has to add."""
    itself = {
        "@context": "https://schema.org",
        "@type": page.schema_type,
        "name": page.title,
        "description": page.search_description or page.lead,
        "url": absolute(request.path),
        "inLanguage": "en" if get_language() == "en" else "zh-Hans",
        **page.more_of_it(),
    }
    above = page.get_ancestors().filter(depth__gte=2)
    steps = [(step.title, step.get_url(request)) for step in above]
    trail = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": absolute(url)}
            for number, (name, url) in enumerate([*steps, (page.title, request.path)], start=1)
        ],
    }
    return mark_safe(json.dumps([itself, trail], ensure_ascii=False).translate(ESCAPES))

"""The site as it would be without a sales ledger."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from shop.orders import fulfilling


def record_nothing(sales, *, paid_at) -> list:
    return []


# Where it is called, it has that name already.
fulfilling.record_sales = record_nothing

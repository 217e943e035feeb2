import logging

from django.utils.translation import gettext_lazy as _

from shop.notices.telling import tell_operators

log = logging.getLogger(__name__)


def alarm(about: str, text: str) -> None:
    """Money is not where it should be, and only a person can put it right: the log says so, and
    operators are told, once about each thing."""
    log.error(text)
    tell_operators(key=f"alarm:{about}", subject=_("A payment needs your attention"), body=text)

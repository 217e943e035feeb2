import logging

from django.utils import translation
from django.utils.translation import gettext as _

from shop.notices.telling import tell_operators

log = logging.getLogger(__name__)


def alarm(about: str, text) -> None:
    """Money is not where it should be, and only a person can put it right: the log says so, and
    operators are told, once about each thing. The text is a lazy one."""
    with translation.override(None):
        log.error(str(text))
    tell_operators(
        key=f"alarm:{about}", write=lambda: _("A payment needs your attention") + f"\n{text}"
    )

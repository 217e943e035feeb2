"""Short messages to mobile phones. Who carries them is named by a setting: each country and firm
has its own, and none is better kept than a class of ten lines."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


class Log:
    """Sends nothing: on the developer's machine the message is read in the log."""

    def send(self, phone: str, message: str) -> None:
        log.info("SMS to %s: %s", phone, message)


def text(phone: str, message: str) -> None:
    if not settings.SMS_BACKEND:
        raise ImproperlyConfigured("Set SHANHUO_SMS_BACKEND: nobody carries short messages.")
    import_string(settings.SMS_BACKEND)().send(phone, message)

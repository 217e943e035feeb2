from django.apps import AppConfig
from django.utils.module_loading import import_string


class ShopConfig(AppConfig):
    name = "shop"

    def ready(self):
        # Tables can be imported from here on.
        signed_in = import_string("django.contrib.auth.signals.user_logged_in")
        signed_in.connect(import_string("shop.basket.filling.when_signed_in"))

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import get_language


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"

    def ready(self):
        user_logged_in.connect(keep_language)


def keep_language(user, **signal) -> None:
    user.speaks(get_language())

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    def get_logout_redirect_url(self, request) -> str:
        """Home, in the language that was spoken."""
        return reverse("wagtail_serve", args=[""])

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from cms.users.fields import MobileField
from cms.users.models import User
from cms.users.texting import text


class AccountAdapter(DefaultAccountAdapter):
    def get_logout_redirect_url(self, request) -> str:
        """Home, in the language that was spoken."""
        return reverse("wagtail_serve", args=[""])

    def generate_login_code(self) -> str:
        """Digits: they are typed on a telephone."""
        return get_random_string(6, "0123456789")

    def generate_phone_verification_code(self, *, user, phone: str) -> str:
        return self.generate_login_code()

    def phone_form_field(self, **kwargs) -> MobileField:
        return MobileField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, verified=True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Whoever has shown that it is theirs: a number that was only typed opens nothing."""
        return User.objects.filter(phone=phone, phone_verified=True).first()

    def send_verification_code_sms(self, user, phone: str, code: str, **kwargs) -> None:
        text(phone, _("Shanhuo: your code is %(code)s. Give it to nobody.") % {"code": code})

    def send_unknown_account_sms(self, phone: str, **kwargs) -> None:
        text(phone, _("Shanhuo: there is no account with this number."))

    def send_account_already_exists_sms(self, phone: str) -> None:
        text(phone, _("Shanhuo: you have an account with this number already. Sign in with it."))

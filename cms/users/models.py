from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Who signs in, by e-mail. What somebody may do is said by rows elsewhere: a posting, a desk
    at a cooperative, a place in an organisation, a group."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    # By the code that was sent to it: only then it signs in.
    phone_verified = models.BooleanField(default=False, editable=False)

    # The one they last signed in with: what is told of their work is written in it.
    language = models.CharField(
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        editable=False,
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                fields=["phone"], condition=models.Q(phone_verified=True), name="phone_of_one"
            )
        ]
        permissions = [("operate", _("Operate the shop: find, cancel and resend orders"))]

    @property
    def name(self) -> str:
        return f"{self.last_name}{self.first_name}" or self.email

    def speaks(self, language: str) -> None:
        """Keep it, where it is another than before."""
        if self.language != language:
            self.language = language
            self.save(update_fields=["language"])

    @property
    def is_operator(self) -> bool:
        return self.has_perm("users.operate")

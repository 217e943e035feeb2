from allauth.account.forms import ResetPasswordKeyForm
from allauth.account.models import EmailAddress


class ChosenPasswordForm(ResetPasswordKeyForm):
    """Whoever opens the mailed link has shown that the address is theirs."""

    def save(self) -> None:
        super().save()
        user = self.user
        # Where there are several, the link may have gone to another of them.
        if EmailAddress.objects.filter(user=user).exclude(email=user.email).exists():
            return
        address, _ = EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"primary": True}
        )
        address.set_verified()

from django.utils.translation import gettext_lazy as _

# The provider's words for why a try to pay came to nothing, in ours.
DECLINES = {
    "insufficient_funds": _("The card has not enough money on it."),
    "expired_card": _("The card has expired."),
    "incorrect_cvc": _("The card's security code is wrong."),
    "processing_error": _("The bank could not process the card just now."),
    "payment_intent_authentication_failure": _("The bank could not confirm that it was you."),
    "payment_intent_payment_attempt_failed": _("The payment was not confirmed in the wallet."),
    "payment_method_provider_decline": _("The wallet declined the payment."),
    "not_accepted": _("The payment provider did not accept this payment."),
}
DECLINED = _("The card was declined by its bank.")


def in_words(failure: str):
    """For the buyer; nothing where nothing failed."""
    return DECLINES.get(failure, DECLINED) if failure else ""

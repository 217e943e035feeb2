import re
from functools import cached_property

from django import forms
from django.core.validators import RegexValidator
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cms.users.fields import mobile_or_none
from shop.buyers.addresses import read_address
from shop.buyers.forms import OF_AN_ADDRESS, AddressForm, line_down_to, phone_or_none, tidied
from shop.buyers.models import Organisation
from shop.counters.models import Counter
from shop.money import yuan
from shop.orders.codes import new_token

PLACE = ("province", "city", "county")
# What somebody who picks up at a hall does not fill in.
ADDRESS = (*PLACE, "street")


class OrganisationField(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        """It says whose orders wait for a colleague."""
        least = organisation.approval_from_fen
        if least is None:
            return str(organisation)
        said = {"name": organisation.name_zh, "least": yuan(least)}
        if least:
            return _("%(name)s (from ¥%(least)s on a colleague approves)") % said
        return _("%(name)s (a colleague approves)") % said


class CheckoutForm(AddressForm):
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    # What the page said it would cost, once it knew the destination.
    shown_fen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    paste = forms.CharField(
        label=_("Paste an address"),
        required=False,
        max_length=500,
        help_text=_("Name, phone and address in one go: the fields below are filled from it."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    hall = forms.CharField(
        label=_("How does it reach you?"),
        required=False,
        max_length=30,
        widget=forms.Select(),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The link to your order goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = OrganisationField(
        Organisation.objects.none(),
        label=_("Order for"),
        required=False,
        empty_label=_("Myself"),
    )
    gift_message = forms.CharField(
        label=_("What the card says"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    gift_from = forms.CharField(
        label=_("From"),
        required=False,
        max_length=25,
        help_text=_("Your name as the card gives it."),
    )
    keep_address = forms.BooleanField(label=_("Keep this address for next time"), required=False)
    voucher = forms.CharField(
        label=_("Coupon or welfare code"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    fresh_terms = forms.BooleanField(
        label=_(
            "I know that fresh produce cannot be sent back within seven days without a reason. "
            "Damaged or spoilt goods are still made good."
        ),
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.is_authenticated:
            self.fields["organisation"].queryset = Organisation.objects.of_member(user)
        else:
            del self.fields["organisation"], self.fields["keep_address"]
        self.fields["hall"].widget.choices = self.hall_choices
        for name in (*PLACE, "paste", "hall", "voucher"):
            self.fields[name].widget.attrs |= {
                "hx-post": reverse_lazy("checkout_address"),
                "hx-trigger": "input changed delay:400ms" if name == "paste" else "change",
                "hx-target": "#address",
                "hx-sync": "#address:replace",
            }
        if self.chosen_hall:
            for name in ADDRESS:
                del self.fields[name]

    @cached_property
    def halls(self) -> dict[str, Counter]:
        return {hall.code: hall for hall in Counter.objects.handing_over()}

    def hall_choices(self) -> list[tuple[str, str]]:
        named = [
            (code, f"{hall.place.name} · {hall.name} · {hall.pick_up_street}")
            for code, hall in self.halls.items()
        ]
        return [("", _("Sent to an address")), (_("I pick it up myself"), named)]

    @property
    def chosen_hall(self) -> Counter | None:
        code = self["hall"].value()
        return self.halls.get(code) if code else None

    def clean_hall(self):
        if self.cleaned_data["hall"] and not self.chosen_hall:
            raise forms.ValidationError(_("Parcels can't be picked up there. Please choose again."))
        return self.chosen_hall

    @property
    def voucher_code(self) -> str:
        """As it is typed so far, without blanks and in capitals."""
        return re.sub(r"\s", "", self["voucher"].value() or "").upper()

    def clean_token(self):
        """One that no page of ours made is a new one: the order is not refused for it."""
        token = self.cleaned_data["token"]
        return token if re.fullmatch(r"[0-9A-Za-z]{22}", token) else new_token()

    def clean(self):
        cleaned = super().clean()
        if "phone" in cleaned:
            self.clean_phone_of(cleaned.get("organisation"))
        for given, missing in (("gift_message", "gift_from"), ("gift_from", "gift_message")):
            if cleaned.get(given) and not (cleaned.get(missing) or self.errors.get(missing)):
                self.add_error(missing, _("A card needs both: what it says, and from whom."))
        return cleaned

    def clean_phone_of(self, organisation: Organisation | None) -> None:
        """Units may be called on a land line."""
        typed = self.cleaned_data["phone"]
        phone = phone_or_none(typed) if organisation else mobile_or_none(typed)
        if phone:
            self.cleaned_data["phone"] = phone
        else:
            self.add_error(
                "phone",
                _("This is not a mobile phone number of China: it has 11 digits, 13800138000."),
            )

    def ask_for_terms(self, fresh: bool) -> None:
        """Only who buys fresh produce is asked to confirm what holds for it, and has to."""
        if not fresh:
            del self.fields["fresh_terms"]
            return
        self.fields["fresh_terms"].required = True
        if self.is_bound and not self.data.get("fresh_terms"):
            self.add_error(
                "fresh_terms",
                _("Your basket holds fresh produce: please confirm this before you order."),
            )

    @property
    def delivery(self) -> dict:
        """What an order is placed with."""
        cleaned = self.cleaned_data
        hall = cleaned["hall"]
        return {
            "receiver": cleaned["receiver"],
            "phone": cleaned["phone"],
            "email": cleaned["email"],
            "destination": hall.place if hall else cleaned["place"],
            "street": hall.pick_up_address if hall else cleaned["street"],
            "hall": hall,
            "gift_message": cleaned["gift_message"],
            "gift_from": cleaned["gift_from"],
            "organisation": cleaned.get("organisation"),
            "fresh_terms": cleaned["fresh_terms"],
        }

    @property
    def address_to_keep(self) -> dict | None:
        """That of somebody signed in who asked for it."""
        wanted = self.cleaned_data.get("keep_address") and "place" in self.cleaned_data
        return wanted and {name: self.cleaned_data[name] for name in OF_AN_ADDRESS}

    @property
    def destination(self) -> str | None:
        """The deepest place chosen so far, once it is more than a province; that of the hall."""
        if hall := self.chosen_hall:
            return hall.place_id
        chosen = [self[name].value() or "" for name in PLACE]
        code = chosen[2] or chosen[1]
        return code if re.fullmatch(r"\d{6}", code, re.ASCII) else None


def filled_in(data, *, from_paste: bool) -> dict:
    """What the buyer has typed, with what the pasted text says in its fields, and no city left
    over from another province."""
    data = data.dict()
    if from_paste:
        address = read_address(data.get("paste", ""))
        found = {"receiver": address.receiver, "phone": address.phone, "street": address.street}
        data |= {name: text for name, text in found.items() if text}
        if address.place:
            codes = [*line_down_to(address.place), "", ""]
            data |= dict(zip(PLACE, codes, strict=False))
    return tidied(data)


class FindForm(forms.Form):
    code = forms.CharField(
        label=_("Order number"),
        max_length=20,
        help_text=_("8 characters, from the mail or the order's page."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    tail = forms.CharField(
        label=_("Last four digits of the phone"),
        max_length=4,
        validators=[RegexValidator(r"^[0-9]{4}$", _("Please give four digits."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self):
        return re.sub(r"[\s-]", "", self.cleaned_data["code"]).upper()

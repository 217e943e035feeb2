import re
import unicodedata
from collections.abc import Sequence
from functools import cache, partial

from django import forms
from django.core.validators import MinLengthValidator
from django.db.models import Exists, OuterRef
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cms.users.fields import mobile_or_none
from producers.cooperatives.forms import CreditCodeField
from producers.cooperatives.tax_number import validate_tax_number
from producers.regions.models import Region
from shop.buyers.models import Member, Organisation
from shop.catalogue.choices import Choices, provinces
from shop.money import decimal

# A house number, or a word that places a door without one.
FINDABLE = re.compile(r"[0-9０-９一二三四五六七八九十A-Za-z号楼栋幢室村组队院座巷弄里]")
OF_AN_ADDRESS = ("receiver", "phone", "place", "street")
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?", re.ASCII)


def phone_or_none(text: str) -> str | None:
    """A mobile phone, or a land line with its area: 0535-6881234."""
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return mobile_or_none(text) or (number if LANDLINE.fullmatch(number) else None)


def checked_phone(text: str) -> str:
    """Raises ValidationError."""
    if phone := phone_or_none(text):
        return phone
    raise forms.ValidationError(
        _("Please give a phone number of China, like 13800138000 or 0535-6881234.")
    )


def place_field(label, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=6, widget=forms.Select(choices=[])
    )


class PlaceForm(forms.Form):
    """A place chosen from the province down. Municipalities have no prefecture, and some
    prefectures no county: the deepest choice must be a place without parts."""

    province = place_field(_("Province"), required=True)
    city = place_field(_("City or district"), required=False)
    county = place_field(_("County or district"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Asked of the database once, though the page comes back to it.
        self.places_below = cache(places_below)
        for name, above in (("province", None), ("city", "province"), ("county", "city")):
            self.fields[name].widget.choices = partial(self.choices_below, above)

    def redrawn_at(self, address, *, target: str) -> None:
        """As soon as a place is chosen, that address draws `target` anew, with the places in it.
        Arrow keys choose each place they pass: only the last one is waited for."""
        for name in ("province", "city", "county"):
            self.fields[name].widget.attrs |= {
                "hx-post": address,
                "hx-target": target,
                "hx-sync": f"{target}:replace",
            }

    def choices_below(self, above: str | None) -> list[tuple[str, str]]:
        if above is None:
            places = provinces()
        else:
            code = self[above].value()
            places = self.places_below(code) if code else []
        return [("", _("Choose…")), *places]

    def place_fields(self) -> list[forms.BoundField]:
        """Those that have something to choose from, for the page: all that are shown are needed."""
        shown = ["province"]
        for name, above in (("city", "province"), ("county", "city")):
            if len(self.choices_below(above)) > 1 or self[name].errors:
                self.fields[name].required = True
                shown.append(name)
        return [self[name] for name in shown]

    def clean(self):
        cleaned = super().clean()
        chosen = [cleaned.get(name) for name in ("province", "city", "county")]
        chosen = [code for code in chosen if code]
        if not chosen or self.errors.keys() & {"province", "city", "county"}:
            return cleaned
        place = place_with_parts(chosen[-1])
        if place is None or line_down_to(place) != chosen:
            self.add_error("province", _("There is no such place. Please choose it again."))
        elif place.has_parts:
            deeper = "city" if place.parent_id is None else "county"
            self.add_error(deeper, _("Please choose the place within %s.") % place.name)
        else:
            cleaned["place"] = place
        return cleaned


def places_below(code: str) -> Choices:
    if "\0" in code:
        return []
    places = Region.objects.in_force().filter(parent=code).order_by("code")
    return [(place.code, place.name) for place in places]


def place_with_parts(code: str) -> Region | None:
    parts = Region.objects.in_force().filter(parent=OuterRef("code"))
    places = Region.objects.in_force().select_related("parent__parent")
    return places.annotate(has_parts=Exists(parts)).filter(code=code).first()


def line_down_to(place: Region) -> list[str]:
    line = []
    while place:
        line.insert(0, place.code)
        place = place.parent
    return line


def tidied(typed: dict) -> dict:
    """What was chosen, with no city left over from another province and no county from another
    city."""
    if typed.get("city", "")[:2] != typed.get("province", "")[:2]:
        typed["city"] = ""
    if typed.get("county", "")[:4] != typed.get("city", "")[:4]:
        typed["county"] = ""
    return typed


class OrganisationForm(PlaceForm, forms.ModelForm):
    tax_number = CreditCodeField(
        label=_("Tax number"),
        help_text=_("The unified social credit code: 18 digits and capitals."),
        validators=[validate_tax_number],
    )

    class Meta:
        model = Organisation
        fields = ["name_zh", "kind", "tax_number"]
        help_texts = {"name_zh": _("As it stands on invoices.")}

    field_order = ["name_zh", "kind", "tax_number", "province", "city", "county"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.redrawn_at(reverse_lazy("organisation_new"), target="#place")

    def clean_tax_number(self):
        number = self.cleaned_data["tax_number"]
        if Organisation.objects.filter(tax_number=number).exists():
            raise forms.ValidationError(
                _(
                    "This organisation is registered already: ask whoever keeps its list of "
                    "members to add you."
                )
            )
        return number

    def save(self, commit=True):
        self.instance.region = self.cleaned_data["place"]
        return super().save(commit)


class MemberForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the member"),
        max_length=254,
        help_text=_("They are mailed a link, and can order once they accept."),
    )


class ApprovalForm(forms.Form):
    wanted = forms.BooleanField(
        label=_("A colleague approves orders before they are paid"), required=False
    )
    least = forms.DecimalField(
        label=_("Only orders from so many yuan on"),
        help_text=_("With freight. Leave it empty for all orders."),
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
    )
    approvers = forms.MultipleChoiceField(
        label=_("Who approves"),
        help_text=_("Nobody approves what they ordered themselves: for them, name a second."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, organisation: Organisation, members: Sequence[Member], **kwargs):
        from_fen = organisation.approval_from_fen
        initial = {
            "wanted": from_fen is not None,
            "least": decimal(from_fen) if from_fen else None,
            "approvers": [member.pk for member in members if member.approves],
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.members = members
        self.fields["approvers"].choices = [(member.pk, member.user.name) for member in members]

    def clean_approvers(self) -> list[Member]:
        chosen = self.cleaned_data["approvers"]
        if self.cleaned_data["wanted"] and not chosen:
            raise forms.ValidationError(_("Choose at least one who approves."))
        return [member for member in self.members if str(member.pk) in chosen]

    @property
    def from_fen(self) -> int | None:
        if not self.cleaned_data["wanted"]:
            return None
        return int((self.cleaned_data["least"] or 0) * 100)


class AddressForm(PlaceForm):
    receiver = forms.CharField(
        label=_("Receiver"),
        max_length=25,
        validators=[MinLengthValidator(2)],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    street = forms.CharField(
        label=_("Street, house number, flat"),
        max_length=120,
        validators=[MinLengthValidator(4)],
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def clean_street(self):
        street = self.cleaned_data["street"]
        if not FINDABLE.search(street):
            raise forms.ValidationError(_("Please give a house number or a building."))
        return street


class SavedAddressForm(AddressForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.redrawn_at("", target="#place")

    def clean_phone(self):
        """Who orders for a unit may keep a land line."""
        return checked_phone(self.cleaned_data["phone"])

    @property
    def address(self) -> dict:
        return {name: self.cleaned_data[name] for name in OF_AN_ADDRESS}

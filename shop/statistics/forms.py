"""What an official asks, as the address of the page says it."""

from datetime import UTC, date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from producers.regions.codes import range_of
from producers.regions.fields import FIRST_DAY, LAST_DAY, DayField
from producers.regions.models import Posting, Region
from shop.buyers.models import Organisation
from shop.catalogue.models import Product
from shop.channels.models import Campaign
from shop.ledger.reach import Reach, Reaches
from shop.statistics import choices
from shop.statistics.question import Buyer, By, Question

SIDES = [
    ("origin", _("Grown in")),
    ("destination", _("Sent to")),
    ("buyer_region", _("Bought by")),
]
FIRST_MOMENT, LAST_MOMENT = (
    datetime(year, 1, 1, tzinfo=UTC) for year in (FIRST_DAY.year, LAST_DAY.year + 1)
)
MOMENT = "%Y-%m-%dT%H:%M:%S"
# What only the address of rows says.
OF_ROWS = ("key", "across", "across_key", "unconfirmed")
ONLINE = {"online": True, "offline": False}


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self):
        super().__init__({"step": 1}, format=MOMENT)


class MomentField(forms.DateTimeField):
    """A moment of ISO 8601; without an offset in Asia/Shanghai."""

    widget = MomentInput

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        # Of other years no database knows each moment.
        self.validators += [MinValueValidator(FIRST_MOMENT), MaxValueValidator(LAST_MOMENT)]


class MomentForm(forms.Form):
    """As of which moment a page speaks; of now, where none is said."""

    as_of = MomentField(required=False)

    @classmethod
    def said(cls, data) -> datetime | None:
        form = cls({"as_of": data.get("as_of")})
        return form.cleaned_data["as_of"] if form.is_valid() else None


class QuestionForm(forms.Form):
    """Everything is optional: what is not said is this year, and all of one's own region."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
    side = forms.ChoiceField(label=_("Which goods"), choices=SIDES, required=False)
    region = forms.CharField(label=_("Place"), max_length=6, required=False)
    other = forms.CharField(label=_("Other side"), max_length=6, required=False)
    product = forms.CharField(
        label=_("Product"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "products", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    pairing = forms.ChoiceField(label=_("Pairing"), required=False)
    recognised = forms.BooleanField(label=_("Recognised goods only"), required=False)
    online = forms.ChoiceField(
        label=_("Way of sale"),
        choices=[("", _("Any")), ("online", _("Online")), ("offline", _("Offline"))],
        required=False,
    )
    buyer = forms.ChoiceField(
        label=_("Buyers"), choices=[("", _("All")), *Buyer.choices], required=False
    )
    by = forms.ChoiceField(
        label=_("Taken apart by"),
        choices=[choice for choice in By.choices if choice[0] not in (By.DAY, By.MONTH)],
        required=False,
    )
    as_of = MomentField(
        label=_("As recorded until"),
        help_text=_("Empty is now. What was reported later is left out."),
        required=False,
    )
    # One of these is reached from a ranking, by its key.
    cooperative = forms.CharField(
        label=_("Cooperative"), max_length=18, required=False, widget=forms.HiddenInput
    )
    organisation = forms.CharField(
        label=_("Organisation"), max_length=20, required=False, widget=forms.HiddenInput
    )
    campaign = forms.CharField(
        label=_("Hall, livestream or fair"), max_length=30, required=False, widget=forms.HiddenInput
    )
    # Of one line, of what it goes across, and of what nobody confirmed, where rows are asked for.
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    across = forms.ChoiceField(choices=By.choices, required=False, widget=forms.HiddenInput)
    across_key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    unconfirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, postings: list[Posting], reaches: Reaches, by: str = ""):
        own = reaches.today(postings[0].region_id or "")
        said = {name: value for name, value in data.items() if value}
        side = said.get("side") or choices.usual_side(own)
        usual = {
            "since": timezone.localdate().replace(month=1, day=1).isoformat(),
            "until": timezone.localdate().isoformat(),
            "side": side,
            "region": own,
            "by": by or (By.DESTINATION_PROVINCE if side == "origin" else By.ORIGIN_COUNTY),
        }
        # What is left empty is as usual, and the form shows what that is.
        super().__init__({**usual, **said})
        self.postings = postings
        self.reaches = reaches
        self.products = choices.products_known_to(postings, reaches)
        self.one_product: Product | None = None
        # The one cooperative, organisation, campaign asked for.
        self.parties: dict[str, Cooperative | Organisation | Campaign] = {}
        for name in ("category", "channel", "pairing"):
            offered = getattr(choices, f"{name}_choices")()
            self.fields[name].choices = [("", _("All")), *offered]

    def clean_region(self) -> str:
        return self.place_of_today("region")

    def clean_other(self) -> str:
        return self.place_of_today("other")

    def place_of_today(self, name: str) -> str:
        code = self.cleaned_data[name]
        if not code:
            return ""
        try:
            return self.reaches.today(range_of(code)[0])
        except ValueError:
            raise ValidationError(_("Choose a place from the list.")) from None

    def clean_product(self) -> str:
        """By its key, or by a name only one product has."""
        said = self.cleaned_data["product"].strip()
        if not said:
            return ""
        self.one_product = choices.product_called(said, self.products)
        if self.one_product is None:
            raise ValidationError(
                _("No product is called “%(name)s”, or several are. Choose one from the list."),
                params={"name": said},
            )
        return said

    def clean_cooperative(self) -> str:
        return self.party("cooperative")

    def clean_organisation(self) -> str:
        return self.party("organisation")

    def clean_campaign(self) -> str:
        return self.party("campaign")

    def party(self, name: str) -> str:
        code = self.cleaned_data[name]
        if code:
            self.parties[name] = choices.party_called(name, code, self.postings, self.reaches)
            if self.parties[name] is None:
                raise ValidationError(_("There is none with this number, or none you deal with."))
        return code

    def clean(self):
        asked = super().clean()
        if {"since", "until"} <= asked.keys() and asked["since"] > asked["until"]:
            self.add_error("until", _("The last day is before the first. Change one of them."))
        for name in ("region", "other"):
            if asked.get(name) and asked[name] not in self.places:
                self.add_error(name, _("Choose a place from the list."))
        return asked

    @cached_property
    def places(self) -> dict[str, Region]:
        """The places the form shows: those asked for and one's own, what they lie in and what lies
        in them, and all provinces. One query."""
        asked = [self.cleaned_data.get(name) for name in ("region", "other")]
        own = [posting.region_id for posting in self.postings]
        return choices.places_around([*asked, *own])

    def offer_places(self) -> None:
        """Lists to choose places from, now that it is known which are asked for."""
        own = [posting.region_id for posting in self.postings]
        asked = getattr(self, "cleaned_data", {})
        if asked.get("side", "origin") == "origin":
            self.fields["other"].label = _("Sent to")
        else:
            self.fields["other"].label = _("Grown in")
        for name, roots in (("region", own), ("other", [None])):
            offered = choices.place_choices(self.places, roots=roots, chosen=asked.get(name, ""))
            offered = [("", _("The whole country")), *offered] if None in roots else offered
            self.fields[name].widget = forms.Select(choices=offered)

    @property
    def is_own(self) -> bool:
        """Nobody asks outside the places they are posted to."""
        return self.is_own_place(self.cleaned_data.get("region", ""))

    def is_own_place(self, code: str) -> bool:
        return any(
            posting.region_id is None or (code and self.lies_in(code, posting.region_id))
            for posting in self.postings
        )

    def lies_in(self, code: str, own: str) -> bool:
        first, last = range_of(code)
        reach = self.reaches.of(own)
        return reach.first <= first and last <= reach.last

    @property
    def reach_of_origin(self) -> Reach | None:
        """Where the products one may choose from grow."""
        asked = getattr(self, "cleaned_data", {})
        name = "region" if asked.get("side") == "origin" else "other"
        code = asked.get(name)
        return self.reaches.of(code) if code else None

    def question(self, **changes) -> Question:
        asked = self.cleaned_data | changes
        places = {asked["side"]: asked["region"], opposite(asked["side"]): asked["other"]}
        return Question(
            first=asked["since"],
            last=asked["until"],
            **{side: self.reaches.of(code) for side, code in places.items() if code},
            product=self.one_product and self.one_product.pk,
            category=asked["category"],
            channels=choices.parts_of_channel(asked["channel"]),
            pairings=choices.pairings_between(asked["pairing"]),
            recognised=True if asked["recognised"] else None,
            online=ONLINE.get(asked["online"]),
            buyer=asked["buyer"],
            **{name: party.pk for name, party in self.parties.items()},
            by=asked["by"],
            compare=True,
            as_of=asked["as_of"],
        )

    def told(self, **changes) -> dict[str, str]:
        """What the address of a page says that asks the same, but for the changes. A key may be
        empty: that of what is outside any pairing."""
        asked = self.cleaned_data | dict.fromkeys(OF_ROWS, "") | changes
        said = {name: as_told(asked[name]) for name in self.fields if asked[name]}
        return said | {name: changes[name] for name in ("key", "across_key") if name in changes}


def opposite(side: str) -> str:
    return "destination" if side == "origin" else "origin"


def as_told(value) -> str:
    match value:
        case True:
            return "on"
        case datetime():
            # To the last digit: what is recorded within the same second may be later.
            return timezone.localtime(value).replace(tzinfo=None).isoformat()
        case date():
            return value.isoformat()
    return str(value)

from functools import cache
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from producers.harvests.models import Lot
from producers.regions.models import Pairing, Posting, Region
from producers.regions.posts import reach
from shop.buyers.models import BuyerKind, Organisation
from shop.catalogue.models import Category, Product
from shop.channels.models import Campaign, Channel
from shop.ledger.among import Among
from shop.ledger.append_only import AppendOnly
from shop.ledger.reach import Reaches

models.CharField.register_lookup(Among)


class ChannelReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reports an official handed in, those of places they are posted to, and those with rows
        they may read."""
        if not user.is_authenticated:
            return self.none()
        postings = Posting.objects.of(user)
        if any(posting.region_id is None for posting in postings):
            return self
        rows = Entry.objects.visible_to(user).filter(report_line__report=OuterRef("pk"))
        of_their_places = reach(postings, county="region")
        return self.filter(Q(handed_in_by=user) | of_their_places | Exists(rows))

    def counted(self):
        """Those whose rows count."""
        return self.filter(status__in=ChannelReport.COUNTED)


class ChannelReport(models.Model):
    """A file of sales made elsewhere, as it was handed in. `region` is the place that reports; none
    where the operator or the nation does. `corrects` is the first report of the same sales: a
    corrected one counts in place of all before it. `status` is the shadow of its events."""

    class Status(models.TextChoices):
        HANDED_IN = "handed_in", _("handed in")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REPLACED = "replaced", _("replaced by a correction")

    COUNTED = (Status.HANDED_IN, Status.ACCEPTED)

    channel = models.ForeignKey(Channel, models.PROTECT)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.HANDED_IN)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    handed_in_at = models.DateTimeField(auto_now_add=True)

    objects = ChannelReportQuerySet.as_manager()

    class Meta:
        ordering = ["-handed_in_at", "-id"]

    @property
    def papers(self):
        """What shows its sales, without the papers themselves."""
        return self.evidence.defer("content")

    @property
    def first_of_its_sales(self) -> "ChannelReport":
        return self.corrects or self


class ReportLine(models.Model):
    """A line of a report: where it stands in the file, and all it said. A line that was taken back
    and handed in again, or corrected, is the same line in a later version."""

    report = models.ForeignKey(ChannelReport, models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()
    # Digests of what the line, and the parcel it is part of, are known by.
    key = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    parcel_key = models.CharField(max_length=64, blank=True, db_index=True)
    order_no = models.CharField(max_length=60, blank=True, db_index=True)
    values = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="report_line_version_once")
        ]

    @property
    def source(self) -> str:
        """What the ledger knows the sale by."""
        return source_of(self.key, self.version)


def source_of(key: str, version: int) -> str:
    return f"report:{key}" if version == 1 else f"report:{key}#{version}"


class Direction(models.TextChoices):
    NONE = "", _("outside a pairing")
    WEST_TO_EAST = "west_to_east", _("west to east")
    EAST_TO_WEST = "east_to_west", _("east to west")


# All that most figures need of a row, so that they read it from an index and not the wide table.
OF_A_FIGURE = [
    "channel",
    "origin",
    "destination",
    "buyer_region",
    "product",
    "category",
    "cooperative",
    "organisation",
    "campaign",
    "online",
    "buyer_kind",
    "recognised",
    "pairing",
    "kind",
    "amount_fen",
    "weight_g",
    "parcel_count",
    "product_count",
]


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows an official may read: grown in, sent to or bought by a place they are posted to
        today. Posted to the whole country, all. Nobody else reads the ledger."""
        if not user.is_authenticated:
            return self.none()
        return self.concerning(Posting.objects.of(user), Reaches())

    def as_listed(self):
        """With what a list of rows says of each, and where it is from."""
        return self.select_related("channel", "pairing", "report_line__report__handed_in_by")

    def standing(self):
        """Sales and refunds that were not taken back by a correction."""
        taken_back = Entry.objects.filter(answers=OuterRef("pk"), kind=Entry.Kind.CORRECTION)
        return self.exclude(kind=Entry.Kind.CORRECTION).filter(~Exists(taken_back))

    def with_what_stands(self):
        """Sales with the key of the one that counts for each as `stands_as`: it, or its line in a
        later version; none where the line was taken back. An order's sale is refunded only."""
        of_the_line = Entry.objects.standing().filter(
            kind=Entry.Kind.SALE, report_line__key=OuterRef("report_line__key")
        )
        stands_as = Case(
            When(report_line=None, then="pk"), default=Subquery(of_the_line.values("pk")[:1])
        )
        return self.annotate(stands_as=stands_as)

    def counted_elsewhere(self, keys: list[str]):
        """Sales and refunds of lines that were taken back as the box of a row that counts."""
        counted = Entry.objects.filter(same_boxes__line__key__among=keys).with_what_stands()
        lines = counted.filter(stands_as__isnull=False).values("same_boxes__line")
        return self.exclude(kind=Entry.Kind.CORRECTION).filter(report_line__in=lines)

    def concerning(self, postings, reaches: Reaches):
        """Rows that concern the place of one of the postings at least."""
        if any(posting.region_id is None for posting in postings):
            return self
        seen = Q(pk__in=[])
        for posting in postings:
            reach = reaches.of(posting.region_id)
            seen |= reach.q("origin") | reach.q("destination") | reach.q("buyer_region")
        return self.filter(seen)


class Entry(models.Model):
    """A row of the sales ledger: one a paid order line, a refund, a line of a report, or a
    correction. Every figure is a sum over these rows; none is ever changed or removed.

    Amounts are goods paid, without freight, less discount. Places are the codes of the day: what
    they count for today is asked of the regions. A negative row names the row it answers. The
    digest is of all the row says, so that a row changed behind the trigger is found and named.
    """

    class Kind(models.TextChoices):
        SALE = "sale", _("sale")
        REFUND = "refund", _("refund")
        CORRECTION = "correction", _("correction")

    source = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    amount_fen = models.BigIntegerField()
    weight_g = models.BigIntegerField()
    parcel_count = models.SmallIntegerField(default=0)
    product_count = models.SmallIntegerField(default=0)
    packs = models.IntegerField(default=0)
    pack_zh = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=6)
    origin_name = models.CharField(max_length=60)
    destination = models.CharField(max_length=6)
    destination_name = models.CharField(max_length=60)
    buyer_region = models.CharField(max_length=6)
    product = models.ForeignKey(Product, models.PROTECT, related_name="entries", db_index=False)
    product_name = models.CharField(max_length=60)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", db_index=False)
    cooperative = models.ForeignKey(
        Cooperative, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    supplier_name = models.CharField(max_length=80, blank=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="entries", db_index=False)
    online = models.BooleanField()
    buyer_kind = models.CharField(max_length=20, choices=BuyerKind.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    organisation_name = models.CharField(max_length=80, blank=True)
    recognised = models.BooleanField(default=False)
    recognition_number = models.CharField(max_length=40, blank=True)
    pairing = models.ForeignKey(
        Pairing, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    direction = models.CharField(max_length=12, choices=Direction.choices, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    order_code = models.CharField(max_length=8, blank=True)
    report_line = models.ForeignKey(
        ReportLine, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    digest = models.CharField(max_length=32, default="", editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger row")
        verbose_name_plural = _("sales ledger")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="sale", answers=None, amount_fen__gte=0)
                | Q(kind="refund", answers__isnull=False, amount_fen__lte=0)
                | Q(kind="correction", answers__isnull=False),
                name="entry_negative_row_answers",
            ),
            models.UniqueConstraint(
                fields=["answers"], condition=Q(kind="correction"), name="entry_corrected_once"
            ),
            models.CheckConstraint(
                condition=Q(pairing=None, direction="")
                | (Q(pairing__isnull=False) & ~Q(direction="")),
                name="entry_pairing_has_direction",
            ),
        ]
        indexes = [
            # A place has too many rows of its own to look each up in the table.
            models.Index(
                fields=["origin", "occurred_on"],
                include=[name for name in OF_A_FIGURE if name != "origin"],
                name="entry_origin_day",
            ),
            # Of two places the one sent to is looked up; the index says what is of the other.
            models.Index(
                fields=["destination", "occurred_on", "origin"],
                include=[name for name in OF_A_FIGURE if name not in ("destination", "origin")],
                name="entry_destination_day",
            ),
            models.Index(fields=["product", "occurred_on"], name="entry_product_day"),
            models.Index(F("order_code"), name="entry_order", condition=~Q(order_code="")),
            models.Index(
                fields=["buyer_region", "occurred_on", "origin"], name="entry_buyer_region_day"
            ),
            models.Index(
                fields=["cooperative", "occurred_on"],
                name="entry_cooperative_day",
                condition=Q(cooperative__isnull=False),
            ),
            models.Index(
                fields=["organisation", "occurred_on"],
                name="entry_organisation_day",
                condition=Q(organisation__isnull=False),
            ),
            models.Index(
                fields=["campaign", "occurred_on"],
                name="entry_campaign_day",
                condition=Q(campaign__isnull=False),
            ),
            models.Index(
                fields=["report_line"],
                name="entry_report_line",
                condition=Q(report_line__isnull=False),
            ),
            models.Index(fields=["occurred_on", *OF_A_FIGURE], name="entry_day"),
            # What came late is few rows of many days.
            models.Index(fields=["occurred_on", "recorded_at"], name="entry_recorded"),
            AppendOnly(name="entry_refuses_update", refuses="update"),
            AppendOnly(name="entry_refuses_delete", refuses="delete"),
        ]


class SameBox(models.Model):
    """That a line tells of the box another row counts, as somebody decided who compared them: while
    that one counts, told again as it was, the line does not. Appended, never changed."""

    line = models.ForeignKey(ReportLine, models.PROTECT, related_name="same_boxes")
    counted = models.ForeignKey(Entry, models.PROTECT, related_name="same_boxes")

    class Meta:
        indexes = [
            AppendOnly(name="samebox_refuses_update", refuses="update"),
            AppendOnly(name="samebox_refuses_delete", refuses="delete"),
        ]


class Note(models.Model):
    """Of a row of the ledger, with what most figures ask of it, so that they need not look it up.
    Written in the transaction that writes the row."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    channel_id = models.CharField(max_length=10)
    origin = models.CharField(max_length=6)
    destination = models.CharField(max_length=6)
    buyer_region = models.CharField(max_length=6)
    category_id = models.CharField(max_length=3)
    online = models.BooleanField()
    buyer_kind = models.CharField(max_length=20)
    recognised = models.BooleanField()
    pairing_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    @classmethod
    @cache
    def repeated(cls) -> list[str]:
        """What it says as its row does, by their common names."""
        of_rows = {field.attname for field in Entry._meta.concrete_fields}
        names = [field.attname for field in cls._meta.concrete_fields]
        return [name for name in names if name in of_rows]

    @classmethod
    def of(cls, entry: Entry, **more) -> Self:
        return cls(entry_id=entry.pk, **{n: getattr(entry, n) for n in cls.repeated()}, **more)


class Pending(Note):
    """A ledger row no summary has taken in yet, with all that figures ask of it. Deleted in the
    transaction that updates the summaries: a watermark by id would lose rows that commit late."""

    kind = models.CharField(max_length=10)
    product_id = models.BigIntegerField()
    cooperative_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    campaign_id = models.BigIntegerField(null=True)
    amount_fen = models.BigIntegerField()
    weight_g = models.BigIntegerField()
    parcel_count = models.SmallIntegerField()
    product_count = models.SmallIntegerField()


class Unconfirmed(Note):
    """A sale made offline that nobody confirmed, or what answers one. Deleted in the transaction
    that confirms the sale."""

    amount_fen = models.BigIntegerField()

    class Meta:
        indexes = [
            # All but the row's key, so that it is added up from here alone.
            models.Index(
                fields=[
                    "occurred_on",
                    "channel_id",
                    "origin",
                    "destination",
                    "buyer_region",
                    "category_id",
                    "online",
                    "buyer_kind",
                    "recognised",
                    "pairing_id",
                    "recorded_at",
                    "amount_fen",
                ],
                name="unconfirmed_day",
            )
        ]


class LotSale(Note):
    """The lot that the goods of a paid order line came from. Never changed."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+", db_index=False)
    product_id = models.BigIntegerField()
    cooperative_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    campaign_id = models.BigIntegerField(null=True)
    weight_g = models.BigIntegerField()

    class Meta:
        indexes = [
            # Of each lot the days asked are looked up, and the rest is told before a note is read.
            models.Index(
                fields=[
                    "lot",
                    "occurred_on",
                    "channel_id",
                    "origin",
                    "destination",
                    "buyer_region",
                    "product_id",
                    "category_id",
                    "cooperative_id",
                    "organisation_id",
                    "campaign_id",
                    "online",
                    "buyer_kind",
                    "recognised",
                    "pairing_id",
                    "weight_g",
                    "entry",
                ],
                name="lotsale_lot_day",
            )
        ]


class Evidence(models.Model):
    """A paper that shows sales made offline: a contract, a receipt, a delivery note. It lies in the
    database so that it is saved and restored with the rows, and nobody reads it by its address."""

    report = models.ForeignKey(ChannelReport, models.PROTECT, related_name="evidence")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]


class ConfirmedSale(models.Model):
    """That a sale made offline took place: the other side says so, or a paper shows it. Appended,
    never changed; the first that says so is enough."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="confirmed")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="sales")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

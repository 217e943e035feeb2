from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from shop.ledger.append_only import AppendOnly
from shop.orders.models import Order, OrderLine, Parcel
from shop.payments.models import RefundLine


class InvoiceRequestQuerySet(models.QuerySet):
    def current(self):
        """Those that hold: who changes their mind asks anew."""
        same = InvoiceRequest.objects.filter(
            order=OuterRef("order"), cooperative=OuterRef("cooperative")
        )
        return self.filter(~Exists(same.filter(pk__gt=OuterRef("pk"))))

    def with_state(self):
        """Each with its `state`, as if it held."""
        State = InvoiceRequest.State
        standing = Invoice.objects.standing().filter(
            request__order=OuterRef("order"), cooperative=OuterRef("cooperative")
        )
        its = {"order": OuterRef("order"), "parcel__cooperative": OuterRef("cooperative")}
        back = Sum("refund_lines__amount_fen", filter=Q(refund_lines__refund__follows=None))
        goods = OrderLine.objects.filter(**its).annotate(back=Coalesce(back, 0))
        freight = Parcel.objects.filter(
            order=OuterRef("order"), cooperative=OuterRef("cooperative"), freight_fen__gt=0
        ).exclude(status=Parcel.Status.CANCELLED)
        is_left = Exists(goods.filter(amount_fen__gt=F("back"))) | Exists(freight)
        return self.annotate(
            state=Case(
                When(Exists(standing.refunded_since()), then=Value(State.REFUNDED)),
                When(Exists(standing.filter(request=OuterRef("pk"))), then=Value(State.ISSUED)),
                When(Exists(standing), then=Value(State.CHANGED)),
                When(is_left, then=Value(State.ASKED)),
                default=Value(State.NOTHING_LEFT),
                output_field=models.CharField(),
            )
        )

    def due(self):
        """Those a cooperative has something to do about."""
        return self.current().with_state().filter(state__in=InvoiceRequest.DUE)


class InvoiceRequest(models.Model):
    """The buyer of a paid order asks one of its cooperatives for an invoice: to whom it is made
    out, and who is told of it. Appended: the last one of an order and cooperative holds."""

    class Kind(models.TextChoices):
        PERSON = "person", _("A person")
        ORGANISATION = "organisation", _("An organisation")

    class Sort(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary invoice")
        SPECIAL = "special", _("Special VAT invoice")

    class State(models.TextChoices):
        ASKED = "asked", _("To be issued")
        ISSUED = "issued", _("Invoice issued")
        CHANGED = "changed", _("Issued, and to be corrected")
        REFUNDED = "refunded", _("Refunded since: a red invoice is due")
        NOTHING_LEFT = "nothing_left", _("Nothing is left to invoice")

    DUE = (State.ASKED, State.CHANGED, State.REFUNDED)
    # What its buyer says; the rest follows.
    SAID = ("kind", "sort", "title", "tax_number", "email")

    order = models.ForeignKey(Order, models.PROTECT, related_name="invoice_requests")
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="invoice_requests")
    # From the form: a double click asks once.
    token = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Since invoices are digital (数电票) a special one (专用发票) asks for no bank and no address.
    sort = models.CharField(max_length=8, choices=Sort.choices, default=Sort.ORDINARY)
    title = models.CharField(max_length=80)
    tax_number = models.CharField(max_length=18, blank=True)
    # Whom it is told; forgotten with the order's phone and address.
    email = models.EmailField(blank=True)
    asked_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = InvoiceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "cooperative", "token"], name="invoice_request_token_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="organisation", tax_number=""),
                name="invoice_request_of_an_organisation_has_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(kind="person", sort="special"),
                name="invoice_request_of_a_person_is_ordinary",
            ),
        ]

    def get_state_display(self) -> str:
        return self.State(self.state).label

    @property
    def said(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.SAID}


class InvoiceQuerySet(models.QuerySet):
    def standing(self):
        """Those no red invoice takes back, without the red ones themselves."""
        return self.filter(amount_fen__gt=0, followed_by=None)

    def refunded_since(self):
        """Those after which money went back, or is to. Of an order a sponsor paid a part of, what
        goes back of one cooperative's goods changes what is the buyer's of another's."""
        back = RefundLine.objects.filter(
            refund__order=OuterRef("request__order"),
            refund__follows=None,
            refund__asked_at__gt=OuterRef("issued_at"),
        )
        own = Q(line__parcel__cooperative=OuterRef("cooperative"))
        return self.filter(Exists(back.filter(own | Q(refund__order__sponsored_fen__gt=0))))


class Invoice(models.Model):
    """What a cooperative issued, as it was: never changed. A red one (红字发票) has an amount below
    zero and follows the one it takes back; a new one in its place follows the red one. The file
    lies in the database, since it may name a person: nobody reads it by an address of its own."""

    class Tax(models.TextChoices):
        """What its cooperative says of the tax. Goods that its farmers grew themselves are free of
        it (增值税法, in force since 2026), and have no special invoice."""

        EXEMPT = "exempt", _("free of tax")
        ONE = "1", "1%"
        THREE = "3", "3%"
        NINE = "9", "9%"
        OTHER = "other", _("another rate, or several")

    request = models.ForeignKey(InvoiceRequest, models.PROTECT, related_name="invoices")
    # The request's: a number is given once by whoever issues.
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=20)
    amount_fen = models.BigIntegerField()
    # Nobody was asked before this was.
    tax = models.CharField(max_length=6, choices=Tax.choices, blank=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    content_type = models.CharField(max_length=20)
    content = models.BinaryField()
    # SHA-256 of the content, in hexadecimal.
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="invoice_number_once"),
            models.UniqueConstraint(fields=["cooperative", "digest"], name="invoice_file_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) | Q(amount_fen__lt=0, follows__isnull=False),
                name="invoice_red_one_follows",
            ),
        ]
        indexes = [
            AppendOnly(name="invoice_refuses_update", refuses="update"),
            AppendOnly(name="invoice_refuses_delete", refuses="delete"),
        ]

    @property
    def is_red(self) -> bool:
        return self.amount_fen < 0

    @property
    def is_special(self) -> bool:
        return self.request.sort == InvoiceRequest.Sort.SPECIAL and self.tax != self.Tax.EXEMPT

    @property
    def file_name(self) -> str:
        return f"{self.number}.{'pdf' if self.content_type == 'application/pdf' else 'ofd'}"

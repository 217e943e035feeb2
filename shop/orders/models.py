from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from producers.harvests.models import Lot
from producers.regions.models import Region
from shop.buyers import masking
from shop.buyers.models import BuyerKind, Member, Organisation
from shop.catalogue.models import Category, Offer, Product
from shop.channels.models import Campaign
from shop.counters.models import Counter
from shop.freight.models import Transport
from shop.gifts.models import Voucher

CONTACT_KEPT = timedelta(days=90)


class Addressed(models.Model):
    """Whom something goes to, and where; the place with its full name of the day."""

    receiver = models.CharField(_("receiver"), max_length=25)
    phone = models.CharField(_("mobile phone"), max_length=20)
    destination = models.ForeignKey(Region, models.PROTECT, related_name="+")
    destination_name = models.CharField(max_length=60)
    street = models.CharField(_("street and house number"), max_length=120)

    class Meta:
        abstract = True

    @property
    def masked_phone(self) -> str:
        return masking.phone(self.phone)


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Orders of one's own and of one's organisations; all, an operator. A cooperative sees
        parcels, a guest shows the order's key: neither comes through here."""
        if not user.is_authenticated:
            return self.none()
        if user.is_operator:
            return self
        own = Organisation.objects.visible_to(user)
        return self.filter(Q(buyer=user) | Q(organisation__in=own))

    def decided_by(self, user):
        """Those that are somebody's to approve: ordered by another, for an organisation whose
        orders they approve."""
        approving = Member.objects.filter(user=user, approves=True, ended_at=None)
        return self.filter(organisation__in=approving.values("organisation")).exclude(buyer=user)

    def to_approve(self):
        """Those that wait for a colleague's word, with who ordered them; the first to run out comes
        first."""
        waiting = self.filter(status=Order.Status.TO_APPROVE)
        return waiting.select_related("organisation", "buyer").order_by("held_until", "id")

    def locked(self, pk: int):
        """The order, for the one who changes it: every verb locks it before payment and lots.
        Call inside a transaction. SQLite has no row locks: its transactions begin with the one
        lock it has."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class Order(Addressed):
    """Goods ordered in one act and paid in one payment. Names, prices, grams and places are
    copies of the day. Its status is the shadow of its last event. One with recipients of its own
    is addressed to who ordered it, and its parcels to them."""

    class Status(models.TextChoices):
        TO_APPROVE = "to_approve", _("Waiting for a colleague's approval")
        PLACED = "placed", _("Waiting for payment")
        PAID = "paid", _("Paid, to be shipped")
        SHIPPED = "shipped", _("Shipped")
        RECEIVED = "received", _("Received")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Not paid in time")

    # Their goods are held until a time, and given back where nothing comes of them.
    UNPAID = (Status.TO_APPROVE, Status.PLACED)

    code = models.CharField(max_length=8, unique=True)
    # From the form: a double click places one order.
    token = models.CharField(max_length=32, unique=True)
    # For a guest's mailed link: the code alone shows nothing.
    key = models.CharField(max_length=32)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="orders"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    buyer_kind = models.CharField(
        max_length=20, choices=BuyerKind.choices, default=BuyerKind.PERSON
    )
    buyer_region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="orders")
    email = models.EmailField(_("e-mail"))
    recipient_count = models.PositiveSmallIntegerField(default=0)
    # Parcels of one who picks up go to this hall, which hands them over by the code.
    hall = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="orders")
    pick_up_code = models.CharField(max_length=8, null=True, unique=True)
    # What is written on the card of a gift, and by whom.
    gift_message = models.CharField(max_length=200, blank=True)
    gift_from = models.CharField(max_length=25, blank=True)
    language = models.CharField(max_length=10)
    goods_fen = models.PositiveBigIntegerField()
    freight_fen = models.PositiveBigIntegerField()
    total_fen = models.PositiveBigIntegerField()
    # What of the total the sponsor of a coupon or quota pays.
    voucher = models.ForeignKey(Voucher, models.PROTECT, null=True, related_name="+")
    sponsored_fen = models.PositiveBigIntegerField(default=0)
    # The buyer's confirmation that fresh goods have no seven-day return: when, and of which text.
    fresh_terms_at = models.DateTimeField(null=True, blank=True)
    fresh_terms_version = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLACED)
    placed_at = models.DateTimeField()
    held_until = models.DateTimeField()
    # Phone and street were needed to deliver, and are no longer.
    contact_masked_at = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_fen=F("goods_fen") + F("freight_fen")), name="order_total_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(voucher=None, sponsored_fen=0)
                | Q(voucher__isnull=False, sponsored_fen__gt=0, sponsored_fen__lte=F("total_fen")),
                name="order_sponsored_at_most_in_full",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-placed_at"], name="order_buyer"),
            models.Index(
                fields=["held_until"],
                name="order_held",
                condition=Q(status__in=["to_approve", "placed"]),
            ),
            models.Index(
                fields=["placed_at"], name="order_unmasked", condition=Q(contact_masked_at=None)
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("order", args=[self.code])

    @property
    def due_fen(self) -> int:
        """What the buyer pays."""
        return self.total_fen - self.sponsored_fen

    @property
    def masked_email(self) -> str:
        return masking.email(self.email)

    @property
    def is_gift(self) -> bool:
        return bool(self.gift_message)

    @property
    def said_at_the_hall(self) -> str:
        """The pick-up code, as long as there is something to pick up."""
        paid = self.status in (self.Status.PAID, self.Status.SHIPPED, self.Status.RECEIVED)
        if not (self.pick_up_code and paid):
            return ""
        to_fetch = self.parcels.filter(handed_over_at=None).exclude(status=Parcel.Status.CANCELLED)
        return self.pick_up_code if to_fetch.exists() else ""

    def goods(self) -> list["OrderLine"]:
        """Its lines, those of the same packs at the same price as one."""
        alike = ("product_zh", "product_en", "origin_name", "net_g", "price_fen")
        sums = self.lines.values(*alike).annotate(
            packs=Sum("packs"), amount_fen=Sum("amount_fen"), first=Min("number")
        )
        return [
            OrderLine(**{name: row[name] for name in (*alike, "packs", "amount_fen")})
            for row in sums.order_by("first")
        ]

    def grams_by_lot(self) -> list[tuple[int, int]]:
        """Lots in id order, as every verb takes them."""
        by_lot = self.lines.order_by("lot_id").values_list("lot_id")
        return list(by_lot.annotate(grams=Sum("weight_g")))

    def happened(self, kind: str, *, at, by=None, reason: str = "", parcel=None) -> None:
        """Write down what happened and let the status follow. Call with the order locked, and
        with the parcel saved as it now is."""
        self.events.create(kind=kind, at=at, by=by, reason=reason, parcel=parcel)
        status = self.status_after(kind)
        if status != self.status:
            self.status = status
            self.save(update_fields=["status"])

    def status_after(self, kind: str) -> str:
        """An order of several parcels is shipped, and received, when its last one is."""
        if kind in OrderEvent.STATUS_AFTER:
            return OrderEvent.STATUS_AFTER[kind]
        if kind == OrderEvent.Kind.CALLED_OFF:
            return self.status_of_what_is_left()
        if kind in OrderEvent.OF_PARCELS:
            behind = OrderEvent.OF_PARCELS[kind]
            if not self.parcels.filter(status__in=behind).exists():
                return kind
        return self.status

    def status_of_what_is_left(self) -> str:
        """Parcels were called off: an order of no other is cancelled, else it is as far as the
        others are."""
        left = set(self.parcels.exclude(status=Parcel.Status.CANCELLED).values_list("status"))
        if not left:
            return self.Status.CANCELLED
        if left == {(Parcel.Status.RECEIVED,)}:
            return self.Status.RECEIVED
        if (Parcel.Status.TO_SHIP,) not in left:
            return self.Status.SHIPPED
        return self.status


class Recipient(Addressed):
    """One of many an organisation sends to in one order."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="recipients")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="recipient_number_once")
        ]


class ParcelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody's own desk sends; all, an operator."""
        return self.filter(cooperative__in=Cooperative.objects.visible_to(user))


class Parcel(models.Model):
    """What one cooperative sends of an order in one kind of transport, to the order's address or
    to one of its recipients; each lot that was sold ahead in a parcel of its own, since it is sent,
    or fails, by itself."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for payment")
        TO_SHIP = "to_ship", _("To be shipped")
        SHIPPED = "shipped", _("Shipped")
        RECEIVED = "received", _("Received")
        CANCELLED = "cancelled", _("Cancelled")

    order = models.ForeignKey(Order, models.PROTECT, related_name="parcels")
    recipient = models.ForeignKey(
        Recipient, models.PROTECT, null=True, blank=True, related_name="parcels"
    )
    number = models.PositiveSmallIntegerField()
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="parcels")
    transport = models.CharField(max_length=10, choices=Transport.choices)
    gross_g = models.PositiveBigIntegerField()
    freight_fen = models.PositiveBigIntegerField()
    ships_within_hours = models.PositiveSmallIntegerField()
    arrives_within_days = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    ship_by = models.DateTimeField(null=True, blank=True)
    # Of what was sold ahead: between these days it is sent.
    promised_from = models.DateField(null=True, blank=True)
    promised_to = models.DateField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    # Where a hall hands it over: since when it lies there.
    arrived_at = models.DateTimeField(null=True, blank=True)
    # … and when it did. A buyer who says it came has not therefore fetched it.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["order_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="parcel_number_once"),
            models.UniqueConstraint(
                fields=["order", "cooperative", "transport"],
                condition=Q(promised_to=None, recipient=None),
                name="parcel_once_a_cooperative",
            ),
            models.UniqueConstraint(
                fields=["recipient", "cooperative", "transport"],
                condition=Q(promised_to=None),
                name="parcel_once_a_recipient",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cooperative", "ship_by"],
                name="parcel_to_ship",
                condition=Q(status="to_ship"),
            ),
            models.Index(
                fields=["shipped_at"], name="parcel_under_way", condition=Q(status="shipped")
            ),
        ]

    # What `address` reads, for whoever shows many parcels.
    ADDRESS = ("order__destination__parent__parent", "recipient__destination__parent__parent")

    @property
    def address(self) -> Addressed:
        return self.recipient or self.order

    @property
    def shows_contact(self) -> bool:
        """Whoever ships sees name, phone and address until 90 days after it came."""
        at_hall = self.arrived_at or (self.order.hall_id and self.shipped_at)
        came = self.received_at or at_hall
        return not came or timezone.now() < came + CONTACT_KEPT

    @property
    def code(self) -> str:
        """What packing lists name it by."""
        return f"{self.order.code}-{self.number}"


class OrderLine(models.Model):
    """Packs of an offer in a parcel, at the price, weight, names and origin of the day."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="lines")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="order_lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="order_lines")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    origin = models.ForeignKey(Region, models.PROTECT, related_name="+")
    origin_name = models.CharField(max_length=60)
    product_zh = models.CharField(max_length=60)
    product_en = models.CharField(max_length=120, blank=True)
    cooperative_zh = models.CharField(max_length=80)
    packs = models.PositiveIntegerField()
    net_g = models.PositiveIntegerField()
    gross_g = models.PositiveIntegerField()
    price_fen = models.PositiveIntegerField()
    amount_fen = models.PositiveBigIntegerField()
    weight_g = models.PositiveBigIntegerField()
    # After receipt, so many hours, spoiled goods can be reported.
    claim_hours = models.PositiveSmallIntegerField(default=24)

    class Meta:
        ordering = ["order_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="order_line_number_once"),
            models.CheckConstraint(
                condition=Q(
                    packs__gt=0,
                    amount_fen=F("packs") * F("price_fen"),
                    weight_g=F("packs") * F("net_g"),
                ),
                name="order_line_adds_up",
            ),
        ]

    @property
    def to(self) -> Addressed:
        """Whom it goes to. Select order and parcel__recipient along."""
        return self.parcel.recipient or self.order

    @property
    def source(self) -> str:
        """How the ledger names it. The order is asked for its code: select it along."""
        return f"order:{self.order.code}:{self.number}"

    @property
    def product_name(self) -> str:
        return self.product_en if get_language() == "en" and self.product_en else self.product_zh


class OrderEvent(models.Model):
    """What happened to an order or one of its parcels: when, by whom, why. Appended only."""

    class Kind(models.TextChoices):
        PLACED = "placed", _("Order placed")
        TO_APPROVE = "to_approve", _("Order placed, to be approved by a colleague")
        APPROVED = "approved", _("Order approved")
        REFUSED = "refused", _("Order not approved, goods released")
        HELD_AGAIN = "held_again", _("Payment came late, goods held again")
        PAID = "paid", _("Payment received")
        PAYMENT_FAILED = "payment_failed", _("Payment failed")
        TRANSFER = "transfer", _("To be paid by bank transfer")
        CANCELLED = "cancelled", _("Order cancelled")
        CALLED_OFF = "called_off", _("Parcel called off")
        EXPIRED = "expired", _("Not paid in time, goods released")
        SHIPPED = "shipped", _("Parcel shipped")
        ARRIVED = "arrived", _("Parcel waits at the hall")
        UNCOLLECTED = "uncollected", _("Nobody fetched the parcel, the buyer was reminded")
        RECEIVED = "received", _("Parcel received")
        REFUND_STARTED = "refund_started", _("Refund started")
        REFUNDED = "refunded", _("Refund confirmed")
        REFUND_FAILED = "refund_failed", _("Refund failed")
        RESENT = "resent", _("Messages sent again")
        MASKED = "masked", _("Phone and address masked")
        ERASED = "erased", _("The buyer's account was erased, personal data masked")

    STATUS_AFTER = {
        Kind.TO_APPROVE: Order.Status.TO_APPROVE,
        Kind.PLACED: Order.Status.PLACED,
        Kind.APPROVED: Order.Status.PLACED,
        Kind.REFUSED: Order.Status.CANCELLED,
        Kind.HELD_AGAIN: Order.Status.PLACED,
        Kind.PAID: Order.Status.PAID,
        Kind.CANCELLED: Order.Status.CANCELLED,
        Kind.EXPIRED: Order.Status.EXPIRED,
    }
    # What happens to parcels one by one, and the parcels that keep the order from being there.
    OF_PARCELS = {
        Kind.SHIPPED: (Parcel.Status.WAITING, Parcel.Status.TO_SHIP),
        Kind.RECEIVED: (Parcel.Status.WAITING, Parcel.Status.TO_SHIP, Parcel.Status.SHIPPED),
    }

    # Colleagues read who took them.
    DECISIONS = (Kind.APPROVED, Kind.REFUSED)

    order = models.ForeignKey(Order, models.PROTECT, related_name="events")
    parcel = models.ForeignKey(Parcel, models.PROTECT, null=True, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from producers.regions.models import Posting, Region
from producers.regions.posts import reach
from shop.ledger.append_only import AppendOnly
from shop.ledger.models import Entry


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officials read what was found in the places they are posted to."""
        postings = list(Posting.objects.of(user)) if user.is_authenticated else []
        return self.filter(reach(postings, county="county")) if postings else self.none()


class Finding(models.Model):
    """Something in the ledger that should not be there, found by a rule, once. What the rule saw is
    in `said` and in the rows; `status` is the shadow of the events."""

    class Rule(models.TextChoices):
        BEYOND_OUTPUT = "beyond_output", _("More sold than the county grew")
        BEYOND_LOT = "beyond_lot", _("More ordered than the lot holds")
        ONE_BUYER = "one_buyer", _("One buyer takes most of a cooperative's sales")
        WAYBILL_TWICE = "waybill_twice", _("One waybill for several orders")
        PRICE = "price", _("Price far from what the county usually gets")
        RECOGNITION = "recognition", _("Recognition that does not fit the sale")
        OWN_COOPERATIVE = "own_cooperative", _("An official works for a cooperative they oversee")
        COUNTED_TWICE = "counted_twice", _("The same box told by two channels")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("a finding", "open")
        ANSWERED = "answered", _("answered")
        CONFIRMED = "confirmed", _("closed: it should not be")
        FALSE_ALARM = "false_alarm", _("closed: false alarm")

    CLOSED = (Status.CONFIRMED, Status.FALSE_ALARM)

    rule = models.CharField(max_length=20, choices=Rule.choices)
    key = models.CharField(max_length=80)
    county = models.ForeignKey(Region, models.PROTECT, related_name="+")
    said = models.JSONField(default=dict)
    rows = models.ManyToManyField(Entry, related_name="findings")
    found_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-found_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["rule", "key"], name="finding_once")]

    @property
    def is_closed(self) -> bool:
        return self.status in self.CLOSED

    @property
    def about(self) -> int | None:
        """The key of the person about whose doings it is: they decide nothing of it."""
        is_of_a_person = self.rule == self.Rule.OWN_COOPERATIVE
        return int(self.key.split(":")[1]) if is_of_a_person else None

    def concerns(self, user) -> bool:
        return self.about == user.pk

    @property
    def is_of_two(self) -> bool:
        return self.rule == self.Rule.COUNTED_TWICE


class FindingEvent(models.Model):
    """What happened to a finding. Appended, never changed."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        ANSWERED = "answered", _("answered")
        CONFIRMED = "confirmed", _("closed: it should not be")
        FALSE_ALARM = "false_alarm", _("closed: false alarm")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=1000, blank=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            AppendOnly(name="findingevent_refuses_update", refuses="update"),
            AppendOnly(name="findingevent_refuses_delete", refuses="delete"),
        ]

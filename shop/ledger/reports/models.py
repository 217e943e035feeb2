from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from producers.regions.codes import line_of
from producers.regions.models import Posting, Region
from producers.regions.posts import reach
from shop.channels.models import Channel
from shop.ledger.models import ChannelReport


class ReportEvent(models.Model):
    """What happened to a report: handed in, accepted, returned, withdrawn, replaced."""

    report = models.ForeignKey(ChannelReport, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=ChannelReport.Status.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]


class ReportedPlace(models.Model):
    """A place a report speaks for: the one that handed it in, or each county it has rows of."""

    report = models.ForeignKey(ChannelReport, models.CASCADE, related_name="places")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "region"], name="reported_place_once")
        ]


class ExpectedReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of places an official is posted to."""
        postings = Posting.objects.of(user) if user.is_authenticated else []
        return self.filter(reach(postings, county="region")) if postings else self.none()


class ExpectedReport(models.Model):
    """Who is expected to report: a channel's sales of a place, every so many months, some days
    after the last of them."""

    class Every(models.IntegerChoices):
        MONTH = 1, _("every month")
        QUARTER = 3, _("every quarter")
        HALF_YEAR = 6, _("every half year")
        YEAR = 12, _("every year")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("Place"))
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="+", verbose_name=_("Channel")
    )
    months = models.PositiveSmallIntegerField(
        _("How often"), choices=Every.choices, default=Every.MONTH
    )
    due_days = models.PositiveSmallIntegerField(_("Days until it is due"), default=10)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = ExpectedReportQuerySet.as_manager()

    class Meta:
        ordering = ["region_id", "channel__position", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "channel", "starts_on"], name="expected_report_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="expected_report_days_in_order",
            ),
        ]


class ProfileQuerySet(models.QuerySet):
    def offered_to(self, postings):
        """Those that ship with the code, and those made for a place that is theirs, lies in it or
        holds it."""
        above = {code for one in postings if one.region_id for code in line_of(one.region_id)}
        of_theirs = self.filter(reach(postings, county="region"))
        return of_theirs | self.filter(Q(region=None) | Q(region__in=above))

    def made_in(self, postings):
        """Those officials made for the places of these postings: theirs to change."""
        return self.filter(reach(postings, county="region"), made_by__isnull=False)


class Profile(models.Model):
    """What a source of reports calls the columns of the sales ledger, and how it writes them. Those
    that ship with the code were made by nobody; one that officials made is for their place."""

    code = models.SlugField(max_length=40, unique=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="profiles")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    # Those that officials made follow those that ship.
    position = models.PositiveSmallIntegerField(default=1000)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh


class ProfileColumn(models.Model):
    """A column of the sales ledger in the files of a source: what it is called there and how it is
    written (a unit such as 斤 or 箱, or a form of days such as %Y%m%d), or, where the file has no
    such column or an empty cell, the value that always holds."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="columns")
    column = models.CharField(max_length=20)
    called = models.CharField(max_length=40, blank=True)
    written = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "column", "called"], name="profile_column_once"
            )
        ]


class Meaning(models.Model):
    """What a place's source means by a word that was not understood, as an official said. The
    latest word counts."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    column = models.CharField(max_length=20)
    said = models.CharField(max_length=60)
    meant = models.CharField(max_length=60)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]


class ReportUploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Until a report is handed in, it is the business of who brought it."""
        return self.filter(by=user) if user.is_authenticated else self.none()


class ReportUpload(models.Model):
    """A file that was brought and is not handed in yet: read, shown with what is wrong or with its
    totals, then handed in. The file stays, since rows of the ledger lead back to it; it lies in
    the database so that it is saved and restored with them, and nobody reads it by its address."""

    class Status(models.TextChoices):
        READING = "reading", _("being read")
        REFUSED = "refused", _("refused")
        READ = "read", _("to be handed in")
        POSTING = "posting", _("being stored")
        POSTED = "posted", _("handed in")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    profile = models.ForeignKey(Profile, models.SET_NULL, null=True, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    corrects = models.ForeignKey(ChannelReport, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.READING)
    asked_at = models.DateTimeField(null=True)
    faults = models.JSONField(default=list)
    preview = models.JSONField(default=dict)
    report = models.ForeignKey(ChannelReport, models.PROTECT, null=True, related_name="uploads")

    objects = ReportUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    @property
    def has_proposals(self) -> bool:
        """Whether a person can say what the words mean that were not understood."""
        return any(fault["proposals"] for fault in self.faults)

    @property
    def is_at_work(self) -> bool:
        return self.status in (self.Status.READING, self.Status.POSTING)

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from producers.regions.codes import range_of
from producers.regions.fields import DayField, NameSelect, RegionField
from producers.regions.models import Region
from shop.channels.models import Channel
from shop.ledger.reports.importing import OWN_CHANNEL
from shop.ledger.reports.models import ExpectedReport, Profile, ReportUpload
from shop.ledger.reports.reading import LARGEST_FILE

NOTHING_CHOSEN = "—"


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, or CSV in UTF-8 or GB 18030, with the columns of the sales ledger."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB: hand it in in parts."),
                params={"most": LARGEST_FILE // 1024 // 1024},
            )
        return file


class ReportForm(FileForm):
    """A file, and what it is a report of. Somebody posted to several places says which reports."""

    field_order = ["profile", "channel", "region", "first_day", "last_day", "file"]
    profile = forms.ModelChoiceField(
        Profile.objects.none(),
        label=_("Source"),
        required=False,
        empty_label=_("Columns as in the sales ledger"),
        help_text=_("How the file names its columns and units."),
    )
    channel = forms.ModelChoiceField(
        Channel.objects.exclude(code=OWN_CHANNEL),
        label=_("Channel"),
        required=False,
        empty_label=_("That of the source"),
    )
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Place that reports"))
    first_day = DayField(label=_("First day"), required=False)
    last_day = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Without days the report is of the months of its rows."),
    )

    def __init__(self, *args, postings, **kwargs):
        super().__init__(*args, **kwargs)
        places = [posting.region for posting in postings]
        self.place = places[0]
        self.fields["profile"].queryset = Profile.objects.offered_to(postings)
        if len(places) == 1:
            del self.fields["region"]
        else:
            codes = [place.pk for place in places if place]
            self.fields["region"].queryset = Region.objects.filter(pk__in=codes)

    def clean(self):
        said = super().clean()
        profile, channel = said.get("profile"), said.get("channel")
        if not profile and not channel:
            self.add_error("channel", _("Choose a source or a channel."))
        if profile and channel and profile.channel_id != channel.pk:
            self.add_error("profile", _("This source does not report for that channel."))
        first, last = said.get("first_day"), said.get("last_day")
        if bool(first) != bool(last) or (first and last < first):
            self.add_error("last_day", _("Give a first and a last day, or neither."))
        return said

    def upload(self, *, by) -> ReportUpload:
        said = self.cleaned_data
        return ReportUpload(
            channel=said["channel"] or said["profile"].channel,
            profile=said["profile"],
            region=said.get("region", self.place),
            first_day=said["first_day"],
            last_day=said["last_day"],
            file_name=said["file"].name[-200:],
            content=said["file"].read(),
            by=by,
        )


class CorrectionForm(FileForm):
    """A corrected file for a report: the whole of it, not only what changed."""

    reason = forms.CharField(label=_("Reason"), max_length=300)

    def upload(self, report, *, by) -> ReportUpload:
        """Of the same source and days as the file it corrects."""
        before = report.uploads.first()
        return ReportUpload(
            channel=report.channel,
            profile=before.profile if before else None,
            region=report.region,
            first_day=before.first_day if before else None,
            last_day=before.last_day if before else None,
            corrects=report,
            reason=self.cleaned_data["reason"],
            file_name=self.cleaned_data["file"].name[-200:],
            content=self.cleaned_data["file"].read(),
            by=by,
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class MeaningForm(forms.Form):
    """What each word that was not understood may mean, to choose from."""

    def __init__(self, *args, faults: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.words = {}
        for fault in faults:
            if fault["proposals"]:
                self.words.setdefault((fault["means"], fault["said"]), fault)
        for number, fault in enumerate(self.words.values()):
            self.fields[f"word-{number}"] = forms.ChoiceField(
                label=format_html(
                    '<span lang="zh-Hans">{}：{}</span>', fault["column"], fault["said"]
                ),
                choices=[("", NOTHING_CHOSEN), *map(tuple, fault["proposals"])],
                required=False,
                widget=NameSelect,
            )

    def clean(self):
        said = super().clean()
        if not any(said.values()):
            raise forms.ValidationError(_("Choose what at least one of the words means."))
        return said

    def meanings(self) -> dict[tuple[str, str], str]:
        chosen = zip(self.words, self.cleaned_data.values(), strict=True)
        return {word: meant for word, meant in chosen if meant}


class ExpectedForm(forms.Form):
    """Who is expected to report, in a place somebody is posted to."""

    region = RegionField(label=_("Place"))
    channel = forms.ModelChoiceField(
        Channel.objects.exclude(code=OWN_CHANNEL), label=_("Channel"), empty_label=_("Choose one")
    )
    months = forms.TypedChoiceField(
        label=_("How often"), choices=ExpectedReport.Every.choices, coerce=int
    )
    due_days = forms.IntegerField(
        label=_("Days until it is due"), min_value=0, max_value=365, initial=10
    )
    starts_on = DayField(label=_("From"))

    def __init__(self, *args, postings, **kwargs):
        super().__init__(*args, **kwargs)
        self.postings = postings

    def clean_region(self):
        region = self.cleaned_data["region"]
        if not any(lies_at_or_below(region, posting.region) for posting in self.postings):
            raise forms.ValidationError(_("This place is none of yours."))
        return region

    def clean(self):
        said = super().clean()
        same = ExpectedReport.objects.filter(
            **{name: said.get(name) for name in ("region", "channel", "starts_on")}
        )
        if not self.errors and same.exists():
            raise forms.ValidationError(_("This report is expected already."))
        return said

    def expected(self) -> ExpectedReport:
        return ExpectedReport.objects.create(**self.cleaned_data)


def lies_at_or_below(region: Region, place: Region | None) -> bool:
    if place is None:
        return True
    first, last = range_of(place.code)
    return first <= region.code <= last

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.channels.models import Channel
from shop.ledger.reports.importing import OWN_CHANNEL
from shop.ledger.reports.reading import LARGEST_FILE


class ReportForm(forms.Form):
    channel = forms.ModelChoiceField(
        Channel.objects.exclude(code=OWN_CHANNEL), label=_("Channel"), empty_label=_("Choose one")
    )
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

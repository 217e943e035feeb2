"""Figures whose corrected value is another than the quoted one: their editors are told."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from shop.notices.telling import tell
from shop.quoting.counting import count, written
from shop.quoting.models import QuotedFigure


def quoted():
    return QuotedFigure.objects.select_related("quoted_by")


def compare(figure: QuotedFigure) -> None:
    """With what the ledger says now. A difference is told once, and again when it is another."""
    now = count(figure)
    figure.corrected_part, figure.corrected_whole = now.part, now.whole
    figure.compared_at = timezone.now()
    with transaction.atomic():
        figure.save(update_fields=["corrected_part", "corrected_whole", "compared_at"])
        if figure.is_revised:
            tell_editor(figure)


def tell_editor(figure: QuotedFigure) -> None:
    language = figure.quoted_by.language
    with translation.override(language):
        tell(
            key=f"figure:{figure.pk}:{figure.as_of.timestamp():.0f}:{figure.corrected_part}"
            f":{figure.corrected_whole}",
            email=figure.quoted_by.email,
            language=language,
            subject=_("A figure on your pages has changed: %(name)s") % {"name": figure.name},
            body=_(
                "%(about)s\n\nYour pages say %(quoted)s, as recorded until %(as_of)s.\nThe sales "
                "ledger now says %(corrected)s.\n\nOpen it under “Reports”, “Figures to revise”: "
                "saving it takes the new value into all pages that quote it."
            )
            % {
                "about": figure.about,
                "quoted": written(figure.measure, figure.part, figure.whole),
                "as_of": timezone.localtime(figure.as_of).strftime("%Y-%m-%d %H:%M"),
                "corrected": written(figure.measure, figure.corrected_part, figure.corrected_whole),
            },
        )

"""The weekly dispatch by mail: on Mondays, once a week to each official who wants it, with the
figures of the page."""

from datetime import date, time, timedelta

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from producers.regions.models import Posting
from producers.regions.posts import posted
from shop.ledger.reach import Reaches
from shop.notices.telling import tell
from shop.statistics.asked import Asked
from shop.statistics.copied import usual_engine
from shop.statistics.dispatch import Dispatch, dispatch, last_monday
from shop.statistics.forms import QuestionForm
from shop.statistics.models import DispatchMail
from shop.statistics.snapshot import one_snapshot

# Not before officials are at their desks on Monday.
FROM = time(7)


def due() -> QuerySet:
    """Who has not been told of the week that is over, and is posted somewhere today."""
    now = timezone.localtime()
    if now.weekday() == 0 and now.time() < FROM:
        return DispatchMail.objects.none()
    at_work = Posting.objects.in_force().filter(user=OuterRef("user"))
    late = DispatchMail.objects.filter(told_week__lt=last_monday(yesterday()))
    return late.filter(Exists(at_work)).select_related("user")


def yesterday() -> date:
    """The last day that is over."""
    return timezone.localdate() - timedelta(days=1)


def mail(wanted: DispatchMail) -> None:
    """Counted first, from one snapshot, and then told in a transaction of its own."""
    with override(wanted.language):
        found = dispatch_for(wanted.user)
        context = {
            "dispatch": found,
            "address": settings.SITE_URL + found.address,
            "end": settings.SITE_URL + reverse("statistics_dispatch_mail_end", args=[wanted.key]),
        }
        subject = _("Weekly dispatch, %(first)s to %(last)s")
        subject %= {"first": found.monday, "last": found.sunday}
        body = render_to_string("statistics/mail/dispatch.txt", context)
    with transaction.atomic():
        tell(
            key=f"dispatch:{found.monday}:{wanted.user_id}",
            email=wanted.user.email,
            language=wanted.language,
            subject=subject,
            body=body,
        )
        wanted.told_week = found.monday
        wanted.save(update_fields=["told_week"])


def dispatch_for(user) -> Dispatch:
    """What the page says to them of the week that is over."""
    postings = list(Posting.objects.of(user))
    until = yesterday()
    # On 1 January the year that is usually asked has no day that is over.
    days = {"since": until.replace(month=1, day=1).isoformat(), "until": until.isoformat()}
    form = QuestionForm(days, postings=postings, reaches=Reaches())
    form.is_valid()
    with one_snapshot():
        return dispatch(Asked(form, usual_engine(form.reaches), "dispatch"))


def is_wanted_by(user) -> bool:
    return DispatchMail.objects.filter(user=user).exists()


@require_POST
@posted
def dispatch_mail(request: HttpRequest, postings: list) -> HttpResponse:
    """From the next Monday on, in the language of the page; whoever has it ends it here."""
    if is_wanted_by(request.user):
        DispatchMail.objects.filter(user=request.user).delete()
        messages.success(request, _("The dispatch is no longer mailed to you."))
    else:
        subscribe(request.user)
        messages.success(request, _("The dispatch is mailed to you each Monday."))
    return redirect("statistics_page", "dispatch")


def subscribe(user) -> None:
    """The first mail is of the week that is not over yet."""
    told = {"language": get_language(), "told_week": last_monday(yesterday())}
    DispatchMail.objects.get_or_create(user=user, defaults=told)


@require_http_methods(["GET", "HEAD", "POST"])
def dispatch_mail_end(request: HttpRequest, key: str) -> HttpResponse:
    """What the mail leads to. Programs that look through mails follow links, so a link alone ends
    nothing."""
    wanted = get_object_or_404(DispatchMail, key=key)
    if request.method == "POST":
        wanted.delete()
    shown = {"is_ended": request.method == "POST"}
    return render(request, "statistics/dispatch_mail_end.html", shown)

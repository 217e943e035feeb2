from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.inviting import Unconfirmed, invited
from producers.regions.posts import posted
from shop.counters.closing import close
from shop.counters.doors import at_counter
from shop.counters.forms import ClerkForm, CounterForm, GoodForm, PickUpForm, SaleForm
from shop.counters.models import Clerk, Counter
from shop.counters.opening import open_counter
from shop.counters.selling import sell, undo
from shop.ledger.reports.faults import ReportRefused

# What is tapped: more are typed.
PACKS = (1, 2, 3, 4, 5, 6, 8, 10)


@require_safe
@login_required
def own_counter(request: HttpRequest) -> HttpResponse:
    """The counter at which somebody sells; of several the first."""
    own = get_list_or_404(Counter.objects.served_by(request.user).distinct())
    return redirect("counter", code=own[0].code)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_counter
def counter(request: HttpRequest, counter: Counter) -> HttpResponse:
    """A good is tapped, then how many packs."""
    form = SaleForm(request.POST or None, counter=counter)
    if form.is_valid():
        sell(by=request.user, **form.cleaned_data)
        messages.success(request, _("Sold."))
        return redirect("counter", code=counter.code)
    goods = counter.goods.filter(stopped_at=None).select_related("product")
    context = {
        "counter": counter,
        "form": form,
        "goods": goods,
        "chosen": next((g for g in goods if str(g.pk) == request.GET.get("good")), None),
        "packs": PACKS,
        "token": get_random_string(32),
        "sales": counter.uncounted,
        "sums": counter.uncounted.aggregate(amount_fen=Sum("amount_fen"), packs=Sum("packs")),
        "closings": counter.closings.select_related("by", "report")[:10],
    }
    return render(request, "counters/counter.html", context, status=422 if form.errors else 200)


@require_POST
@at_counter
def counter_undo(request: HttpRequest, pk: int, counter: Counter) -> HttpResponse:
    if undo(counter, pk):
        messages.success(request, _("Taken back."))
    else:
        messages.error(request, _("This sale was reported or taken back already."))
    return redirect("counter", code=counter.code)


@require_POST
@at_counter
def counter_closing(request: HttpRequest, counter: Counter) -> HttpResponse:
    try:
        closing = close(counter, by=request.user)
    except ReportRefused as refused:
        messages.error(request, " ".join(fault.message for fault in refused.faults[:5]))
        return redirect("counter", code=counter.code)
    if closing:
        messages.success(request, _("The day is closed, and its sales count in the figures now."))
    else:
        messages.info(request, _("Nothing was sold since the last close."))
    return redirect("counter", code=counter.code)


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def counters(request: HttpRequest, postings) -> HttpResponse:
    form = CounterForm(request.POST or None, postings=postings)
    if form.is_valid():
        made = open_counter(form.instance, by=request.user)
        return redirect("counter_setup", code=made.code)
    seen = Counter.objects.visible_to(request.user).select_related("channel", "place")
    return render(
        request,
        "counters/counters.html",
        {"form": form, "counters": seen},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def counter_setup(request: HttpRequest, code: str, postings) -> HttpResponse:
    """What a counter sells, who sells there, and whether it hands over parcels."""
    shown = get_object_or_404(Counter.objects.visible_to(request.user), code=code)
    good_form, clerk_form, pick_up_form = GoodForm(), ClerkForm(), PickUpForm(instance=shown)
    match request.POST.get("do"):
        case "good":
            good_form = GoodForm(request.POST)
            if good_form.is_valid():
                good_form.instance.counter = shown
                good_form.instance.price_fen = int(good_form.cleaned_data["price"] * 100)
                good_form.save()
                return redirect("counter_setup", code=code)
        case "clerk":
            clerk_form = ClerkForm(request.POST)
            if clerk_form.is_valid() and seated(clerk_form, request, shown):
                return redirect("counter_setup", code=code)
        case "pick_up":
            pick_up_form = PickUpForm(request.POST, instance=shown)
            if pick_up_form.is_valid():
                pick_up_form.save()
                return redirect("counter_setup", code=code)
        case "stop":
            key = request.POST.get("good", "")
            shown.goods.filter(pk=key if key.isdecimal() else None, stopped_at=None).update(
                stopped_at=timezone.now()
            )
            return redirect("counter_setup", code=code)
        case "end":
            key = request.POST.get("clerk", "")
            shown.clerks.at_work().filter(pk=key if key.isdecimal() else None).update(
                ends_on=timezone.localdate()
            )
            return redirect("counter_setup", code=code)
    context = {
        "counter": shown,
        "good_form": good_form,
        "clerk_form": clerk_form,
        "pick_up_form": pick_up_form,
        "goods": shown.goods.filter(stopped_at=None).select_related("product"),
        "clerks": shown.clerks.at_work().select_related("user"),
        "closings": shown.closings.select_related("by", "report")[:30],
    }
    refused = good_form.errors or clerk_form.errors or pick_up_form.errors
    return render(request, "counters/setup.html", context, status=422 if refused else 200)


def seated(form: ClerkForm, request: HttpRequest, counter: Counter) -> bool:
    try:
        with transaction.atomic():
            user = invited(form.cleaned_data["email"], request=request)
            if counter.clerks.at_work().filter(user=user).exists():
                raise ValidationError(_("They sell here already."))
            Clerk.objects.create(counter=counter, user=user, starts_on=timezone.localdate())
    except (Unconfirmed, ValidationError) as refused:
        form.add_error("email", refused)
    return not form.errors

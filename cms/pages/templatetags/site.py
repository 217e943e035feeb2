"""What the frame of every page asks: the other language, the basket, what the visitor works at."""

from django import template
from django.contrib.auth.models import Permission
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.legal import legal_facts
from cms.pages.models import SectionPage
from cms.users.models import User
from producers.cooperatives.models import Staff
from producers.regions.models import Posting
from shop.basket.cookies import guest_key
from shop.basket.models import BasketLine
from shop.catalogue.keeping import kept
from shop.counters.models import Clerk

register = template.Library()


@register.simple_tag
def home_url() -> str:
    return home_in(get_language())


def home_in(language: str) -> str:
    with override(language):
        return reverse("wagtail_serve", args=[""])


@register.simple_tag(takes_context=True)
def look(context) -> str:
    """`large` for the elderly: as this address asks, else as the last one asked."""
    request = context.get("request")
    return request.GET.get("look", request.COOKIES.get("look", "")) if request else ""


@register.simple_tag(takes_context=True)
def other_language(context) -> dict:
    """The same page in the other language, and where there is none its home."""
    if get_language() == "en":
        other = {"code": "zh-hans", "tag": "zh-Hans", "label": "中文"}
    else:
        other = {"code": "en", "tag": "en", "label": "English"}
    other["url"] = address_in(other["code"], context)
    return other


def address_in(language: str, context) -> str:
    request = context.get("request")
    page = context.get("page")
    # Django tells a page for what was not found the path that was asked for.
    if request is None or "request_path" in context:
        return home_in(language)
    if isinstance(page, Page):

        def translated() -> str:
            copy = page.get_translations().live().filter(locale__language_code=language)
            found = copy.first()
            return found.get_url(request) if found else home_in(language)

        return kept(f"translated:{page.pk}", context["catalogue_version"], translated)
    return home_in(language) + request.get_full_path().removeprefix(home_in(get_language()))


@register.simple_tag(takes_context=True)
def basket_count(context) -> int:
    """Kinds of packs in the visitor's basket; nothing is asked for a guest who has none, nor on a
    page that has read the basket."""
    if "basket_kinds" in context:
        return context["basket_kinds"]
    request = context.get("request")
    user = context.get("user")
    if user and user.is_authenticated:
        return work_of(user)["basket_kinds"]
    key = request and guest_key(request)
    return BasketLine.objects.filter(basket__key=key, basket__user=None).count() if key else 0


@register.simple_tag(takes_context=True)
def roles(context) -> list[dict]:
    """The doors that stand open to the visitor beyond the market."""
    user = context.get("user")
    if not (user and user.is_authenticated):
        return []
    mine = work_of(user)
    doors = [
        (mine["desk"], "workbench", _("Workbench")),
        (mine["posted"], "statistics", _("Statistics")),
        (mine["posted"], "targets", _("Targets")),
        (mine["posted"], "subsidies", _("Subsidies")),
        (mine["posted"], "bulletins", _("Bulletins")),
        (mine["sells"], "own_counter", _("Counter")),
        (mine["posted"], "reports", _("Channel reports")),
        (mine["posted"], "counters", _("Halls and counters")),
        (mine["posted"], "confirmations", _("To confirm")),
        (mine["posted"], "findings", _("Warnings")),
        (mine["posted"], "approvals", _("Approvals")),
        (mine["operate"] or user.is_superuser, "operator", _("Operator")),
        (mine["access_admin"] or user.is_superuser, "wagtailadmin_home", _("Editing")),
    ]
    return [{"url": reverse(name), "label": label} for is_open, name, label in doors if is_open]


def work_of(user) -> dict:
    """One query for what would be six, on every page somebody signed in sees."""
    if not hasattr(user, "work"):
        user.work = asked_of(user)
    return user.work


def asked_of(user) -> dict:
    in_basket = BasketLine.objects.filter(basket__user=OuterRef("pk")).order_by()
    kinds = in_basket.values("basket__user").annotate(kinds=Count("pk")).values("kinds")
    return (
        User.objects.filter(pk=user.pk)
        .annotate(
            desk=Exists(Staff.objects.at_work().filter(user=OuterRef("pk"))),
            posted=Exists(Posting.objects.in_force().filter(user=OuterRef("pk"))),
            sells=Exists(Clerk.objects.at_work().filter(user=OuterRef("pk"))),
            operate=holds("operate"),
            access_admin=holds("access_admin"),
            basket_kinds=Coalesce(Subquery(kinds), 0),
        )
        .values("desk", "posted", "sells", "operate", "access_admin", "basket_kinds")
        .get()
    )


def holds(codename: str) -> Exists:
    return Exists(
        Permission.objects.filter(codename=codename).filter(
            Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk")),
        )
    )


@register.simple_tag(takes_context=True)
def address_of_pages(context) -> str:
    """Of this list, up to the number of a page."""
    asked = context["request"].GET.copy()
    asked.pop("page", None)
    return f"?{asked.urlencode()}&page=" if asked else "?page="


@register.simple_tag
def sections() -> list:
    """The parts of the editors' pages, at the foot of every page."""
    in_language = SectionPage.objects.live().filter(locale__language_code=get_language())
    return list(in_language.order_by("path"))


register.simple_tag(legal_facts)


@register.filter
def pages_around(paginator, number):
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.doors import need_second_step
from shop.buyers.forms import ApprovalForm, MemberForm, OrganisationForm, tidied
from shop.buyers.inviting import NoInvitation, TooMany, accept, invite, invited_to
from shop.buyers.membership import LastKeeper, end, register
from shop.buyers.models import Member, Organisation

ORDERS_A_PAGE = 20


@require_safe
@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    mine = Organisation.objects.of_member(request.user).select_related("region")
    return render(request, "buyers/organisation_list.html", {"organisations": mine})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "buyers/organisation_new.html", {"form": OrganisationForm()})
    if request.htmx or request.POST.get("step") == "place_chosen":
        form = OrganisationForm(initial=tidied(request.POST.dict()))
        page = "buyers/place.html" if request.htmx else "buyers/organisation_new.html"
        return render(request, page, {"form": form})
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return render(request, "buyers/organisation_new.html", {"form": form})
    made = register(form.save(commit=False), by=request.user)
    messages.success(request, _("You can now order for %(name)s.") % {"name": made.name_zh})
    return redirect("organisation", made.pk)


@require_safe
@login_required
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, organisation_for(request, pk))


def organisation_for(request: HttpRequest, pk: int) -> Organisation:
    visible = Organisation.objects.visible_to(request.user)
    its = get_object_or_404(visible.select_related("region__parent__parent"), pk=pk)
    need_second_step_beside_members(request.user, its)
    return its


def need_second_step_beside_members(user, its: Organisation) -> None:
    """Operators and officials look at an organisation by their work, its members as buyers."""
    if not Organisation.objects.of_member(user).filter(pk=its.pk).exists():
        need_second_step(user)


def show(
    request: HttpRequest,
    its: Organisation,
    form: MemberForm | None = None,
    approval_form: ApprovalForm | None = None,
) -> HttpResponse:
    members = members_of(its)
    orders = Paginator(its.orders.select_related("buyer"), ORDERS_A_PAGE)
    keeps = any(m.keeper and m.user_id == request.user.pk for m in members)
    return render(
        request,
        "buyers/organisation.html",
        {
            "organisation": its,
            "members": members,
            "approvers": [m for m in members if m.approves],
            "rules": its.approval_rules.select_related("by").prefetch_related("approvers__user"),
            "mine": any(m.user_id == request.user.pk for m in members),
            "keeps": keeps,
            "form": form or MemberForm(),
            "approval_form": keeps
            and (approval_form or ApprovalForm(organisation=its, members=members)),
            "to_approve": its.orders.to_approve(),
            "page_obj": orders.get_page(request.GET.get("page")),
        },
    )


def members_of(its: Organisation) -> list[Member]:
    return list(its.members.filter(ended_at=None).select_related("user").order_by("pk"))


@require_POST
@login_required
def members(request: HttpRequest, pk: int) -> HttpResponse:
    its = kept_by(request, pk)
    form = MemberForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invite(its, email=email, by=request.user)
        except TooMany as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(
                request, _("%(email)s is told by mail how to accept.") % {"email": email}
            )
            return redirect("organisation", pk)
    return show(request, its, form)


def kept_by(request: HttpRequest, pk: int) -> Organisation:
    keeper = Member.objects.filter(user=request.user, keeper=True, ended_at=None)
    kept = Organisation.objects.filter(pk__in=keeper.values("organisation"))
    return get_object_or_404(kept.select_related("region__parent__parent"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method == "POST":
            its = accept(token, user=request.user)
            messages.success(request, _("You can now order for %(name)s.") % {"name": its.name_zh})
            return redirect("organisation", its.pk)
        context = {"organisation": invited_to(token, user=request.user)}
    except NoInvitation as refused:
        return render(request, "buyers/invitation.html", {"refused": str(refused)}, status=404)
    return render(request, "buyers/invitation.html", context)


@require_POST
@login_required
def member_end(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """By a keeper, or by the member who leaves."""
    its = organisation_for(request, pk)
    member = get_object_or_404(its.members.select_related("user"), pk=member_id, ended_at=None)
    if member.user_id != request.user.pk:
        kept_by(request, pk)
    try:
        end(member)
    except LastKeeper:
        messages.error(
            request, _("Somebody must keep the list of members: nobody else does it yet.")
        )
        return redirect("organisation", pk)
    messages.success(request, _("%(name)s orders for it no longer.") % {"name": member.user.name})
    if member.user_id == request.user.pk:
        return redirect("organisations")
    return redirect("organisation", pk)

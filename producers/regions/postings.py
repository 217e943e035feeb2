"""Officials make the accounts of the levels below them, and end them by date."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.users.inviting import Unconfirmed, invited
from producers.regions import posting
from producers.regions.forms import PostingEndForm, PostingForm
from producers.regions.models import Posting
from producers.regions.posts import posted


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def posting_list(request, *, postings):
    form = PostingForm(request.POST or None)
    if form.is_valid() and made(form, request, postings):
        messages.success(request, _("Posted. A new account is mailed a link for its password."))
        return redirect("postings")
    below = Posting.objects.below(postings).select_related("user", "region__parent__parent")
    page = Paginator(below.order_by("region_id", "-starts_on", "id"), 50)
    return render(
        request,
        "regions/posting_list.html",
        {
            "form": form,
            "own": postings,
            "page_obj": page.get_page(request.GET.get("page")),
        },
    )


def made(form: PostingForm, request, postings) -> bool:
    given = form.cleaned_data
    email = given.pop("email")
    try:
        with transaction.atomic():
            user = invited(email, request=request)
            posting.post(user=user, by=request.user, postings=postings, **given)
    except Unconfirmed as refused:
        form.add_error("email", refused)
    except ValidationError as refused:
        form.add_error("region", refused)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def posting_end(request, pk, *, postings):
    row = get_object_or_404(Posting.objects.below(postings).select_related("user", "region"), pk=pk)
    form = PostingEndForm(request.POST or None, posting=row)
    if form.is_valid():
        posting.end(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("The last day is set."))
        return redirect("postings")
    return render(request, "regions/posting_end.html", {"form": form, "posting": row})

"""Questions that a person gave a name: their own, and nobody else's."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from producers.regions.posts import posted
from shop.ledger.reach import Reaches
from shop.statistics.forms import QuestionForm
from shop.statistics.models import SavedView
from shop.statistics.pages import PAGES


class NameForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name"]


class SavingForm(NameForm):
    page = forms.ChoiceField(choices=[(slug, slug) for slug in PAGES], required=False)
    asked = forms.CharField(max_length=2000)


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def saved_views(request: HttpRequest, postings: list) -> HttpResponse:
    if request.method == "POST":
        return redirect(save(request, postings))
    views = SavedView.objects.filter(by=request.user)
    return render(request, "statistics/saved_views.html", {"views": views})


def save(request: HttpRequest, postings: list) -> SavedView | str:
    """What it asks is kept as the form understands it. A name that is taken means this from now
    on."""
    form = SavingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give it a name of at most 80 characters."))
        return "statistics_saved_views"
    said = form.cleaned_data
    question = QuestionForm(QueryDict(said["asked"]), postings=postings, reaches=Reaches())
    if not (question.is_valid() and question.is_own):
        raise Http404
    view, _is_new = SavedView.objects.update_or_create(
        by=request.user,
        name=said["name"],
        defaults={"page": said["page"], "asked": urlencode(question.told())},
    )
    messages.success(request, _("Saved. You find it among your saved views."))
    return view


@require_POST
@posted
def saved_view(request: HttpRequest, pk: int, postings: list) -> HttpResponse:
    """Another name for it, which none of the others has."""
    view = get_object_or_404(SavedView.objects.filter(by=request.user), pk=pk)
    form = NameForm(request.POST, instance=view)
    is_taken = SavedView.objects.filter(by=request.user, name=request.POST.get("name", "").strip())
    if form.is_valid() and not is_taken.exclude(pk=pk).exists():
        form.save()
    else:
        messages.error(request, _("Choose a name that none of your saved views has."))
    return redirect("statistics_saved_views")


@require_POST
@posted
def saved_view_removal(request: HttpRequest, pk: int, postings: list) -> HttpResponse:
    get_object_or_404(SavedView.objects.filter(by=request.user), pk=pk).delete()
    return redirect("statistics_saved_views")

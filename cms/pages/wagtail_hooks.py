from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.forms import choosers as links
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.pages.choosers import product_chooser, region_chooser
from cms.pages.figures import FigureViewSet
from cms.pages.picture_rights import PictureRights
from cms.pages.translations import TranslationsReport, side_by_side
from shop.catalogue.models import Picture
from shop.sheets import safe

# In place of Wagtail's own, whichever of the two comes first.
register_permission_policy(Picture, PictureRights(), exact_class=True)

figures = FigureViewSet()
register_snippet(figures)

# Wagtail says these by the English names of the fields.
OF_LINKS = {
    "link_text": _("Link text"),
    "email_address": _("E-mail address"),
    "subject": pgettext_lazy("of a mail", "Subject"),
    "body": pgettext_lazy("of a mail", "Message"),
    "phone_number": _("Phone"),
}
for form in (
    links.ExternalLinkChooserForm,
    links.AnchorLinkChooserForm,
    links.EmailLinkChooserForm,
    links.PhoneLinkChooserForm,
):
    for name, field in form.base_fields.items():
        field.label = OF_LINKS.get(name, field.label)


def as_in_our_tables(written):
    """A cell of a table that Wagtail lets people take away, with none of it a formula."""

    def cell(view, field, value, export_format):
        return safe(written(view, field, value, export_format))

    return cell


SpreadsheetExportMixin.preprocess_field_value = as_in_our_tables(
    SpreadsheetExportMixin.preprocess_field_value
)


@hooks.register("register_admin_viewset")
def choosers():
    return [region_chooser, product_chooser]


class FiguresToRevise(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("shop.change_quotedfigure")


@hooks.register("register_reports_menu_item")
def figures_to_revise():
    """Those of the list of figures whose value is another one now."""
    address = f"{reverse(figures.get_url_name('list'))}?to_revise=on"
    return FiguresToRevise(_("Figures to revise"), address, icon_name="table", name="to-revise")


@hooks.register("register_admin_urls")
def admin_pages():
    report = TranslationsReport
    return [
        path("translations/", report.as_view(), name="translations"),
        path(
            "translations/results/", report.as_view(results_only=True), name="translations_results"
        ),
        path("translations/<int:pk>/", side_by_side, name="translation"),
    ]


@hooks.register("register_reports_menu_item")
def chinese_and_english():
    return MenuItem(
        _("Chinese and English"), reverse("translations"), icon_name="globe", name="translations"
    )


@hooks.register("register_permissions")
def rights():
    """What can be given to a group, beside what Wagtail has."""
    return Permission.objects.filter(content_type__app_label="users", codename="operate")


@hooks.register("construct_page_action_menu")
def no_way_around_the_review(items, request, context):
    """Who may take a page off the site may not, for that, publish one."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "action-publish"]


@hooks.register("before_create_page")
@hooks.register("before_edit_page")
def published_by_review(request, *page):
    forbid(request, "action-publish")


@hooks.register("before_copy_page")
def copied_as_a_draft(request, page):
    forbid(request, "publish_copies")


@hooks.register("before_bulk_action")
def none_of_many_published(request, action_type, objects, action):
    if action_type == "publish" and not request.user.is_superuser:
        raise PermissionDenied


def forbid(request, asked: str) -> None:
    if asked in request.POST and not request.user.is_superuser:
        raise PermissionDenied

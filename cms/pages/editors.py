from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

RIGHTS = ["access_admin", "submit_translation", "add_quotedfigure", "change_quotedfigure"]
PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
PICTURE_RIGHTS = ["add_image", "change_image", "choose_image"]


def editors_group() -> Group:
    """Who writes the site's pages: all of them, in both languages, and the pictures; nothing of
    the market."""
    group, _created = Group.objects.get_or_create(name="Editors")
    group.permissions.add(*Permission.objects.filter(codename__in=RIGHTS))
    root = Page.objects.get(depth=1)
    for right in Permission.objects.filter(codename__in=PAGE_RIGHTS):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
    everything = Collection.get_first_root_node()
    for right in Permission.objects.filter(
        codename__in=PICTURE_RIGHTS, content_type__app_label="wagtailimages"
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=everything, permission=right
        )
    return group

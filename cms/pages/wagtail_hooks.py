from django.contrib.auth.models import Permission
from wagtail import hooks

from cms.pages.choosers import region_chooser


@hooks.register("register_admin_viewset")
def places():
    return region_chooser


@hooks.register("register_permissions")
def rights():
    """What can be given to a group, beside what Wagtail has."""
    return Permission.objects.filter(content_type__app_label="users", codename="operate")

from wagtail import hooks

from cms.pages.choosers import region_chooser


@hooks.register("register_admin_viewset")
def places():
    return region_chooser

"""Who writes the site's pages, and who reads them before everybody does."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.pages.reviewing import ReviewStep

RIGHTS = [
    "access_admin",
    "submit_translation",
    "add_quotedfigure",
    "change_quotedfigure",
    "add_redirect",
    "change_redirect",
    "delete_redirect",
]
PAGE_RIGHTS = ["add_page", "change_page"]
FILE_RIGHTS = [
    *("add_image", "change_image", "choose_image"),
    *("add_document", "change_document", "choose_document"),
]
# 三审三校: each step, and whose it is.
STEPS = [
    ("初审", "First reviewers"),
    ("复审", "Second reviewers"),
    ("终审", "Final reviewers"),
]


def editors_group() -> Group:
    """Who writes the site's pages: all of them, in both languages, with pictures and videos;
    nothing of the market. What they write is published when three others have read it."""
    return group_of("Editors", PAGE_RIGHTS)


def group_of(name: str, page_rights: list[str]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(*Permission.objects.filter(codename__in=RIGHTS))
    root = Page.objects.get(depth=1)
    for right in Permission.objects.filter(codename__in=page_rights):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
    everything = Collection.get_first_root_node()
    for right in Permission.objects.filter(
        codename__in=FILE_RIGHTS, content_type__app_label__in=["wagtailimages", "wagtaildocs"]
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=everything, permission=right
        )
    return group


def review() -> list[Group]:
    """The three steps every page goes through, and the groups that take them. Who takes the last
    may also take a page off the site."""
    workflow, _created = Workflow.objects.get_or_create(name="三审三校")
    groups = []
    for number, (name, group_name) in enumerate(STEPS):
        rights = [*PAGE_RIGHTS, "publish_page"] if name == STEPS[-1][0] else PAGE_RIGHTS
        group = group_of(group_name, rights)
        step, _created = ReviewStep.objects.get_or_create(name=name)
        step.groups.set([group])
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=step, defaults={"sort_order": number}
        )
        groups.append(group)
    root = Page.objects.get(depth=1)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    # What Wagtail comes with.
    Workflow.objects.filter(name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval").delete()
    return groups

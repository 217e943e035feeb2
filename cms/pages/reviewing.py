"""What is asked of a page before it is reviewed and published, and who may take a review."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import AbstractGroupApprovalTask, TaskState

from cms.pages.texts import texts_of
from cms.pages.wording import forbidden_in


class PageForm(WagtailAdminPageForm):
    """A draft may say anything. What is handed in for review, is in review or is published has no
    word the law forbids, but those for which the editor gave a reason."""

    def _post_clean(self):
        """The page as it would be stored is read, which is made here."""
        super()._post_clean()
        self.say_in_their_language()
        if self.is_deferred_validation and not self.instance.workflow_in_progress:
            return
        kept = [child.value["words"] for child in self.instance.kept_words]
        texts = texts_of(self.instance).values()
        faults = [fault for place, text in texts for fault in faults_of(place, text, kept)]
        if faults:
            self.add_error(None, ValidationError(faults))

    def say_in_their_language(self):
        """Wagtail says this of blocks in English, whatever the language."""
        for faults in self.errors.values():
            for fault in faults.as_data():
                if isinstance(fault, StreamBlockValidationError):
                    fault.message = _("A block is not filled in as it should be: see below.")


def faults_of(place: str, text: str, kept: list[str]) -> Iterator[str]:
    for words in kept:
        text = text.replace(words, " ")
    for found in forbidden_in(text):
        yield _(
            "%(place)s: “%(word)s” (…%(context)s…) is %(why)s. Write it otherwise, or say under "
            "“Words that may stand” why it may."
        ) % {"place": place, **found._asdict()}


class ReviewStep(AbstractGroupApprovalTask):
    """One of the three reviews (三审三校). Three people read a page, none of whom handed it in."""

    class Meta:
        verbose_name = gettext_lazy("review step")
        verbose_name_plural = gettext_lazy("review steps")

    def get_task_states_user_can_moderate(self, user, **kwargs):
        approved_before = TaskState.objects.filter(
            workflow_state=OuterRef("workflow_state"),
            revision=OuterRef("revision"),
            status=TaskState.STATUS_APPROVED,
            finished_by=user,
        )
        return (
            super()
            .get_task_states_user_can_moderate(user, **kwargs)
            .exclude(workflow_state__requested_by=user)
            .exclude(Exists(approved_before))
        )

    def get_actions(self, obj, user):
        mine = self.get_task_states_user_can_moderate(user)
        state = obj.current_workflow_task_state
        return super().get_actions(obj, user) if state and state in mine else []

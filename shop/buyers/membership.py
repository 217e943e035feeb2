from collections.abc import Collection

from django.db import transaction
from django.db.models import Case, Q, When
from django.utils import timezone

from cms.users.models import User
from shop.buyers.models import ApprovalRule, Member, Organisation


class LastKeeper(Exception):
    """Somebody must remain who keeps the list of members."""


@transaction.atomic
def register(organisation: Organisation, *, by: User) -> Organisation:
    """Whoever registers an organisation keeps its list of members."""
    organisation.save()
    organisation.members.create(user=by, keeper=True)
    return organisation


@transaction.atomic
def ask_for_approval(
    organisation: Organisation, *, from_fen: int | None, approvers: Collection[Member], by: User
) -> ApprovalRule | None:
    """From this total on, 0 for all, one of these members approves what another orders before it is
    paid; None where nobody need. Orders that wait already go on waiting. Returns what is written
    down of it; None where it was so already."""
    # Of two who change it at once the second is written down as the later.
    before = Organisation.objects.select_for_update().get(pk=organisation.pk)
    approving = before.members.filter(approves=True, ended_at=None)
    if before.approval_from_fen == from_fen and set(approving) == set(approvers):
        return None
    organisation.approval_from_fen = from_fen
    organisation.save(update_fields=["approval_from_fen"])
    named = Q(pk__in=[member.pk for member in approvers])
    organisation.members.update(approves=Case(When(named, then=True), default=False))
    rule = organisation.approval_rules.create(from_fen=from_fen, by=by)
    rule.approvers.set(approvers)
    return rule


@transaction.atomic
def end(member: Member) -> None:
    """A member may order for the organisation no longer; what was ordered stays. Raises
    LastKeeper."""
    # Two keepers who end each other at once would leave none.
    Organisation.objects.select_for_update().get(pk=member.organisation_id)
    keepers = Member.objects.filter(organisation=member.organisation_id, keeper=True, ended_at=None)
    if not keepers.exclude(pk=member.pk).exists():
        raise LastKeeper
    member.ended_at = timezone.now()
    member.save(update_fields=["ended_at"])

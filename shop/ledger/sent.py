"""Which sales were sent. The ledger counts what was ordered, and takes back the weight of what was
cancelled before it left."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from shop.ledger.models import Entry


def was_sent(*, as_of: datetime | None = None) -> Q:
    """Of a sale: not all its goods were taken back, by a refund or a correction that stands; as of
    a moment, by what was recorded until then."""
    known = Entry.objects.filter(recorded_at__lte=as_of) if as_of else Entry.objects.all()
    # With a refund that was undone the goods are sold again.
    undone = Exists(known.filter(answers=OuterRef("pk"), kind=Entry.Kind.CORRECTION))
    back = known.filter(~undone, answers=OuterRef("pk"), weight_g=-OuterRef("weight_g"))
    return Q(~Exists(back))

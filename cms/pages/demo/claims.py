"""Claims in every state, each on an order of its own, brought about by the shop's own verbs. What
was decided came two days ago; what waits, today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from random import Random
from uuid import UUID

from django.db.models import F
from PIL import Image, ImageDraw, ImageFilter

from cms.pages.demo import orders
from cms.pages.demo.drawing.motifs import picture_of
from cms.pages.demo.orders import PLUMS, RECEIVED, Story
from cms.users.models import User
from shop.catalogue.uploads import CleanPicture
from shop.claims import answering, appealing, reporting, sending_back
from shop.claims.models import Claim
from shop.delivery.models import Carrier
from shop.orders.models import Order

HONEY = "chengkou-fengmi"
BROWN = (92, 58, 38)


@dataclass(frozen=True)
class Complaint:
    """How much of the goods was spoiled, what the buyer said of it, and what came of it."""

    story: Story
    reason: str
    percent: int = 100
    acts: tuple[Callable, ...] = ()


def accepted(claim, *, desk, operator):
    answering.accept(claim, by=desk)


def sent_again(claim, *, desk, operator):
    number = f"SF3{claim.pk:012}"
    answering.send_again(claim, carrier=Carrier.objects.get(pk="SF"), number=number, by=desk)


def refused(claim, *, desk, operator):
    answering.refuse(claim, reason="照片上只是果粉和机械擦痕，不影响食用。", by=desk)


def appealed(claim, *, desk, operator):
    appealing.appeal(claim, reason="第二张照片里果肉已经发褐，请平台看一下。", by=claim.order.buyer)


def granted(claim, *, desk, operator):
    appealing.grant(claim, reason="照片显示果肉褐变，属于坏果。", by=operator)


def dismissed(claim, *, desk, operator):
    appealing.dismiss(claim, reason="大小不一不在坏果包赔范围内。", by=operator)


def sent_back(claim, *, desk, operator):
    sending_back.send_back(claim, waybill="圆通速递 YT7512300456781", by=claim.order.buyer)


def of(goods: str, packs: int = 1, **fields) -> Story:
    return Story(RECEIVED, 2, {goods: packs}, **fields)


COMPLAINTS = [
    Complaint(of(PLUMS, 2), "纸箱一角受潮，约一半软烂。", 50, (accepted,)),
    Complaint(of(PLUMS, who="buyer"), "整箱发酵了，打开就有酒味。", 100, (accepted,)),
    Complaint(of(PLUMS, 3), "有一盒压扁了，希望补发。", 80, (sent_again,)),
    Complaint(of(PLUMS, who="buyer"), "表皮有斑点。", 30, (refused,)),
    Complaint(of(PLUMS), "果肉发褐。", 40, (refused, appealed)),
    Complaint(of(PLUMS), "底层十来个已经烂了。", 25, (refused, appealed, granted)),
    Complaint(of(PLUMS), "个头比图片小。", 60, (refused, appealed, dismissed)),
    Complaint(of(HONEY, 2, who="buyer"), "", acts=()),
    Complaint(of(HONEY), "买多了。", acts=(sent_back,)),
    Complaint(of(PLUMS, 2, who="buyer"), "最下面一层压破了八个。", 20),
    Complaint(of(PLUMS), "冰袋化了，有几个开裂。", 15),
]


def load(people: dict[str, User], say: Callable[[str], None]) -> None:
    if not orders.sandbox_answers():
        return
    pictures = [photograph(seed) for seed in ("box", "close")]
    for number, complaint in enumerate(COMPLAINTS):
        order = orders.tell(complaint.story, people, Random(f"claim {number}"))
        claim = complained(complaint, order, pictures, token=UUID(int=number + 1))
        for act in complaint.acts:
            act(claim, desk=people["coop"], operator=people["operator"])
        if complaint.acts:
            date_back(claim)
    say(f"{len(COMPLAINTS)} claims in every state")


def complained(complaint: Complaint, order: Order, pictures, *, token: UUID) -> Claim:
    parcel, given = order.parcels.get(), {"packs": {1: 1}, "reason": complaint.reason}
    if HONEY in complaint.story.goods:
        return reporting.announce_return(parcel, **given, token=token, by=order.buyer)
    for picture in pictures:
        picture.seek(0)
    return reporting.report(
        parcel,
        **given,
        spoiled_percent=complaint.percent,
        photographs=pictures,
        token=token,
        by=order.buyer,
    )


def photograph(seed: str) -> CleanPicture:
    """Plums with rotten spots."""
    image, rng = picture_of("巫山脆李", seed=seed), Random(seed)
    spots = Image.new("L", image.size)
    pen = ImageDraw.Draw(spots)
    for _ in range(9):
        x, y = image.width * rng.uniform(0.3, 0.7), image.height * rng.uniform(0.55, 0.8)
        r = image.width * rng.uniform(0.01, 0.03)
        pen.ellipse((x - r, y - r, x + r, y + r * 0.8), fill=210)
    image.paste(BROWN, mask=spots.filter(ImageFilter.GaussianBlur(image.width / 160)))
    written = BytesIO()
    image.save(written, "JPEG", quality=80)
    return CleanPicture(written.getvalue(), name="photograph.jpg")


def date_back(claim: Claim) -> None:
    """What the provider did stands in the ledger as of today, and stays so."""
    by = timedelta(hours=20)
    Claim.objects.filter(pk=claim.pk).update(
        reported_at=F("reported_at") - by, answer_by=F("answer_by") - by
    )
    claim.events.filter(kind="reported").update(at=F("at") - by)
    claim.order.parcels.update(received_at=F("received_at") - by)

"""What the union of Yantai pays from its bank: an order of each kind the operator's desk knows, and
one that goes to every colleague at home; the bank's statement was brought this morning. What the
port orders waits for a colleague."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from cms.pages.demo import orders
from cms.pages.demo.orders import NAMES, ORANGES, PLACED, PLUMS, Story
from cms.users.models import User
from shop.buyers.membership import ask_for_approval
from shop.buyers.models import Member, Organisation
from shop.delivery import shipping
from shop.delivery.models import Carrier
from shop.money import decimal
from shop.orders.models import Order
from shop.orders.recipients.ordering import order_for_all, plan_of, take_list
from shop.orders.recipients.reading import template
from shop.payments.cancelling import cancel
from shop.payments.transfers.choosing import choose_transfer
from shop.payments.transfers.matching import import_statement
from shop.sheets import opened, workbook

UNION = "烟台市总工会"
PORT = "山东滨海港务集团"
ACCOUNT = "6228480000003701"
COLUMNS = ["交易日期", "交易流水号", "贷方发生额", "对方户名", "对方账号", "附言"]
MOST_UNPACKED = 10_000_000
COLLEAGUES = 24
DISTRICTS = ["芝罘区", "福山区", "莱山区", "牟平区", "莱州市", "蓬莱区"]


def load(people: dict[str, User]) -> None:
    if not orders.sandbox_answers():
        return
    matched, short, double, back, _awaited = (
        by_transfer(packs, days, people["union"], Random(f"transfer {packs}"))
        for packs, days in ((30, 4), (25, 3), (20, 3), (12, 2), (16, 1))
    )
    many = for_colleagues(people["union"])
    money = [
        (matched, matched.due_fen, f"货款 {matched.code}"),
        (many, many.due_fen, f"{many.code} 秋季慰问"),
        (short, short.due_fen - 10_000, f"订单{short.code}"),
        (double, double.due_fen, double.code),
        (double, double.due_fen, f"{double.code} 补汇"),
        (back, back.due_fen, back.code),
        (None, 86_400, "李子款"),
    ]
    import_statement(statement(money), name="对账单.xlsx", by=people["operator"])
    send_some(many, people["coop"])
    to_approve(people)
    cancel(Order.objects.get(pk=back.pk), by=people["union"], reason="活动改期")


def by_transfer(packs: int, days: int, by: User, rng: Random) -> Order:
    story = Story(PLACED, days, {PLUMS: packs}, who="union", organisation=UNION)
    order = orders.placed(story, by, rng)
    choose_transfer(order, by=by)
    orders.date_back(order, to=timezone.now() - timedelta(days=days, minutes=rng.randint(1, 50)))
    return order


def for_colleagues(by: User) -> Order:
    """A box of plums to each, one of oranges to every third."""
    rng = Random("colleagues")
    goods = [orders.offer_of(slug) for slug in (PLUMS, ORANGES)]
    (header,) = opened(template(goods), most_unpacked=MOST_UNPACKED).active.values
    rows = [
        [
            NAMES[number % len(NAMES)],
            f"139{rng.randrange(10**8):08}",
            f"山东省烟台市{rng.choice(DISTRICTS)}{orders.street_of(rng)}{number + 1}室",
            1,
            int(number % 3 == 0),
        ]
        for number in range(COLLEAGUES)
    ]
    kept = take_list(
        workbook(title="收货人", header=header, rows=rows),
        name="收货人.xlsx",
        organisation=Organisation.objects.get(name_zh=UNION),
        by=by,
    )
    contact = {"receiver": by.name, "phone": "13805350001", "email": by.email, "fresh_terms": True}
    order = order_for_all(
        kept, contact=contact, language="zh-hans", shown_fen=plan_of(kept).total_fen
    )
    choose_transfer(order, by=by)
    orders.date_back(order, to=timezone.now() - timedelta(days=2))
    return order


def to_approve(people: dict[str, User]) -> None:
    """The port wants a colleague to approve what costs a thousand yuan or more."""
    port = Organisation.objects.get(name_zh=PORT)
    approver, _orders = (
        Member.objects.create(organisation=port, user=people[name]) for name in ("union", "buyer")
    )
    ask_for_approval(port, from_fen=100_000, approvers=[approver], by=people["union"])
    port.refresh_from_db()
    story = Story(PLACED, 0, {PLUMS: 30}, who="buyer", organisation=PORT)
    orders.placed(story, people["buyer"], Random("to approve"))


def statement(money: list[tuple[Order | None, int, str]]) -> bytes:
    """As the bank writes it, of yesterday."""
    day = timezone.localdate() - timedelta(days=1)
    return workbook(
        title="对账单",
        header=COLUMNS,
        rows=[
            [f"{day}", f"{day:%Y%m%d}{number:06}", str(decimal(fen)), *sender(order), text]
            for number, (order, fen, text) in enumerate(money, start=1)
        ],
    )


def sender(order: Order | None) -> tuple[str, str]:
    return (UNION, ACCOUNT) if order else ("烟台市芝罘区机关食堂", "6228480000003702")


def send_some(order: Order, by: User) -> None:
    """What its cooperative has packed first."""
    order.refresh_from_db()
    sf = Carrier.objects.get(pk="SF")
    ours = order.parcels.filter(cooperative__county="500237").order_by("number")
    for parcel in ours[: COLLEAGUES // 2]:
        shipping.ship(parcel, waybills=[(sf, f"SF7{parcel.pk:012}")], by=by)

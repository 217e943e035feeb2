"""What Wushan reports of last month: one report accepted, one returned, one to be looked at, one
missing, and a file with a word nobody understands yet."""

import csv
import io
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from cms.users.models import User
from producers.regions.models import Region
from shop.ledger.models import ChannelReport
from shop.ledger.reach import Reaches
from shop.ledger.reports import reviewing, uploading
from shop.ledger.reports.completeness import completeness, period_of
from shop.ledger.reports.models import ExpectedReport, Profile, ReportedPlace, ReportUpload
from shop.money import yuan

WUSHAN = "500237"
SINCE = date(2024, 1, 1)
PRODUCT = "巫山恋橙（纽荷尔脐橙）"
# Who reports how often, in months.
EXPECTED = {
    "ECOM": 1, "LIVE": 1, "GOV832": 1, "PAIR": 1, "PAIRHALL": 3, "UNION": 3, "GOVRSV": 3,
    "SOE": 3, "MARKET": 1, "ZHUANQU": 3, "VILLAGE": 1,
}  # fmt: skip
CITIES = ["山东省烟台市莱山区", "烟台市芝罘区", "重庆市万州区", "湖北省宜昌市", "山东省青岛市"]


def load(people: dict[str, User]) -> None:
    month = period_of(timezone.localdate().replace(day=1) - timedelta(days=1), 1)
    ExpectedReport.objects.bulk_create(
        ExpectedReport(region_id=WUSHAN, channel_id=code, months=months, starts_on=SINCE)
        for code, months in EXPECTED.items()
    )
    report_that_nothing_was_sold(until=month[0] - timedelta(days=1), by=people["wushan"])
    bring = Bringing(people["wushan"], month)
    accepted = bring.hand_in("wechat-orders", "巫山恋橙微信接龙.csv", orders(month))
    reviewing.accept(accepted, by=people["chongqing"])
    returned = bring.hand_in("roadside-sales", "路边摊记账本.csv", roadside(month))
    reviewing.give_back(returned, by=people["chongqing"], reason="缺收购商签字的清单，请补齐后重报")
    bring.hand_in("union-welfare", "工会福利采购.csv", welfare(month))
    unclear = [row | {"接龙号": f"补{row['接龙号']}"} for row in orders(month)[:5]]
    unclear[3]["发往"] = "烟台老乡群"
    bring.read("wechat-orders", "微信接龙补录.csv", unclear)


def report_that_nothing_was_sold(*, until: date, by: User) -> None:
    """Who sold nothing says so (零报告), each when it was due; of the last month some have not."""
    gaps = completeness(Reaches().of(WUSHAN), SINCE, until).missing
    reports = ChannelReport.objects.bulk_create(
        ChannelReport(
            channel=gap.channel,
            region=gap.region,
            first_day=gap.first,
            last_day=gap.last,
            file_name=f"{gap.first:%Y%m}零报告.csv",
            sha256="",
            status=ChannelReport.Status.ACCEPTED,
            handed_in_by=by,
        )
        for gap in gaps
    )
    for report, gap in zip(reports, gaps, strict=True):
        report.handed_in_at = timezone.make_aware(datetime.combine(gap.due_on, time(9)))
    ChannelReport.objects.bulk_update(reports, ["handed_in_at"])
    ReportedPlace.objects.bulk_create(
        ReportedPlace(report=report, region=report.region) for report in reports
    )


class Bringing:
    def __init__(self, by: User, month: tuple[date, date]):
        self.by, self.month = by, month
        self.region = Region.objects.get(code=WUSHAN)

    def read(self, profile: str, name: str, rows: list[dict]) -> ReportUpload:
        source = Profile.objects.select_related("channel").get(code=profile)
        upload = ReportUpload(
            channel=source.channel,
            profile=source,
            region=self.region,
            first_day=self.month[0],
            last_day=self.month[1],
            file_name=name,
            content=as_csv(rows),
            by=self.by,
        )
        uploading.begin(upload, ReportUpload.Status.READING)
        return upload

    def hand_in(self, profile: str, name: str, rows: list[dict]) -> ChannelReport:
        upload = self.read(profile, name, rows)
        uploading.begin(upload, ReportUpload.Status.POSTING)
        return upload.report


def as_csv(rows: list[dict]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode("gb18030")


def orders(month: tuple[date, date]) -> list[dict]:
    rng = Random("orders by WeChat")
    rows = []
    for number in range(1, 25):
        boxes = rng.randint(1, 6)
        fen = boxes * 3990
        rows.append(
            {
                "接龙号": number,
                "日期": month[0] + timedelta(days=rng.randrange(28)),
                "产地": "重庆市巫山县",
                "品种": PRODUCT,
                "箱数": f"{boxes}箱",
                "每箱（斤）": 5,
                "收款（元）": yuan(fen),
                "发往": rng.choice(CITIES),
            }
        )
    return rows


def roadside(month: tuple[date, date]) -> list[dict]:
    rng = Random("roadside sales")
    rows = []
    for _ in range(16):
        jin = rng.randint(20, 400)
        rows.append(
            {
                "日期": month[0] + timedelta(days=rng.randrange(28)),
                "产地": "巫山县",
                "品种": PRODUCT,
                "斤数": jin,
                "收款（元）": jin * 3,
                "收购商": rng.choice(["万州果批", "宜昌果商"]),
                "卖到": rng.choice(["重庆市万州区", "湖北省宜昌市"]),
            }
        )
    return rows


def welfare(month: tuple[date, date]) -> list[dict]:
    rng = Random("welfare of unions")
    rows = []
    for number in range(1, 9):
        shares = rng.randint(40, 300)
        rows.append(
            {
                "发票号": f"FP{month[0]:%y%m}{number:04}",
                "采购日期": month[0] + timedelta(days=rng.randrange(28)),
                "产地": "巫山县",
                "品名": PRODUCT,
                "品类": "鲜果",
                "份数": shares,
                "重量（斤）": shares * 10,
                "金额（元）": f"{shares * 68:,}.00",
                "工会名称": rng.choice(["烟台市总工会", "莱山区总工会"]),
                "所在地": rng.choice(["山东省烟台市莱山区", "烟台市芝罘区"]),
            }
        )
    return rows

"""申报佐证材料: what a supplier hands in to be paid, in one ZIP. It holds nothing of when, by whom
or in which language it is made. Names and a lot's days it holds as they are today, so as of a day
that is over it is kept once made."""

import io
import re
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from shop import money
from shop.buyers import masking
from shop.delivery.models import Waybill
from shop.invoices.models import Invoice, InvoiceRequest
from shop.paper import pdf, qr_svg
from shop.statistics.exports import as_csv, as_xlsx
from shop.statistics.forms import as_told
from shop.statistics.ledger_rows import COLUMNS, ledger_rows
from shop.statistics.snapshot import one_snapshot
from shop.subsidies.awarding import Award, awards_to, rows_of_supplier
from shop.subsidies.freight import parcels_of
from shop.subsidies.in_and_out import IN_AND_OUT, in_and_out
from shop.subsidies.models import AwardPapers, Rule

STATEMENT = Path(__file__).with_name("statement.typ")
# The earliest a ZIP can say.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
WAYBILLS = ["包裹", "承运商", "运单号", "登记时间", "寄往（代码）", "寄往", "运费（元）"]
INVOICES = ["发票号码", "开票日期", "购买方", "金额（元）", "备注"]
NO_INVOICES = ["", "", "", "", "本平台尚未开具发票，请另附发票统计。"]


def papers_for(rule: Rule, *, cooperative: int, year: int, as_of: datetime | None) -> bytes | None:
    """As of now they are made anew, as of a moment that is over once, and kept; None where the
    supplier has no award."""
    moment = as_of or timezone.now()
    its = {"rule": rule, "cooperative_id": cooperative, "year": year, "as_of": moment}
    if kept := AwardPapers.objects.filter(**its).first():
        return bytes(kept.content)
    # Its tables have to agree with its sums. Nothing is kept inside, where one can only read.
    with one_snapshot():
        found = awards_to(cooperative, rule, year, as_of=moment)
        made = papers(found[0], as_of=moment) if found else None
    if made is None or as_of is None:
        return made
    # Of two who ask at once, both get what the first of them kept.
    kept, _new = AwardPapers.objects.get_or_create(**its, defaults={"content": made})
    return bytes(kept.content)


def papers(award: Award, *, as_of: datetime) -> bytes:
    with translation.override("zh-hans"):
        entries = rows_of_supplier(award, as_of=as_of)
        rows = [list(COLUMNS), *(row for _, row in ledger_rows(entries, as_of=as_of))]
        files = {
            "销售台账.xlsx": without_moments(as_xlsx({"销售台账": rows})),
            "销售台账.csv": as_csv(rows),
            "出入库台账.csv": as_csv([IN_AND_OUT, *in_and_out(entries, as_of=as_of)]),
            "运单统计.csv": as_csv([WAYBILLS, *waybills(award, as_of=as_of)]),
            "发票统计.csv": as_csv([INVOICES, *(invoices(award, as_of=as_of) or [NO_INVOICES])]),
        }
        files["申报说明.pdf"] = statement(award, digests_of(files), as_of=as_of)
    return zipped({**files, "SHA256.txt": listed(digests_of(files))})


def waybills(award: Award, *, as_of: datetime) -> list[list]:
    """Of the parcels of our own orders, those recorded until then."""
    parcels = parcels_of([award.cooperative], award.rule, award.year, award.reaches, as_of=as_of)
    recorded = Waybill.objects.filter(parcel__in=parcels, recorded_at__lte=as_of)
    return [
        [
            waybill.parcel.code,
            waybill.carrier.name_zh,
            waybill.number,
            timezone.localtime(waybill.recorded_at).strftime("%Y-%m-%d %H:%M"),
            waybill.parcel.address.destination_id,
            waybill.parcel.address.destination_name,
            money.decimal(waybill.parcel.freight_fen),
        ]
        for waybill in recorded.select_related(
            "carrier", "parcel__order", "parcel__recipient"
        ).order_by("pk")
    ]


def invoices(award: Award, *, as_of: datetime) -> list[list]:
    """Those the supplier issued here in the year, until then."""
    issued = Invoice.objects.filter(
        cooperative=award.cooperative, issued_at__year=award.year, issued_at__lte=as_of
    )
    return [
        [
            invoice.number,
            timezone.localtime(invoice.issued_at).strftime("%Y-%m-%d"),
            made_out_to(invoice.request),
            money.decimal(invoice.amount_fen),
            f"红字，冲销 {invoice.follows.number}" if invoice.is_red else "",
        ]
        for invoice in issued.select_related("request", "follows")
        .defer("content", "follows__content")
        .order_by("pk")
    ]


def made_out_to(request: InvoiceRequest) -> str:
    person = request.kind == InvoiceRequest.Kind.PERSON
    return masking.name(request.title) if person else request.title


def statement(award: Award, digests: dict[str, str], *, as_of: datetime) -> bytes:
    supplier, rule = award.cooperative, award.rule
    told = {
        "supplier": supplier.name_zh,
        "credit_code": supplier.credit_code,
        "county": supplier.county.name_zh,
        "rule": rule.name_zh,
        "source": rule.source,
        "year": award.year,
        "as_of": timezone.localtime(as_of).strftime("%Y-%m-%d %H:%M"),
        "steps": award.steps,
        "paid": money.yuan(award.paid_fen),
        "digests": list(digests.items()),
    }
    return pdf(
        STATEMENT.read_text(encoding="utf-8"),
        data=told,
        files={"qr.svg": qr_svg(address_of(award, as_of=as_of)).encode()},
    )


def address_of(award: Award, *, as_of: datetime) -> str:
    """The page of the award as of then, where it also stands as corrected since."""
    page = reverse("award", args=[award.rule.pk, award.cooperative.pk])
    asked = {"year": award.year, "as_of": as_told(as_of)}
    return f"{settings.SITE_URL}{page}?{urlencode(asked)}"


def digests_of(files: dict[str, bytes]) -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def listed(digests: dict[str, str]) -> bytes:
    """As `sha256sum --check` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def without_moments(xlsx: bytes) -> bytes:
    """A workbook says when it was made, in its properties and of each of its parts."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    properties = "docProps/core.xml"
    parts[properties] = MOMENT.sub(b"1980-01-01T00:00:00Z", parts[properties])
    return zipped(parts)

"""Every role tries every door. A new address fails here until it is said who may pass it."""

import io
import types
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import get_resolver, reverse
from PIL import Image

from cms.pages.editors import editors_group
from shop.buyers.address_book import keep
from shop.buyers.inviting import token_for
from shop.catalogue.uploads import picture_from
from shop.invoices.issuing import issue
from shop.models import (
    ChannelReport,
    Counter,
    DispatchMail,
    Evidence,
    ExpectedReport,
    Finding,
    Member,
    ProductPicture,
    Profile,
    Project,
    RecipientList,
    ReportUpload,
    Rule,
    SavedView,
    Target,
)
from shop.opendata.publishing import publish
from shop.payments.cancelling import cancel
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.claims.received import came, claim_on
from tests.shop.gifts import grants
from tests.shop.invoices import papers
from tests.shop.reviews.reviewed import received_line, review_of

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "anonymous",
    "buyer",
    "stranger",
    "member",
    "coop",
    "other_coop",
    "wushan",
    "gansu",
    "national",
    "operator",
    "editor",
    "clerk",
}
SIGNED_IN = EVERYBODY - {"anonymous"}
DESKS = {"coop", "other_coop"}
OFFICIALS = {"wushan", "gansu", "national"}
# Whose order it is, and those who run the shop.
ITS_BUYER = {"buyer", "operator"}
OF_WUSHAN = {"wushan", "national"}

# Address: how it is asked for, with what of the world, and who passes.
DOORS = {
    "wagtail_serve": ("get", ["home"], EVERYBODY),
    "products": ("get", [], EVERYBODY),
    "product": ("get", ["slug"], EVERYBODY),
    "suggestions": ("get", [], EVERYBODY),
    "seasons": ("get", [], EVERYBODY),
    "season": ("get", ["one"], EVERYBODY),
    "counties": ("get", [], EVERYBODY),
    "product_reviews": ("get", ["slug"], EVERYBODY),
    "trace": ("get", ["trace"], EVERYBODY),
    "county": ("get", ["county"], EVERYBODY),
    "basket": ("get", [], EVERYBODY),
    "basket_line": ("post", ["offer"], EVERYBODY),
    "checkout": ("get", [], EVERYBODY),
    "checkout_address": ("post", [], EVERYBODY),
    "order_find": ("get", [], EVERYBODY),
    "order_by_key": ("get", ["code", "key"], EVERYBODY),
    "order": ("get", ["code"], ITS_BUYER),
    "payment": ("post", ["code"], ITS_BUYER),
    "payment_return": ("get", ["code"], ITS_BUYER),
    "order_approval": ("post", ["waiting"], {"member"}),
    "order_refusal": ("post", ["waiting"], {"member"}),
    "order_cancellation": ("post", ["code"], ITS_BUYER),
    "payment_transfer": ("post", ["code"], ITS_BUYER),
    "parcel_receipt": ("post", ["paid", "one"], {"buyer"}),
    "review_new": ("get", ["paid", "one"], {"buyer"}),
    "claims": ("get", [], SIGNED_IN),
    "claim_new": ("get", ["paid", "one"], {"buyer"}),
    "return_new": ("get", ["paid", "one"], {"buyer"}),
    "claim": ("get", ["paid", "one"], ITS_BUYER),
    "claim_appeal": ("post", ["paid", "one"], {"buyer"}),
    "claim_sending_back": ("post", ["paid", "one"], {"buyer"}),
    "claim_photograph": ("get", ["paid", "one", "one"], ITS_BUYER),
    "invoices": ("get", ["paid"], ITS_BUYER),
    "invoice_file": ("get", ["paid", "invoice"], ITS_BUYER),
    "order_again": ("post", ["code"], ITS_BUYER),
    "account": ("get", [], SIGNED_IN),
    "my_reviews": ("get", [], SIGNED_IN),
    "favourites": ("get", [], SIGNED_IN),
    "favourite": ("get", ["slug"], SIGNED_IN),
    "notice_choices": ("get", [], SIGNED_IN),
    "my_data": ("get", [], SIGNED_IN),
    "data_copy": ("post", [], SIGNED_IN),
    "data_erasure": ("get", [], SIGNED_IN),
    "addresses": ("get", [], SIGNED_IN),
    "address": ("get", ["address"], {"buyer"}),
    "address_removal": ("post", ["address"], {"buyer"}),
    "organisations": ("get", [], SIGNED_IN),
    "organisation_new": ("get", [], SIGNED_IN),
    "organisation": ("get", ["organisation"], {"member", "operator"}),
    "organisation_recipients": ("get", ["organisation"], {"member"}),
    "recipients_template": ("get", ["organisation"], {"member"}),
    "recipient_list": ("get", ["recipients"], {"member"}),
    "order_recipients": ("get", ["code"], ITS_BUYER),
    "purchases": ("get", ["organisation", "year"], {"member", "operator"}),
    "purchases_rows": ("get", ["organisation", "year"], {"member", "operator"}),
    "purchases_file": ("get", ["organisation", "year"], {"member", "operator"}),
    "organisation_approval": ("post", ["organisation"], {"member"}),
    "organisation_members": ("post", ["organisation"], {"member"}),
    "invitation": ("get", ["invitation"], {"member"}),
    "organisation_member_end": ("post", ["organisation", "colleague_of_unit"], {"member"}),
    "workbench": ("get", [], DESKS),
    "workbench_registration": ("get", [], SIGNED_IN),
    "workbench_desk": ("post", ["cooperative"], {"coop"}),
    "workbench_colleagues": ("get", [], DESKS),
    "workbench_colleague_end": ("post", ["colleague"], {"coop"}),
    "workbench_cooperative": ("get", [], DESKS),
    "workbench_product_new": ("get", [], DESKS),
    "workbench_product": ("get", ["product"], {"coop"}),
    "workbench_picture_new": ("post", ["product"], {"coop"}),
    "workbench_picture_removal": ("post", ["product", "picture"], {"coop"}),
    "workbench_lot_new": ("get", ["product"], {"coop"}),
    "workbench_offer_new": ("get", ["product", "lot"], {"coop"}),
    "workbench_lot": ("get", ["lot"], {"coop"}),
    "workbench_lot_size": ("post", ["lot"], {"coop"}),
    "workbench_lot_days": ("post", ["lot"], {"coop"}),
    "workbench_lot_stop": ("post", ["lot"], {"coop"}),
    "workbench_lot_resume": ("post", ["lot"], {"coop"}),
    "workbench_lot_certificate": ("post", ["lot"], {"coop"}),
    "workbench_lot_presale": ("post", ["lot"], {"coop"}),
    "workbench_lot_failure": ("get", ["lot"], {"coop"}),
    "workbench_lot_growers": ("post", ["lot"], {"coop"}),
    "workbench_lot_season": ("post", ["lot"], {"coop"}),
    "workbench_offer_price": ("post", ["offer"], {"coop"}),
    "workbench_offer_limit": ("post", ["offer"], {"coop"}),
    "workbench_offer_stop": ("post", ["offer"], {"coop"}),
    "workbench_offer_resume": ("post", ["offer"], {"coop"}),
    "workbench_uncovered": ("get", ["lot"], {"coop"}),
    "workbench_freight": ("get", [], DESKS),
    "workbench_freight_copy": ("post", ["transport"], DESKS),
    "workbench_freight_template": ("get", ["freight"], {"coop"}),
    "workbench_parcels": ("get", [], DESKS),
    "workbench_packing_list": ("post", [], DESKS),
    "workbench_waybills": ("post", [], DESKS),
    "workbench_parcel": ("get", ["paid", "one"], {"coop"}),
    "workbench_parcel_slip": ("get", ["paid", "one"], {"coop"}),
    "workbench_sales": ("get", [], DESKS),
    "workbench_reviews": ("get", [], DESKS),
    "workbench_review_answer": ("post", ["review"], {"coop"}),
    "workbench_claims": ("get", [], DESKS),
    "workbench_claim": ("get", ["paid", "one"], {"coop"}),
    "workbench_claim_photograph": ("get", ["paid", "one", "one"], {"coop"}),
    "workbench_invoices": ("get", [], DESKS),
    "workbench_invoice": ("get", ["paid"], {"coop"}),
    "workbench_invoice_file": ("get", ["paid", "invoice"], {"coop"}),
    "approvals": ("get", [], OFFICIALS),
    "approval_cooperative": ("get", ["cooperative"], OF_WUSHAN),
    "approval_product": ("get", ["product"], OF_WUSHAN),
    "recognitions": ("get", [], OFFICIALS),
    "recognition_end": ("post", ["recognition"], OF_WUSHAN),
    "postings": ("get", [], OFFICIALS),
    "posting_end": ("post", ["posting"], {"national"}),
    "reports": ("get", [], OFFICIALS),
    "report": ("get", ["report"], OF_WUSHAN),
    "report_correction": ("get", ["report"], {"wushan"}),
    "report_acceptance": ("post", ["report"], {"national"}),
    "report_return": ("post", ["report"], {"national"}),
    "report_withdrawal": ("post", ["report"], {"wushan"}),
    "report_upload": ("get", ["upload"], {"wushan"}),
    "report_upload_meanings": ("post", ["upload"], {"wushan"}),
    "report_upload_handing_in": ("post", ["upload"], {"wushan"}),
    "report_upload_removal": ("post", ["upload"], {"wushan"}),
    "reports_missing": ("get", [], OFFICIALS),
    "report_profiles": ("get", [], OFFICIALS),
    "report_profile": ("get", ["profile"], OF_WUSHAN),
    "report_profile_copy": ("post", ["profile"], OF_WUSHAN),
    "report_profile_removal": ("post", ["profile"], OF_WUSHAN),
    "report_expected_end": ("post", ["expected"], OF_WUSHAN),
    "evidence": ("get", ["evidence"], OF_WUSHAN),
    "counters": ("get", [], OFFICIALS),
    "counter_setup": ("get", ["counter"], OF_WUSHAN),
    "own_counter": ("get", [], {"clerk"}),
    "counter": ("get", ["counter"], {"clerk"}),
    "counter_closing": ("post", ["counter"], {"clerk"}),
    "organisation_grants": ("get", ["organisation"], {"member"}),
    "workbench_grants": ("get", [], DESKS),
    "grant": ("get", ["grant"], {"coop", "operator"}),
    "grant_stop": ("post", ["grant"], {"coop", "operator"}),
    "operator_grants": ("get", [], {"operator"}),
    "operator_grant_confirmation": ("post", ["grant"], {"operator"}),
    "product_poster": ("get", ["slug"], EVERYBODY),
    "cooperative_poster": ("get", ["cooperative"], EVERYBODY),
    "hall_poster": ("get", ["counter"], EVERYBODY),
    "counter_posters": ("get", ["counter"], {"clerk"}),
    "workbench_posters": ("get", [], DESKS),
    "counter_parcels": ("get", ["counter"], {"clerk"}),
    "counter_arrival": ("post", ["counter", "picked_up", "one"], {"clerk"}),
    "counter_undo": ("post", ["counter", "one"], {"clerk"}),
    "findings": ("get", [], OFFICIALS),
    "finding": ("get", ["finding"], {"wushan", "national"}),
    "finding_decision": ("post", ["finding"], {"wushan", "national"}),
    "evidence_new": ("post", ["report"], {"wushan"}),
    "confirmations": ("get", [], OFFICIALS),
    "confirmation": ("get", ["report"], OF_WUSHAN),
    "statistics": ("get", [], OFFICIALS),
    "statistics_page": ("get", ["page"], OFFICIALS),
    "statistics_page_export": ("get", ["page", "suffix"], OFFICIALS),
    "statistics_rows": ("get", [], OFFICIALS),
    "statistics_order": ("get", ["paid"], {"wushan", "national"}),
    "statistics_export": ("get", ["suffix"], OFFICIALS),
    "statistics_export_rows": ("get", ["suffix"], OFFICIALS),
    "statistics_signed_rows": ("get", [], OFFICIALS),
    "statistics_saved_views": ("get", [], OFFICIALS),
    "statistics_saved_view": ("post", ["saved"], {"wushan"}),
    "statistics_saved_view_removal": ("post", ["saved"], {"wushan"}),
    "statistics_dispatch_mail": ("post", [], OFFICIALS),
    "statistics_dispatch_mail_end": ("get", ["mail_key"], EVERYBODY),
    "targets": ("get", [], OFFICIALS),
    "target_new": ("get", [], OFFICIALS),
    "target": ("get", ["target"], OF_WUSHAN),
    "target_rows": ("get", ["target"], OF_WUSHAN),
    "reserved": ("get", [], OFFICIALS),
    "reserved_unit": ("get", ["canteen"], {"member", "national", "operator"}),
    "units": ("get", [], OFFICIALS | {"operator"}),
    "unit_confirmation": ("post", ["canteen"], {"national", "operator"}),
    "reserved_rows": ("get", ["canteen"], {"member", "national", "operator"}),
    "outputs": ("get", [], OFFICIALS),
    "subsidies": ("get", [], OFFICIALS),
    "award": ("get", ["rule", "cooperative"], {"coop", "wushan", "national", "operator"}),
    "award_papers": ("get", ["rule", "cooperative"], {"coop", "wushan", "national", "operator"}),
    "rule_new": ("get", [], OFFICIALS),
    "workbench_subsidies": ("get", [], DESKS),
    "funds": ("get", [], OFFICIALS),
    "project_rows": ("get", ["project"], OF_WUSHAN),
    "bulletins": ("get", [], OFFICIALS),
    "bulletin": ("get", ["bulletin"], OF_WUSHAN),
    "bulletin_file": ("get", ["bulletin", "pdf"], OF_WUSHAN),
    "bulletin_later": ("get", ["bulletin", "suffix"], OF_WUSHAN),
    "bulletin_reopening": ("post", ["bulletin"], {"wushan"}),
    "pairing_month": ("get", ["pairing", "month"], OF_WUSHAN),
    "signing_key": ("get", [], EVERYBODY),
    "open_data": ("get", [], EVERYBODY),
    "open_index": ("get", [], EVERYBODY),
    "open_month": ("get", ["published"], EVERYBODY),
    "open_latest": ("get", ["published", "suffix"], EVERYBODY),
    "open_edition": ("get", ["published", "as_of", "suffix"], EVERYBODY),
    "operator": ("get", [], {"operator"}),
    "operator_order": ("get", ["code"], {"operator"}),
    "operator_cancellation": ("post", ["code"], {"operator"}),
    "operator_resending": ("post", ["code"], {"operator"}),
    "operator_reviews": ("get", [], {"operator"}),
    "operator_review_hiding": ("post", ["review"], {"operator"}),
    "operator_review_showing": ("post", ["review"], {"operator"}),
    "operator_claims": ("get", [], {"operator"}),
    "operator_claim": ("get", ["paid", "one"], {"operator"}),
    "operator_transfers": ("get", [], {"operator"}),
    "operator_statement": ("post", [], {"operator"}),
    "operator_line_new": ("post", [], {"operator"}),
    "operator_line_order": ("post", ["bank_line"], {"operator"}),
    "operator_line_return": ("post", ["bank_line"], {"operator"}),
    "operator_payout": ("post", ["payout"], {"operator"}),
    "sitemap": ("get", [], EVERYBODY),
    "sitemap_section": ("get", ["section"], EVERYBODY),
    "healthz": ("get", [], EVERYBODY),
    "healthz_jobs": ("get", [], EVERYBODY),
    "payment_webhook": ("post", [], EVERYBODY),
}
# Who passes by their work, and not as a buyer.
AT_WORK = sorted({"coop", "other_coop", "operator", "clerk"} | OFFICIALS)
# They lead on to the counter and the desk, which ask.
LEADS_ON = {"own_counter", "workbench_desk"}
# Whose doors are their own matter.
OTHER_LIBRARIES = ("allauth", "wagtail")


@pytest.fixture
def people(client):
    """Each role, and what there is for the doors to lead to."""
    world.country()
    plums, millet = world.plums(), world.millet()
    grower = plums.lot.cooperative
    people = {
        "anonymous": None,
        "buyer": world.user("buyer"),
        "stranger": world.user("stranger"),
        "coop": world.desk(grower),
        "other_coop": world.desk(millet.lot.cooperative, "other-coop"),
        "wushan": world.official("500237", "wushan"),
        "gansu": world.official("620524", "gansu"),
        "national": world.official(None, "national"),
        "operator": world.operator(),
        "editor": world.user("editor"),
    }
    people["editor"].groups.add(editors_group())
    unit = world.organisation()
    people["member"] = world.member(unit, "member", keeper=True, approves=True)
    canteen = world.organisation("budget_unit")
    Member.objects.create(organisation=canteen, user=people["member"])
    target = Target.objects.create(
        year=2026, side="sell", region_id="500237", amount_fen=100, set_by=people["wushan"]
    )
    rule = Rule.objects.create(
        code="tiers", from_year=2020, place_id="500237", measure="sales", pays="amount"
    )
    rule.tiers.create(at_least=1, pays=1)
    project = Project.objects.create(
        county_id="500237", year=2026, name_zh="冷库", amount_fen=1, entered_by=people["wushan"]
    )
    order = world.order(plums, buyer=people["buyer"])
    paid = world.paid_order(plums, buyer=people["buyer"])
    came(paid.parcels.get(), hours_ago=0)
    claim_on(paid)
    picture = ProductPicture.objects.create(
        product=plums.product, picture=picture_from(painted(), title="脆李"), alt_zh="一箱脆李"
    )
    colleague, clerk, neighbour = (
        world.desk(grower, "colleague"),
        world.member(unit, "clerk"),
        world.official("500236", "fengjie"),
    )
    unit.approval_from_fen = 0
    waiting = world.order(plums, organisation=unit, buyer=clerk)
    report = ChannelReport.objects.create(
        channel_id="ECOM",
        region_id="500237",
        file_name="a.csv",
        sha256="",
        handed_in_by=people["wushan"],
    )
    paper = Evidence.objects.create(
        report=report, file_name="a.pdf", content=b"%PDF-", by=people["wushan"]
    )
    counter = Counter.objects.create(
        code="hall",
        channel_id="PAIRHALL",
        place_id="500237",
        name_zh="馆",
        made_by=people["wushan"],
    )
    people["clerk"] = world.user("hall")
    counter.clerks.create(user=people["clerk"], starts_on=date(2020, 1, 1))
    picked_up = world.paid_order(plums, hall=counter)
    picked_up.parcels.update(status="shipped", shipped_at=picked_up.placed_at)
    finding = Finding.objects.create(
        rule="recognition", key="a", county_id="500237", said={"number": "BF1", "day": "2022-07-09"}
    )
    transferred = world.transferred_order(plums)
    cancel(transferred, reason="订错了")
    things = {
        "recipients": RecipientList.objects.create(
            organisation=unit, by=people["member"], file_name="a.xlsx", rows=[]
        ).pk,
        "bank_line": transferred.bank_lines.get().pk,
        "payout": transferred.refunds.get().pk,
        "address": keep(people["buyer"], **world.home()).pk,
        "slug": plums.product.slug,
        "home": "",
        "county": "500237",
        "offer": plums.pk,
        "lot": plums.lot_id,
        "trace": plums.lot.trace_code,
        "review": review_of(received_line(plums)).pk,
        "product": plums.product_id,
        "picture": picture.pk,
        "cooperative": grower.pk,
        "colleague": colleague.desks.get().pk,
        "freight": grower.freight_templates.get().pk,
        "transport": "frozen",
        "code": order.code,
        "key": order.key,
        "paid": paid.code,
        "invoice": issue(papers.asked(paid), papers.paper(), by=people["coop"]).pk,
        "grant": grants.grant(cooperative=grower, confirmed=False).pk,
        "picked_up": picked_up.code,
        "one": 1,
        "organisation": unit.pk,
        "invitation": token_for(canteen, people["member"].email),
        "year": 2022,
        "colleague_of_unit": clerk.memberships.get().pk,
        "suffix": "csv",
        "page": "county",
        "canteen": canteen.pk,
        "waiting": waiting.code,
        "target": target.pk,
        "rule": rule.pk,
        "project": project.pk,
        "pdf": "pdf",
        "bulletin": bulletins.drawn_up(by=people["wushan"]).code,
        "pairing": "370600-500237",
        "month": "2022-07",
        "profile": Profile.objects.create(
            code="own", channel_id="ECOM", region_id="500237", made_by=people["wushan"]
        ).pk,
        "saved": SavedView.objects.create(by=people["wushan"], name="脆李", asked="by=product").pk,
        "mail_key": DispatchMail.objects.create(
            user=people["wushan"], language="en", told_week=date(2022, 7, 4)
        ).key,
        "published": publish(date(2022, 7, 1)).month,
        "as_of": date(2022, 8, 20),
        "section": "products",
        "recognition": world.recognition(grower).pk,
        "posting": neighbour.postings.get().pk,
        "report": report.pk,
        "evidence": paper.pk,
        "finding": finding.pk,
        "counter": counter.code,
        "upload": ReportUpload.objects.create(
            channel_id="ECOM",
            file_name="a.csv",
            status="refused",
            preview={"faults": 0},
            by=people["wushan"],
        ).pk,
        "expected": ExpectedReport.objects.create(
            region_id="500237", channel_id="ECOM", starts_on=date(2022, 1, 1)
        ).pk,
    }
    return people, things


def painted() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "plum").save(file, "JPEG")
    return SimpleUploadedFile("plums.jpg", file.getvalue(), "image/jpeg")


def test_every_address_says_who_passes():
    assert set(names_of(get_resolver().url_patterns)) == set(DOORS)


def names_of(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            included = pattern.urlconf_name
            if isinstance(included, types.ModuleType) and included.__name__.startswith(
                OTHER_LIBRARIES
            ):
                continue
            yield from names_of(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_role_passes_its_doors_and_no_other(client, people, role):
    people, things = people
    if people[role]:
        client.force_login(people[role])
    wrong = []
    for name, (method, needs, who) in DOORS.items():
        address = reverse(name, args=[things[need] for need in needs])
        # What one door does is undone before the next; nor does a guest's link open others.
        client.cookies.pop("orders", None)
        with transaction.atomic():
            response = getattr(client, method)(address)
            transaction.set_rollback(True)
        passed = response.status_code not in (403, 404) and not leads_to_sign_in(response)
        if passed != (role in who):
            wrong.append((name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", AT_WORK)
def test_who_passes_by_their_work_sets_up_the_second_step_first(client, people, role, settings):
    settings.SECOND_STEP_REQUIRED = True
    people, things = people
    client.force_login(people[role])
    asked = set()
    for name, (method, needs, who) in DOORS.items():
        if role in who:
            address = reverse(name, args=[things[need] for need in needs])
            client.cookies.pop("orders", None)
            with transaction.atomic():
                response = getattr(client, method)(address)
                transaction.set_rollback(True)
            if response.status_code == 302 and response["Location"] == "/accounts/2fa/":
                asked.add(name)
    by_work = {name for name, (*_, who) in DOORS.items() if role in who and "stranger" not in who}
    assert asked == by_work - LEADS_ON


def test_who_buys_is_not_asked_for_a_second_step(client, people, settings):
    settings.SECOND_STEP_REQUIRED = True
    people, things = people
    for role, doors in (
        ("buyer", ("order", "invoice_file", "claim", "order_cancellation")),
        ("member", ("organisation", "purchases", "organisation_grants", "reserved_unit")),
    ):
        client.force_login(people[role])
        for name in doors:
            method, needs, _who = DOORS[name]
            response = getattr(client, method)(reverse(name, args=[things[n] for n in needs]))
            assert "2fa" not in response.get("Location", ""), name


def leads_to_sign_in(response) -> bool:
    return response.status_code == 302 and "/accounts/login/" in response["Location"]

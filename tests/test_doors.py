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
from tests.doors import DOORS, EVERYBODY, OFFICIALS
from tests.shop.bulletins import bulletins
from tests.shop.claims.received import came, claim_on
from tests.shop.gifts import grants
from tests.shop.invoices import papers
from tests.shop.reviews.reviewed import received_line, review_of

pytestmark = pytest.mark.django_db

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
    people["clerk"] = world.user("hall")
    counter = world.hall(people["wushan"], "500237", clerk=people["clerk"])
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
            assert response.status_code in (200, 302), name
            assert "2fa" not in response.get("Location", ""), name


def leads_to_sign_in(response) -> bool:
    return response.status_code == 302 and "/accounts/login/" in response["Location"]

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shop.ledger.reports.importing import import_report
from shop.ledger.reports.own_profiles import is_written_so
from shop.models import Entry, Profile
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows

pytestmark = pytest.mark.django_db

HERE = "/en/reports/profiles/"


@pytest.fixture
def wushan(client):
    world.country()
    shipped = Profile.objects.create(code="gov832-orders", channel_id="GOV832", name_zh="832平台")
    for column, called, written in (
        ("来源单号", "订单编号", ""),
        ("产品名称", "商品名称", ""),
        ("净重（克）", "总净重(公斤)", "公斤"),
    ):
        shipped.columns.create(column=column, called=called, written=written)
    client.force_login(world.official("500237"))
    return client


def copied(client, name: str = "Our livestream") -> Profile:
    shipped = Profile.objects.get(code="gov832-orders")
    client.post(f"{HERE}{shipped.pk}/copy/", {"name_zh": name})
    return Profile.objects.get(made_by__isnull=False)


def filled(client, profile: Profile, **changes: tuple[str, str, str]) -> dict:
    """What the form of the page says, with what was typed for some columns."""
    forms = client.get(f"{HERE}{profile.pk}/").context["columns"].forms
    said = {
        "name_zh": profile.name_zh,
        "form-TOTAL_FORMS": len(forms),
        "form-INITIAL_FORMS": len(forms),
    }
    for number, form in enumerate(forms):
        row = {name: form[name].value() or "" for name in ("column", "called", "written", "value")}
        if typed := changes.get(row["column"]):
            row |= dict(zip(("called", "written", "value"), typed, strict=True))
        said |= {f"form-{number}-{name}": value for name, value in row.items()}
    return said


def test_a_copy_says_what_the_first_said_and_is_changed_for_itself(wushan):
    made = copied(wushan)
    shipped = Profile.objects.get(code="gov832-orders")
    said = ("column", "called", "written", "value")
    assert list(made.columns.values(*said)) == list(shipped.columns.values(*said))
    assert (made.region_id, made.channel_id) == ("500237", shipped.channel_id)
    typed = {"来源单号": ("编号", "", ""), "净重（克）": ("重量", "斤", ""), "渠道代码": ("",) * 3}
    answer = wushan.post(f"{HERE}{made.pk}/", filled(wushan, made, **typed))
    assert answer.status_code == 302
    assert made.columns.get(column="来源单号").called == "编号"
    assert made.columns.get(column="净重（克）").written == "斤"
    assert shipped.columns.get(column="来源单号").called == "订单编号"
    assert not made.columns.filter(column="渠道代码").exists()


def test_a_report_is_read_as_the_copy_says(wushan):
    made = copied(wushan)
    made.columns.all().delete()
    typed = {"来源单号": ("编号", "", ""), "净重（克）": ("重量", "斤", "")}
    wushan.post(f"{HERE}{made.pk}/", filled(wushan, made, **typed))
    (row,) = rows({"渠道代码": ""})
    row |= {"编号": row.pop("来源单号"), "重量": "5"}
    del row["净重（克）"]
    import_report(as_csv([row]), name="a.csv", channel_code="GOV832", profile=made)
    assert Entry.objects.get().weight_g == 2500


def test_what_no_file_writes_is_refused_beside_its_column(wushan):
    made = copied(wushan)
    answer = wushan.post(f"{HERE}{made.pk}/", filled(wushan, made, 产品名称=("商品", "斤", "")))
    assert answer.status_code == 422
    assert "No report of this column is written so." in answer.content.decode()
    forged = filled(wushan, made) | {"form-0-column": "利润"}
    assert wushan.post(f"{HERE}{made.pk}/", forged).status_code == 422
    assert made.columns.get(column="产品名称").called == "商品名称"


@pytest.mark.parametrize(
    ("column", "written", "fits"),
    [
        ("净重（克）", "箱", True),
        ("每箱净重（克）", "箱", False),
        ("销售金额（元）", "万元", True),
        ("销售金额（元）", "斤", False),
        ("销售日期", "%Y%m%d", True),
        ("销售日期", "%m", False),
        ("销售日期", "days", False),
        ("来源单号", "自动", True),
        ("产品名称", "自动", False),
    ],
)
def test_units_and_days_are_those_a_report_is_read_in(column, written, fits):
    assert is_written_so(column, written) == fits


def test_a_copy_is_for_the_officials_of_its_place(wushan):
    made = copied(wushan)
    assert made in wushan.get("/en/reports/").context["form"].fields["profile"].queryset
    wushan.force_login(world.official("620524", "gansu"))
    assert made not in wushan.get("/en/reports/").context["form"].fields["profile"].queryset
    for path in ("", "copy/", "removal/"):
        assert wushan.post(f"{HERE}{made.pk}/{path}", {"name_zh": "x"}).status_code == 404
    file = SimpleUploadedFile("a.csv", as_csv(rows({})))
    answer = wushan.post("/en/reports/", {"profile": made.pk, "file": file})
    assert "profile" in answer.context["form"].errors
    shipped = Profile.objects.filter(made_by=None).first()
    for path in ("", "removal/"):
        assert wushan.post(f"{HERE}{shipped.pk}/{path}", {"name_zh": "x"}).status_code == 404


def test_a_copy_goes_when_nobody_needs_it(wushan):
    made = copied(wushan)
    wushan.post(f"{HERE}{made.pk}/copy/", {"name_zh": ""})
    wushan.post(f"{HERE}{made.pk}/removal/")
    assert not Profile.objects.filter(made_by__isnull=False).exists()
    assert Profile.objects.exists()

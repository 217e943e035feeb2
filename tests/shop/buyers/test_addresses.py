import pytest

from shop.buyers.addresses import read_address
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


TO_LAISHAN = """
张三 13800138000 山东省烟台市莱山区港城东大街1号
张三,13800138000,山东省烟台市莱山区港城东大街1号
山东省烟台市莱山区港城东大街1号，张三，13800138000
山东省 烟台市 莱山区 港城东大街1号 张三 +86 138-0013-8000
收货人：张三 手机号码：138 0013 8000 所在地区：山东省烟台市莱山区 详细地址：港城东大街1号
张三13800138000山东省烟台市莱山区港城东大街1号
１３８００１３８０００ 张三 山东烟台莱山港城东大街1号
张三 13800138000 烟台莱山区港城东大街1号
张三 13800138000 莱山区港城东大街1号 264003
张三 13800138000 山东省莱山区港城东大街1号
"""


@pytest.mark.parametrize("text", TO_LAISHAN.strip().splitlines())
def test_it_is_read_in_any_order(text):
    address = read_address(text)
    assert (address.receiver, address.phone) == ("张三", "13800138000")
    assert (address.place.code, address.street) == ("370613", "港城东大街1号")


@pytest.mark.parametrize(
    ("text", "code", "street"),
    [
        ("北京市东城区朝内大街2号", "110101", "朝内大街2号"),
        ("北京北京市东城区朝内大街2号", "110101", "朝内大街2号"),
        ("北京市市辖区东城区朝内大街2号", "110101", "朝内大街2号"),
        ("广东省东莞市南城街道鸿福路1号", "441900", "南城街道鸿福路1号"),
        ("重庆市渝北区龙溪街道1号", "500157", "龙溪街道1号"),
        ("重庆巫山县曲尺乡1号", "500237", "曲尺乡1号"),
        ("山东省烟台市莱山区Unit 5 Gangcheng", "370613", "Unit 5 Gangcheng"),
        ("山东省烟台市莱山区万达广场", "370613", "万达广场"),
    ],
)
def test_places_of_every_shape(text, code, street):
    for pasted in (text, f"王五 13700137000 {text}", f"{text} 王五 13700137000"):
        address = read_address(pasted)
        assert (address.place.code, address.street) == (code, street)
        assert address.receiver in ("", "王五")


def test_a_unit_has_a_land_line():
    address = read_address("食堂 0535-6800000-12 烟台市芝罘区南大街5号")
    assert (address.receiver, address.phone) == ("食堂", "0535-6800000-12")
    assert read_address("0535 6800000").phone == "0535-6800000"


def test_it_reads_as_far_as_it_is_clear():
    address = read_address("张三 13800138000 山东省烟台市港城东大街1号")
    assert address.place.code == "370600"
    assert address.street == "港城东大街1号"


def test_a_name_that_many_places_have_is_none_alone():
    world.region("370783", "county", "城关区", "城关", "Chengguan", parent="370200")
    address = read_address("张三 13800138000 城关区人民路1号")
    assert address.place is None
    assert address.receiver == "张三"
    assert read_address("拉萨市城关区人民路1号").place.code == "540102"


def test_a_province_goes_before_a_city_of_its_name():
    world.region("220000", "province", "吉林省", "吉林", "Jilin")
    world.region("220200", "prefecture", "吉林市", "吉林", "Jilin", parent="220000")
    world.region("220204", "county", "船营区", "船营", "Chuanying", parent="220200")
    assert read_address("吉林省吉林市船营区北京路1号").place.code == "220204"
    assert read_address("吉林吉林市船营区北京路1号").place.code == "220204"
    assert read_address("吉林省北京路1号").place.code == "220000"


def test_a_wrong_phone_is_no_phone():
    address = read_address("张三 12345678901 山东省烟台市莱山区港城东大街1号")
    assert address.phone == ""
    assert address.receiver == "张三"


@pytest.mark.parametrize("text", ["", " ", "\0", "13800138000", "%_%", "山", "x" * 10_000])
def test_what_is_no_address_gives_none(text):
    assert read_address(text).place is None

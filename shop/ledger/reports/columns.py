"""The columns of the sales ledger (消费帮扶销售台账), as reports name them.

The names are designed from the press and two local guides; no official blank form was found.
"""

from unicodedata import normalize

ORDER_NO = "来源单号"
SOLD_ON = "销售日期"
CHANNEL = "渠道代码"
COUNTY_CODE = "产地县代码"
COUNTY = "产地县"
COUNTY_PROVINCE = "产地省"
SUPPLIER = "供应商名称"
RECOGNITION = "帮扶产品编号"
PRODUCT = "产品名称"
CATEGORY = "产品分类"
PACK = "规格"
PACKS = "数量"
WEIGHT = "净重（克）"
BOX = "每箱净重（克）"
AMOUNT = "销售金额（元）"
REFUND = "退款金额（元）"
REFUNDED_ON = "退款日期"
NET = "净销售额（元）"
BUYER_KIND = "采购方类型"
BUYER_UNIT = "采购单位名称"
TO_PROVINCE = "收货地省"
TO_CITY = "收货地市"
TO_CITY_CODE = "收货地市代码"
BUYER_REGION = "采购方所在地代码"
PAIRING = "结对关系"
ONLINE = "销售方式"

ALL = (
    ORDER_NO,
    SOLD_ON,
    CHANNEL,
    COUNTY_CODE,
    COUNTY,
    COUNTY_PROVINCE,
    SUPPLIER,
    RECOGNITION,
    PRODUCT,
    CATEGORY,
    PACK,
    PACKS,
    WEIGHT,
    BOX,
    AMOUNT,
    REFUND,
    REFUNDED_ON,
    NET,
    BUYER_KIND,
    BUYER_UNIT,
    TO_PROVINCE,
    TO_CITY,
    TO_CITY_CODE,
    BUYER_REGION,
    PAIRING,
    ONLINE,
)
# Each of these, or both of the names that stand in for a code.
NEEDED = (ORDER_NO, SOLD_ON, PRODUCT, CATEGORY, WEIGHT, AMOUNT, BUYER_KIND, ONLINE)
INSTEAD_OF_CODES = {COUNTY_CODE: (COUNTY,), TO_CITY_CODE: (TO_PROVINCE, TO_CITY)}

# Headers compare after NFKC, which narrows the brackets.
NAMES = {normalize("NFKC", name): name for name in (WEIGHT, BOX, AMOUNT, REFUND, NET)}

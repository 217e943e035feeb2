"""What a bulletin says of itself, in the Chinese of the form."""

from django.utils import timezone

from shop import money
from shop.bulletins.models import Bulletin, Side

SIDES = {Side.ORIGIN: "产自本地区", Side.DESTINATION: "销往本地区"}
MEANING = {
    "销售金额": "已付货款，不含运费，扣除优惠；退款在渠道确认之日以负数行计入当期。",
    "所属月份": "按付款日（北京时间）；代报行按其销售日期。",
    "空白": "系统尚不掌握的内容（如发票号码、其中脱贫户/监测户）留空，不作推算。",
    "带动农户数": "供货到所售批次的农户，由合作社按批次登记：每家取户数最多的批次，同一户不重复计；"
    "按批次累计为户次。一个批次可在多个月份销售，各月、各产品之间不可相加。",
    "更正": "截止时刻以后到达的数据不改变本通报；与更正数的逐行差异见地址所示页面。",
}


def facts_of(bulletin: Bulletin) -> dict[str, str]:
    closing, total = bulletin.closing, bulletin.figures["total"]
    facts = {
        "填报单位": closing.region.full_name,
        "统计期": closing.period,
        "统计范围": f"{SIDES[closing.side]}的农产品销售",
        "通报编号": closing.code,
        "数据截至": f"{timezone.localtime(bulletin.closed_at):%Y-%m-%d %H:%M:%S}（北京时间）",
        "台账行数": f"{total['rows']:,}",
        "其中未确认的线下销售（元）": money.yuan(total["unconfirmed_fen"]),
        "渠道报送": completeness_of(bulletin.figures),
        "指标口径版本": bulletin.definitions,
        "台账摘要（SHA-256）": bulletin.digest,
        "报告数与更正数": closing.address,
    }
    if closing.reason:
        facts["重开原因"] = closing.reason
    return {**facts, "一句话": bulletin.figures["sentences"]["zh"], **MEANING}


def completeness_of(figures: dict) -> str:
    told = figures["completeness"]
    if told is None:
        return "本地区未设应报渠道"
    missing = "、".join(one["zh"] for one in told["missing"])
    said = f"应报{told['expected']}个渠道，已报{told['reported']}个"
    return f"{said}；未报：{missing}" if missing else said

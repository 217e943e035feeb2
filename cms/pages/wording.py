"""Words the law forbids where goods are advertised: superlatives (Advertising Law of 2021,
article 9), the authority of the state (article 9), and promises of healing for what is no medicine
(article 17; Food Safety Law of 2021, article 73)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

SUPERLATIVE = _("a superlative (Advertising Law, article 9)")
STATE = _("the authority of the state (Advertising Law, article 9)")
HEALING = _("a promise of healing (Advertising Law, article 17)")

# Each with the words it is no fault in: 最后 says when, 第一书记 is an office, 国家级贫困县 a fact.
FORBIDDEN = [
    (SUPERLATIVE, r"最(?!后|近|终|初|多可|少要|低温|低气温|高温|高气温|低工资|低生活)"),
    (
        SUPERLATIVE,
        r"第一(?!次|步|天|批|季|书记|中学|小学|医院|产业|师|章|条|届|期|年|代|产区|茬|场|份|车|船)",
    ),
    (SUPERLATIVE, r"唯一|首选|顶级|极品|独一无二|史上|全网(?:低|第)|绝无仅有|王牌|之王|100[%％]"),
    (
        STATE,
        r"国家级(?!贫困县|脱贫|重点|非物质|非遗|自然保护|森林|湿地|地质公园|农业|龙头|示范|贫困村)",
    ),
    (STATE, r"特供|专供|国宴|驰名商标|国家领导人|国家机关(?:推荐|指定)"),
    (HEALING, r"疗效|治疗|治愈|根治|药效|药到病除|包治|祛病|消炎|抗癌|防癌|抗肿瘤|延年益寿"),
    (HEALING, r"降(?:血)?(?:压|糖|脂)|(?:增强|提高|提升)免疫力|排毒|壮阳|补肾|减肥"),
    (
        SUPERLATIVE,
        r"\b(?:the best|best (?:in|of)|finest|number one|no\. ?1|top[- ]grade|unrivalled|unique)\b",
    ),
    (
        HEALING,
        r"\b(?:cures?|heals?|remedy|medicinal|therapeutic|anti-?cancer|detox\w*"
        r"|lowers? (?:blood|cholesterol)\w*|boosts? (?:the )?immun\w+)\b",
    ),
]
PATTERNS = [(why, re.compile(pattern, re.IGNORECASE)) for why, pattern in FORBIDDEN]
# So much is shown of what stands around a word.
AROUND = 6


class Forbidden(NamedTuple):
    word: str
    why: str
    # With what stands around it, by which an editor finds it and may let it stand.
    context: str


def forbidden_in(text: str) -> Iterator[Forbidden]:
    """Each forbidden word of a text."""
    for why, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = max(match.start() - AROUND, 0), match.end() + AROUND
            yield Forbidden(match[0], why, " ".join(text[start:end].split()))

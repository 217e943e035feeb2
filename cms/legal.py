"""What the law asks to be said at the foot of every page (E-Commerce Law, article 15; Measures for
Internet Information Services, article 12; Measures on Online Food Safety, article 8)."""

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FACTS = {
    "operator": pgettext_lazy("whose shop it is", "Operator"),
    "business": _("Business licence"),
    "icp": _("ICP record"),
    "police": _("Public security record"),
    "food": _("Record as a platform for food"),
}
# Where the law wants a number to lead, so that anybody can check it.
REGISTERS = {"icp": "https://beian.miit.gov.cn/", "police": "https://beian.mps.gov.cn/"}


def legal_facts() -> list[dict]:
    return [
        {"label": label, "value": settings.LEGAL_FACTS[name], "register": REGISTERS.get(name)}
        for name, label in FACTS.items()
        if settings.LEGAL_FACTS[name]
    ]


def are_given(app_configs, **kwargs) -> list[checks.Error]:
    return [
        checks.Error(
            f"The foot of the page does not say: {label}.",
            hint="Set it, see docs/operate.md: a shop may not go online without.",
            id=f"legal.{name}",
        )
        for name, label in FACTS.items()
        if not settings.LEGAL_FACTS[name]
    ]

"""What a finding says, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shop.money import yuan
from shop.warnings.models import Finding
from shop.weight import label

Rule = Finding.Rule
SAYS = {
    Rule.BEYOND_OUTPUT: gettext_lazy(
        "In %(year)s %(sold)s of %(product)s were sold, the county grew %(grown)s."
    ),
    Rule.BEYOND_LOT: gettext_lazy("%(ordered)s are ordered of lot %(lot)s, it holds %(held)s."),
    Rule.ONE_BUYER: gettext_lazy(
        "One organisation bought ¥%(bought)s of the ¥%(sold)s %(cooperative)s sold this year."
    ),
    Rule.WAYBILL_TWICE: gettext_lazy("Waybill %(waybill)s stands at %(orders)s orders."),
    Rule.PRICE: gettext_lazy("¥%(price)s a kilogram, usually ¥%(usual)s for this kind of goods."),
    Rule.RECOGNITION: gettext_lazy("Recognition %(number)s was not in force on %(day)s."),
    Rule.OWN_COOPERATIVE: gettext_lazy(
        "%(person)s is posted here and works the desk of %(cooperative)s."
    ),
    Rule.COUNTED_TWICE: gettext_lazy("Two channels tell of a box of ¥%(amount)s: %(by)s."),
}
MISUSED = {
    "unknown": gettext_lazy(
        "Recognition %(number)s, reported for %(product)s, is not in the register."
    ),
    "supplier": gettext_lazy(
        "Recognition %(number)s belongs to %(holder)s; %(supplier)s sold under it."
    ),
    "product": gettext_lazy(
        "Recognition %(number)s is of %(recognised)s; %(product)s was sold under it."
    ),
}
ALIKE = {
    "waybill": pgettext_lazy("two sales", "the waybill is the same"),
    "order": pgettext_lazy("two sales", "the order number is the same"),
    "trace": pgettext_lazy("two sales", "the code on the box is the same"),
    "sale": pgettext_lazy("two sales", "day, goods, city, weight and amount are the same"),
}


def words(finding: Finding) -> str:
    said = finding.said
    values = {**said}
    values |= {name[:-2]: label(said[name]) for name in said if name.endswith("_g")}
    values |= {name[:-4]: yuan(said[name]) for name in said if name.endswith("_fen")}
    values["product"] = said.get("product", _("all goods"))
    values["by"] = ALIKE.get(said.get("by"), "")
    return MISUSED.get(said.get("why"), SAYS[finding.rule]) % values

from pathlib import Path

from producers.regions import tables
from shop.subsidies.models import Rule, Tier

FOLDER = Path(__file__).parent / "data"


def load() -> int:
    """Amounts are fen, shares per mille."""
    rules = [
        Rule(
            code=row["code"],
            from_year=row["from_year"],
            until_year=row["until_year"] or None,
            place_id=row["place"],
            destination_id=row["destination"] or None,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            measure=row["measure"],
            pays=row["pays"],
            cap_per_mille=row["cap_per_mille"] or None,
            source=row["source"],
        )
        for row in tables.read(FOLDER / "rules.csv")
    ]
    loaded = tables.put(rules, known_by=["code", "from_year"])
    known = {(rule.code, str(rule.from_year)): rule for rule in Rule.objects.all()}
    tiers = [
        Tier(rule=known[row["rule"], row["from_year"]], at_least=row["at_least"], pays=row["pays"])
        for row in tables.read(FOLDER / "tiers.csv")
    ]
    tables.put(tiers, known_by=["rule", "at_least"])
    return loaded

"""Lists as Stripe pages them: newest first, `limit` at a time, going on after an id."""

from shop.payments.sandbox.errors import Refused, no_such

USUAL, MOST = 10, 100
PAGING = frozenset(["limit", "starting_after", "expand"])
COMPARISONS = {
    "gt": int.__gt__,
    "gte": int.__ge__,
    "lt": int.__lt__,
    "lte": int.__le__,
}


def page_of(rows: list[dict], given: dict, *, url: str) -> dict:
    """`rows` in the order in which the list shows them."""
    limit = given.get("limit", USUAL)
    if not 1 <= limit <= MOST:
        raise Refused(f"Limit must be between 1 and {MOST}.", param="limit")
    if after := given.get("starting_after"):
        places = [place for place, row in enumerate(rows) if row["id"] == after]
        if not places:
            raise no_such("object", after)
        rows = rows[places[0] + 1 :]
    return {"object": "list", "data": rows[:limit], "has_more": len(rows) > limit, "url": url}


def newest_first(rows: list[dict], given: dict, *, equal: tuple[str, ...]) -> list[dict]:
    """The rows whose `equal` fields and time of creation are those asked for."""
    wanted = {name: given[name] for name in equal if name in given}
    return [
        row
        for row in reversed(rows)
        if all(row[name] == value for name, value in wanted.items())
        and _created_in(row["created"], given.get("created", {}))
    ]


def _created_in(created: int, asked: dict | int) -> bool:
    if isinstance(asked, int):
        return created == asked
    return all(COMPARISONS[name](created, bound) for name, bound in asked.items())

import re
from collections.abc import Iterable

from shop.payments.sandbox.errors import Refused

DEEPEST = 12
BRACKETED = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")


def nested(pairs: Iterable[tuple[str, str]]) -> dict:
    """Turn `a[b][0][c]=x` into {"a": {"b": {"0": {"c": "x"}}}}; arrays stay numbered mappings.

    `a[]=x` takes the next number. Raises Refused for a name that is no such path.
    """
    tree: dict = {}
    for name, value in pairs:
        *branches, leaf = _path(name)
        place = tree
        for branch in branches:
            place = place.setdefault(_numbered(branch, place), {})
            if not isinstance(place, dict):
                raise Refused(f"Invalid parameter: {name}", param=name)
        place[_numbered(leaf, place)] = value
    return tree


def _path(name: str) -> list[str]:
    match = BRACKETED.match(name)
    keys = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])] if match else []
    if not 0 < len(keys) <= DEEPEST:
        raise Refused(f"Invalid parameter name: {name[:200]}", param=name[:200])
    return keys


def _numbered(key: str, place: dict) -> str:
    return key or str(len(place))

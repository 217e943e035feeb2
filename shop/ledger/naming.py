"""Reports name who sold and who bought in words, and many are called alike: a name means somebody
in one place only."""

from collections import defaultdict
from collections.abc import Iterable


def bearers(
    known: Iterable[tuple[int, str, str]], *, among: Iterable[int]
) -> dict[tuple[str, str], int]:
    """Of all who are known, by key, name and place: by name and place the one who bears the name
    there, if it is one of those asked for. Where several bear it, it means none of them."""
    found = defaultdict(list)
    for pk, name, place in known:
        found[name, place].append(pk)
    return {named: pks[0] for named, pks in found.items() if len(pks) == 1 and pks[0] in among}

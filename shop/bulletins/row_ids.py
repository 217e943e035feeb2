"""Which rows of the ledger were counted, in a few bytes each: their ids rise, so that what is
between one and the next is small."""

import zlib
from collections.abc import Iterable
from itertools import accumulate, pairwise


def pack(ids: Iterable[int]) -> bytes:
    steps = (after - before for before, after in pairwise([0, *sorted(ids)]))
    return zlib.compress(" ".join(map(str, steps)).encode())


def unpack(packed: bytes) -> set[int]:
    return set(accumulate(map(int, zlib.decompress(packed).split())))

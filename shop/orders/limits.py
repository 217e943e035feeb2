"""Counting tries, in the cache that all workers share."""

import time

from django.core.cache import cache

HOUR = 3600


def too_many(name: str, of: str, *, most: int) -> bool:
    """Count one more try of the hour; True where there were enough already."""
    key = f"limit:{name}:{of}:{int(time.time()) // HOUR}"
    tries = cache.get(key, 0)
    if tries >= most:
        return True
    cache.set(key, tries + 1, HOUR)
    return False

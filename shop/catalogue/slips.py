"""Words one slip of the finger away from what was typed: bluebery, cuilli, appel."""

from collections.abc import Iterator
from string import ascii_lowercase

from shop.catalogue.keeping import NEVER_CHANGES, kept
from shop.catalogue.models import Product

# Of a shorter word too many others are one slip away.
LETTERS_AT_LEAST = 4


def near_words(word: str) -> list[str]:
    """The word itself, and where it is none, those that it is most likely a slip of."""
    known = known_words()
    if len(word) < LETTERS_AT_LEAST or word in known:
        return [word]
    likeliest = next((near for slips in slips_of(word) if (near := slips & known)), ())
    return [word, *sorted(likeliest)]


def slips_of(word: str) -> Iterator[set[str]]:
    """What may have been meant, the likeliest kind of slip first: a letter typed twice or two in
    the wrong order, a letter left out, another letter."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {left + right[1:] for left, right in cuts[:-1]}
    turned = {left + right[1] + right[0] + right[2:] for left, right in cuts[:-2]}
    yield less | turned
    yield {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    yield {left + letter + right[1:] for left, right in cuts[:-1] for letter in ascii_lowercase}


def known_words() -> frozenset[str]:
    """All the words and sounds that goods are found by. Kept for a minute whatever changes: a slip
    in the name of what was listed this minute may wait."""
    return kept("words", NEVER_CHANGES, read_words)


def read_words() -> frozenset[str]:
    texts = Product.objects.published().order_by().values_list("search_text", flat=True)
    return frozenset(word for text in texts for word in text.split() if word.isascii())

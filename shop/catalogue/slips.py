"""Words one slip of the finger away from what was typed: bluebery, cuilli, appel."""

from string import ascii_lowercase

from shop.catalogue.keeping import NEVER_CHANGES, kept
from shop.catalogue.models import Product

# Of a shorter word too many others are one slip away.
LETTERS_AT_LEAST = 4


def near_words(word: str) -> list[str]:
    """The word itself, and the known ones with a letter more, less or wrong, or two turned."""
    if len(word) < LETTERS_AT_LEAST:
        return [word]
    return [word, *sorted(slips_of(word) & known_words())]


def slips_of(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    more = {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    less = {left + right[1:] for left, right in cuts[:-1]}
    wrong = {left + letter + right[1:] for left, right in cuts[:-1] for letter in ascii_lowercase}
    turned = {left + right[1] + right[0] + right[2:] for left, right in cuts[:-2]}
    return more | less | wrong | turned


def known_words() -> frozenset[str]:
    """All the words and sounds that goods are found by. Kept for a minute whatever changes: a slip
    in the name of what was listed this minute may wait."""
    return kept("words", NEVER_CHANGES, read_words)


def read_words() -> frozenset[str]:
    texts = Product.objects.published().order_by().values_list("search_text", flat=True)
    return frozenset(word for text in texts for word in text.split() if word.isascii())

"""Codes that people read out on the phone: 8 characters none of which looks like another, the last
a check, so that a slip is found before anything is looked up."""

import secrets

from django.utils.crypto import get_random_string

# 23 of them, a prime: any one wrong character and any two that changed places are found.
ALPHABET = "3479ACDEFGHJKMNPQRTUWXY"
LENGTH = 8


def new_code() -> str:
    first = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return first + check_character(first)


def new_token() -> str:
    """Of a form or a list: sent twice, it is one order."""
    return get_random_string(22)


def check_character(first: str) -> str:
    total = sum(weight * ALPHABET.index(c) for weight, c in enumerate(first, start=2))
    return ALPHABET[total % len(ALPHABET)]


def is_code(text: str) -> bool:
    return (
        len(text) == LENGTH
        and all(c in ALPHABET for c in text)
        and check_character(text[:-1]) == text[-1]
    )

import itertools

from shop.orders.codes import ALPHABET, is_code, new_code


def test_it_makes_codes_that_check():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(is_code(code) for code in codes)


def test_no_character_looks_like_another():
    assert not set(ALPHABET) & set("0O1IL2Z5S8B6V")
    assert ALPHABET.upper() == ALPHABET


def test_any_one_wrong_character_is_found():
    code = new_code()
    for i, c in itertools.product(range(8), ALPHABET):
        if c != code[i]:
            assert not is_code(code[:i] + c + code[i + 1 :])


def test_two_neighbours_that_changed_places_are_found():
    code = new_code()
    for i in range(7):
        swapped = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
        assert swapped == code or not is_code(swapped)


def test_other_texts_are_no_codes():
    code = new_code()
    for text in ("", code[:7], code + "A", code.lower(), "\0" * 8, "一二三四五六七八"):
        assert not is_code(text)

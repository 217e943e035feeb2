"""What a code of GB/T 2260 says by itself: two digits are the province, four the prefecture, six
the county."""

MUNICIPALITIES = ("11", "12", "31", "50")
# Counties that the province rules itself, without a prefecture between.
DIRECTLY_RULED = ("4190", "4290", "4690", "6590")
# Cities that are or were, and some of whose counties count for another city today.
DIVIDED = (
    *("2203", "3408", "3415", "3712", "5120", "5222", "5421", "5422", "5423", "5424", "5426"),
    *("6321", "6521", "6522"),
)
# Cities without counties.
UNDIVIDED = ("4419", "4420", "4604", "6202")


def range_of(code: str) -> tuple[str, str]:
    """The first and last code of all that lies in a place given by 2, 4 or 6 digits, or by six
    with trailing zeros: 37 and 370000 are 370000 to 379999. Raises ValueError for another text."""
    if not (code.isascii() and code.isdigit() and len(code) in (2, 4, 6)):
        raise ValueError(f"{code} is not a region code of 2, 4 or 6 digits.")
    digits = digits_of(code)
    if not digits:
        raise ValueError("00 is no region.")
    return digits.ljust(6, "0"), digits.ljust(6, "9")


def digits_of(code: str) -> str:
    """The 2, 4 or 6 digits that say which place it is."""
    while code.endswith("00"):
        code = code[:-2]
    return code


def level_of(code: str) -> str:
    """As `Region.level` says it."""
    return {2: "province", 4: "prefecture", 6: "county"}[len(digits_of(code))]


def province_of(code: str) -> str:
    return f"{code[:2]}0000"


def prefecture_of(code: str) -> str:
    """A municipality is its own prefecture, and a directly ruled county its own."""
    if code[:2] in MUNICIPALITIES:
        return province_of(code)
    if code[:4] in DIRECTLY_RULED:
        return code
    return f"{code[:4]}00"


def is_known_by_city(code: str) -> bool:
    """Of goods sent to a province, who knows to which of its cities?"""
    return code != province_of(code) or code[:2] in MUNICIPALITIES


def is_known_by_county(code: str) -> bool:
    """A city without counties is its own."""
    return not code.endswith("00") or code[:4] in UNDIVIDED


def line_of(code: str) -> list[str]:
    """A place and those it lies in, the smallest first, each once."""
    return list(dict.fromkeys([code, prefecture_of(code), province_of(code)]))

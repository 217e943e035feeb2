from unicodedata import normalize


def plain(name: str) -> str:
    """A product's name as it is compared: no full-width letters, no space around or doubled."""
    return " ".join(normalize("NFKC", name).split())

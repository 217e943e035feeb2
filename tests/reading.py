"""A visitor who follows every link and reads every page, as a person of one language would."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

UNREAD = {"script", "style", "textarea", "code"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SPOKEN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
FILE = re.compile(r"\.(csv|json|pdf|xlsx|zip)$")
LOADED = {"script": "src", "img": "src", "link": "href", "form": "action", "iframe": "src"}


class Page(HTMLParser):
    """What a page says, with the language it says it in, where it leads, and what it loads."""

    def __init__(self, html: str):
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.open: list[tuple[str, str, bool]] = [("", "", True)]
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        around, language, read = self.open[-1]
        # A browser shows a tag in a title as it is written.
        if around == "title":
            self.said.append((language, self.get_starttag_text()))
        language = attributes.get("lang") or language
        for name in SPOKEN_ATTRIBUTES:
            if attributes.get(name):
                self.said.append((language, attributes[name]))
        if tag == "input" and attributes.get("type") in ("submit", "button"):
            self.said.append((language, attributes.get("value", "")))
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if address := attributes.get(LOADED.get(tag)):
            self.loaded.append(address)
        if tag not in VOID:
            self.open.append((tag, language, read and tag not in UNREAD))

    def handle_endtag(self, tag):
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        _, language, read = self.open[-1]
        if read and text.strip():
            self.said.append((language, " ".join(text.split())))


def pages(client, start: str, *, inside, at_most: int = 150):
    """Each page that can be reached by links, as (address, answer, page). Of addresses that differ
    in values only two are enough, six of a page whatever it is asked, and one of a file."""
    waiting, seen, kinds = [start], {start}, {}
    while waiting and len(seen) <= 20 * at_most:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code in (301, 302):
            waiting += new(address, [answer.url], seen, kinds, inside)
        elif answer.headers["Content-Type"].startswith("text/html") and not answer.streaming:
            page = Page(answer.content.decode())
            yield address, answer, page
            waiting += new(address, page.links, seen, kinds, inside)


def new(here: str, links, seen: set, kinds: dict, inside) -> list[str]:
    found = []
    for link in links:
        parts = urlsplit(urljoin(f"http://testserver{here}", link))
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.netloc != "testserver" or address in seen or not inside(parts.path):
            continue
        asked = dict(parse_qsl(parts.query))
        # Codes first: one that begins with a digit is a code as well.
        path = re.sub(r"\b[A-Z0-9]{8}\b|\d+", "#", parts.path)
        # At the foot of each page, and of each the same: some pages in the large look are enough.
        page = "look" if "look" in asked else path
        kind = page, tuple(sorted(asked))
        of_a_kind, of_a_page = (1, 1) if FILE.search(page) else (2, 6)
        if kinds.get(kind, 0) < of_a_kind and kinds.get(page, 0) < of_a_page:
            kinds[kind], kinds[page] = kinds.get(kind, 0) + 1, kinds.get(page, 0) + 1
            seen.add(address)
            found.append(address)
    return found

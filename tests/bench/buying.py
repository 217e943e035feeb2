"""A browser without pictures and scripts: it keeps cookies, follows redirects and fills forms."""

import http.client
import re
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

FIELD = re.compile(r"<(?:input|button)\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value|type)="([^"]*)"')


class Browser:
    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port = port
        self.cookies = dict(cookies or {})
        self.status = 0
        self.requests = 0
        self.queries = 0

    def get(self, address: str) -> str:
        return self.follow(self.ask("GET", address))

    def post(self, address: str, form: dict) -> str:
        answer = self.ask("POST", address, urlencode(form))
        while self.status == 307:
            answer = self.ask("POST", answer[1], urlencode(form))
        return self.follow(answer)

    def post_only(self, address: str, form: dict) -> None:
        """Without going where the answer leads."""
        self.ask("POST", address, urlencode(form))

    def follow(self, answer: tuple[str, str]) -> str:
        """The page that comes in the end, or the address at the payment provider, who is not
        measured."""
        page, location = answer
        while location:
            if urlsplit(location).port not in (None, self.port):
                return location
            page, location = self.ask("GET", location)
        return page

    def ask(self, method: str, address: str, body: str | None = None) -> tuple[str, str]:
        """The page and where it leads; a refusal is an error, as no buyer meets one here."""
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept-Language": "zh-CN", "Referer": f"http://127.0.0.1:{self.port}/"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        self.requests += 1
        self.queries += int(answer.getheader("X-Queries", "0"))
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: part.value for name, part in SimpleCookie(line).items()})
        self.status = answer.status
        if answer.status not in (200, 302, 303, 307):
            raise RuntimeError(f"{method} {path}: {answer.status}\n{page[:2000]}")
        return page, answer.getheader("Location", "")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the forms of a page."""
    fields = {}
    for tag in FIELD.findall(page):
        found = dict(ATTRIBUTE.findall(tag))
        if found.get("type") == "hidden" and "name" in found:
            fields[found["name"]] = unescape(found.get("value", ""))
    return fields

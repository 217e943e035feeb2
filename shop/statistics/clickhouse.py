"""ClickHouse, over its HTTP interface. Nothing else talks to it, and what is said to it both its
18.16, which Debian has, and its versions of today understand."""

from dataclasses import dataclass
from urllib.error import URLError
from urllib.parse import unquote, urlencode, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

# Seconds. Whoever looks at a page waits for no node that hangs: another answers, or the summaries.
PATIENCE = 10
FORMAT = "TabSeparated"


class Unanswered(Exception):
    """The node cannot be reached, does not answer in time, or refuses."""


@dataclass(frozen=True)
class Node:
    """One server of the cluster and the database on it: http://user:password@host:8123/name."""

    url: str

    def ask(self, sql: str) -> list[list[str]]:
        """The rows of an answer. What we ask for are numbers, days and codes, so that no value
        holds a tab."""
        said = self.say(f"{sql} FORMAT {FORMAT}".encode())
        return [line.split("\t") for line in said.decode().splitlines()]

    def insert(self, table: str, rows: bytes) -> None:
        self.say(rows, query=f"INSERT INTO {table} FORMAT {FORMAT}")

    def say(self, body: bytes, **parameters: str) -> bytes:
        url = urlsplit(self.url)
        query = urlencode({"database": url.path.strip("/") or "default", **parameters})
        request = Request(
            f"{url.scheme}://{url.hostname}:{url.port or 8123}/?{query}",
            data=body,
            headers={
                "X-ClickHouse-User": unquote(url.username or "default"),
                "X-ClickHouse-Key": unquote(url.password or ""),
            },
        )
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                return answer.read()
        except URLError as error:
            why = error.read().decode(errors="replace") if hasattr(error, "read") else error.reason
            raise Unanswered(f"{url.hostname}:{url.port}: {why}") from error
        # A connection that breaks in the middle of an answer.
        except OSError as error:
            raise Unanswered(f"{url.hostname}:{url.port}: {error}") from error


def nodes() -> list[Node]:
    """Those the site is told of; whoever is asked first is left to the order they are named in."""
    return [Node(url) for url in settings.STATISTICS_URL.split(",") if url]

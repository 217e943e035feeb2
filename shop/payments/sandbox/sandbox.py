import secrets
import string
import threading
import time
from dataclasses import dataclass, field

from shop.payments.sandbox.errors import no_such
from shop.payments.sandbox.faults import Faults
from shop.payments.sandbox.store import Store

ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Call:
    """Who asks through the API: one secret key is one account."""

    account: str
    request: str
    key: str | None


@dataclass
class Hook:
    """Where events are sent, and what is made to go wrong on the way."""

    url: str | None = None
    secret: str = ""
    drop: bool = False
    hold: bool = False
    reverse: bool = False
    duplicates: int = 0
    delay: int = 0


@dataclass
class Sandbox:
    store: Store
    hook: Hook
    settle_after: int
    address: str = ""
    faults: Faults = field(default_factory=Faults)
    busy: set[str] = field(default_factory=set)
    """Idempotency keys whose first call is still being worked on."""
    sending: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> int:
        """Seconds since 1970 by the sandbox's clock, which tests may put forward."""
        moved = self.store.get("setting", "clock") or {"offset": 0}
        return int(time.time()) + moved["offset"]

    def advance(self, seconds: int) -> None:
        with self.store.change():
            moved = self.store.get("setting", "clock") or {"offset": 0}
            self.store.put("setting", "clock", {"offset": moved["offset"] + seconds})

    def add(self, account: str, row: dict, **private) -> dict:
        """Keep a new Stripe object; `private` is what only the sandbox knows about it."""
        self.store.put("private", row["id"], {"account": account, **private})
        return self.store.put(row["object"], row["id"], row)

    def change(self, row: dict, **values) -> dict:
        return self.store.put(row["object"], row["id"], {**row, **values})

    def find(self, kind: str, key: str, *, account: str | None = None) -> dict:
        """The object of that id; Refused as missing when it is another account's."""
        row = self.store.get(kind, key)
        if row is None or account not in (None, self.account_of(row)):
            raise no_such(kind, key)
        return row

    def account_of(self, row: dict) -> str:
        return self.private(row)["account"]

    def private(self, row: dict) -> dict:
        return self.store.get("private", row["id"])

    def remember(self, row: dict, **private) -> None:
        self.store.put("private", row["id"], {**self.private(row), **private})

    def rows_of(self, kind: str, account: str) -> list[dict]:
        return [row for row in self.store.rows(kind) if self.account_of(row) == account]


def new_id(prefix: str, length: int = 24) -> str:
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(length))}"

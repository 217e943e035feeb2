import threading

from shop.payments.sandbox.errors import Refused

LONGEST_STALL = 60
KINDS = ("429", "500", "closed", "lost", "stall")


class ConnectionClosed(Exception):
    """The caller gets no answer at all."""


class Faults:
    """What is to go wrong with the next calls to the API.

    429 and 500 are answered before any work; `closed` ends the connection before any work and
    `lost` after it, so that the work is done and nobody was told; `stall` keeps the call, its
    idempotency key already taken, until `release()` or for at most a minute.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._kind = ""
        self._left = 0
        self._gate = threading.Event()
        self._stalled = threading.Event()

    def plan(self, *, kind: str, times: int) -> None:
        with self._lock:
            self._kind, self._left = kind, times
            self._gate = threading.Event()
            self._stalled = threading.Event()

    def release(self) -> None:
        self._gate.set()

    def await_stall(self) -> bool:
        return self._stalled.wait(LONGEST_STALL)

    def take(self) -> str | None:
        """The fault of this call, which is then used up."""
        with self._lock:
            if not self._left:
                return None
            self._left -= 1
            return self._kind

    def refuse(self, kind: str | None) -> None:
        if kind == "429":
            raise Refused("Too many requests hit the API too quickly.", status=429)
        if kind == "500":
            raise Refused("An unknown error occurred.", status=500, kind="api_error")
        if kind == "closed":
            raise ConnectionClosed

    def stall(self) -> None:
        self._stalled.set()
        self._gate.wait(LONGEST_STALL)

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    body: str
    headers: Mapping[str, str]

    @property
    def form(self) -> str:
        return self.query if self.method == "GET" else self.body


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def redirect(address: str) -> Response:
    return Response(303, headers={"Location": address})

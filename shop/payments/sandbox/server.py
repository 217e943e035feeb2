"""The sandbox over HTTP: the API below /v1/, the pages a buyer sees, and /_sandbox/ for tests."""

import argparse
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from shop.payments.sandbox import api, control, delivery, keeper, pages
from shop.payments.sandbox.faults import ConnectionClosed
from shop.payments.sandbox.messages import Request, Response
from shop.payments.sandbox.sandbox import Hook, Sandbox
from shop.payments.sandbox.store import Store

LONGEST_BODY = 1024 * 1024


def main() -> int:
    options = _options()
    try:
        server = start(
            port=options.port,
            state=options.state,
            hook=Hook(url=options.webhook, secret=options.secret),
            settle_after=options.settle_after,
        )
    except OSError as wrong:
        print(f"The payment sandbox cannot listen on port {options.port}: {wrong.strerror}.")
        return 1
    # Of itself Python hears no Ctrl-C where a shell started it in the background.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: sys.exit(0))
    print(f"Payment sandbox: {server.sandbox.address}", flush=True)
    server.serve_forever()


def start(*, port: int, state: Path | None, hook: Hook, settle_after: int) -> "Server":
    """A server that listens, with its clock and its messenger at work; port 0 takes a free one."""
    server = Server(("127.0.0.1", port), Handler)
    server.sandbox = Sandbox(
        store=Store(state),
        hook=hook,
        settle_after=settle_after,
        address=f"http://127.0.0.1:{server.server_port}",
    )
    for work in (keeper.keep, delivery.deliver):
        threading.Thread(target=work, args=[server.sandbox], daemon=True).start()
    return server


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    sandbox: Sandbox


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Otherwise the body waits for the headers to be acknowledged.
    disable_nagle_algorithm = True

    def do_GET(self):
        self.answer("")

    def do_POST(self):
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            self.close_connection = True
            self.write(Response(413))
            return
        self.answer(self.rfile.read(int(length)).decode(errors="replace"))

    def answer(self, body: str) -> None:
        address = urlsplit(self.path)
        request = Request(self.command, address.path, address.query, body, self.headers)
        respond = pages.respond
        if address.path.startswith("/v1/"):
            respond = api.respond
        elif address.path.startswith(control.PREFIX):
            respond = control.respond
        try:
            self.write(respond(self.server.sandbox, request))
        except ConnectionClosed:
            self.close_connection = True

    def write(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.kind)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    def log_message(self, *_):
        """Its output is its address and nothing else."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m shop.payments.sandbox",
        description="Speaks the part of Stripe's API that the shop uses. No money moves.",
    )
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep everything here")
    parser.add_argument("--webhook", metavar="URL", help="send events there")
    parser.add_argument("--secret", default="", help="the webhook's signing secret")
    parser.add_argument(
        "--settle-after",
        type=int,
        default=60,
        metavar="SECONDS",
        help="how long a wallet's refund is pending (%(default)s)",
    )
    return parser.parse_args()

"""The sandbox as a program of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys

import pytest

from tests.payments_sandbox import RunningSandbox, running_sandbox
from tests.shop.payments.sandbox.asking import plums

COMMAND = [sys.executable, "-m", "shop.payments.sandbox"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def start():
    started = []

    def start(*command: str, **environment) -> subprocess.Popen:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_keeps_what_it_knew_and_stops_at_once(start, tmp_path, ending):
    port, state = free_port(), tmp_path / "made" / "payments.jsonl"
    command = [*COMMAND, "--port", str(port), "--state", str(state)]
    first = start(*command)
    assert first.stdout.readline() == f"Payment sandbox: http://127.0.0.1:{port}\n"
    sandbox = RunningSandbox(f"http://127.0.0.1:{port}")
    paid = sandbox.client().v1.checkout.sessions.create(plums())
    sandbox.pay(paid)
    open_one = sandbox.client().v1.checkout.sessions.create(plums())
    first.send_signal(ending)
    assert first.wait(timeout=10) == 0

    start(*command).stdout.readline()
    client = sandbox.client()
    assert client.v1.checkout.sessions.retrieve(paid.id).payment_status == "paid"
    assert sandbox.pay(open_one)["status"] == "succeeded"
    assert len(sandbox.events("checkout.session.completed")) == 2


def test_a_line_torn_by_a_crash_spoils_no_other(tmp_path):
    state = tmp_path / "payments.jsonl"
    with running_sandbox(state=state) as sandbox:
        session = sandbox.client().v1.checkout.sessions.create(plums())
    with state.open("a", encoding="utf-8") as journal:
        journal.write('\n[["checkout.session", "cs_test_tor')
    with running_sandbox(state=state) as sandbox:
        client = sandbox.client()
        client.v1.checkout.sessions.expire(session.id)
    with running_sandbox(state=state) as sandbox:
        found = sandbox.client().v1.checkout.sessions.list()
        assert [(row.id, row.status) for row in found] == [(session.id, "expired")]


def test_a_taken_port_is_a_clear_message(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(*COMMAND, "--port", str(taken.getsockname()[1]))
        said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert said == (
        f"The payment sandbox cannot listen on port {taken_port(said)}: Address already in use.\n"
    )


def taken_port(said: str) -> str:
    return said.split("port ")[1].split(":")[0]


def test_the_sites_command_starts_it_for_the_site(start):
    port = free_port()
    process = start(
        sys.executable,
        "manage.py",
        "stripe_sandbox",
        SHANHUO_STRIPE_API_BASE=f"http://127.0.0.1:{port}",
        SHANHUO_SITE_URL="http://127.0.0.1:9",
    )
    assert process.stdout.readline() == f"Payment sandbox: http://127.0.0.1:{port}\n"
    hook = RunningSandbox(f"http://127.0.0.1:{port}").ask("webhook")
    assert hook["url"] == "http://127.0.0.1:9/payments/webhook/"


def test_it_imports_nothing_of_django():
    code = "import shop.payments.sandbox.server, sys; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("length", ["9999999", "-1", "many"])
def test_a_body_beyond_bounds_is_not_read(sandbox, length):
    connection = http.client.HTTPConnection(sandbox.address.removeprefix("http://"))
    connection.putrequest("POST", "/v1/refunds")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_only_json_is_obeyed(sandbox):
    connection = http.client.HTTPConnection(sandbox.address.removeprefix("http://"))
    connection.request("POST", "/_sandbox/clear", "{}", {"Content-Type": "text/plain"})
    assert connection.getresponse().status == 405
    connection.close()


@pytest.mark.parametrize(
    ("verb", "given", "said"),
    [
        ("steal", {}, "The sandbox knows pay"),
        ("pay", {"colour": "red"}, "colour"),
        ("fault", {"kind": "flood"}, "A fault is one of"),
        ("webhook", {"colour": "red"}, "has no colour"),
    ],
)
def test_it_says_what_it_cannot_do(sandbox, verb, given, said):
    with pytest.raises(AssertionError, match=said):
        sandbox.ask(verb, **given)

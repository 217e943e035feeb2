import socket
import sys

import pytest
from django.core.management import CommandError, call_command

from cms.pages.demo.supervising import Fallen, Stopped, Supervisor, is_free

FOREVER = [sys.executable, "-c", "import signal; signal.pause()"]
DEAF = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True);"
    "signal.pause()",
]


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_taken_port_is_said_before_anything_starts(taken_port):
    assert not is_free(taken_port)
    with pytest.raises(CommandError, match=f"Port {taken_port} is taken. Choose another: PORT="):
        call_command("demo", port=taken_port)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CommandError, match="SANDBOX_PORT="):
        call_command("demo", port=port, sandbox_port=taken_port)


def test_when_one_falls_all_stop_and_its_name_is_told():
    with pytest.raises(Fallen, match="The clock ended with 3"), Supervisor({}) as supervisor:
        supervisor.start("site", FOREVER)
        supervisor.start("clock", [sys.executable, "-c", "raise SystemExit(3)"])
        supervisor.watch()
    assert all(process.poll() is not None for process in supervisor.running.values())


def test_what_must_succeed_first_stops_all_when_it_fails():
    with pytest.raises(Fallen, match="The loading ended with 1"), Supervisor({}) as supervisor:
        supervisor.start("sandbox", FOREVER)
        supervisor.run("nothing", [sys.executable, "-c", ""])
        supervisor.run("loading", [sys.executable, "-c", "raise SystemExit(1)"])
    assert supervisor.running["sandbox"].poll() is not None


def test_one_signal_ends_all_and_a_second_does_not_cut_it_short():
    with pytest.raises(Stopped), Supervisor({}) as supervisor:
        supervisor.start("site", FOREVER)
        supervisor.interrupt()
    assert supervisor.running["site"].poll() is not None


def test_a_process_that_does_not_end_is_killed(monkeypatch):
    monkeypatch.setattr("cms.pages.demo.supervising.SECONDS_TO_END", 0)
    with Supervisor({}) as supervisor:
        supervisor.start("deaf", DEAF)
    assert supervisor.running["deaf"].poll() is not None

"""Several processes under one: they start in turn and end together."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field

SECONDS_TO_END = 5
# A parent that was killed cannot end its children: the kernel tells them.
DIES_WITH_PARENT = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []


class Fallen(Exception):
    """One of the processes ended by itself."""

    def __init__(self, name: str, code: int):
        super().__init__(f"The {name} ended with {code}, so all the others were stopped.")


class Stopped(Exception):
    """Somebody wants it to end."""


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass
class Supervisor:
    environment: dict[str, str]
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    def __enter__(self):
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self.interrupt)
        return self

    def interrupt(self, *_):
        # One is enough: a second Ctrl-C must not cut the ending short.
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        raise Stopped

    def start(self, name: str, command: list[str], **environment: str) -> None:
        """In a session of its own, so that a Ctrl-C reaches the parent only."""
        self.running[name] = subprocess.Popen(
            [*DIES_WITH_PARENT, *command],
            env=os.environ | self.environment | environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(self, name: str, command: list[str], **environment: str) -> None:
        """Start it and wait for its end."""
        self.start(name, command, **environment)
        code = self.running[name].wait()
        del self.running[name]
        if code:
            raise Fallen(name, code)

    def look(self) -> None:
        for name, process in self.running.items():
            if (code := process.poll()) is not None:
                raise Fallen(name, code)

    def watch(self) -> None:
        while True:
            self.look()
            time.sleep(0.5)

    def __exit__(self, *_):
        self.tell_all(signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_END
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
        # What a process left behind is in its group.
        self.tell_all(signal.SIGKILL)
        for process in self.running.values():
            process.wait()

    def tell_all(self, what: signal.Signals) -> None:
        for process in self.running.values():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, what)

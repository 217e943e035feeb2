import subprocess
import sys

import pytest

from cms.settings import BASE_DIR


@pytest.fixture(scope="session")
def one_node(tmp_path_factory):
    command = [sys.executable, "-m", "tests.clickhouse_node", tmp_path_factory.mktemp("clickhouse")]
    process = subprocess.Popen(
        # Where the tests die, it does.
        ["setpriv", "--pdeathsig=KILL", *command],
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield f"http://127.0.0.1:{process.stdout.readline().strip()}/default"
    process.kill()
    process.wait()


@pytest.fixture
def clickhouse(one_node, settings):
    """A node the site is told of. Gives its URL."""
    settings.STATISTICS_URL = one_node
    return one_node

import os
import subprocess
import sys

import pytest

SUMMER_2022 = ("--from", "2022-07-01", "--to", "2022-08-31")


@pytest.mark.parametrize(
    "wrong", [("--by", "colour"), ("--to", "2021-01-01"), ("--nonsense",), ("--origin", "x")]
)
def test_from_the_shell_a_wrong_option_is_one_line_and_exit_2(fresh_database, wrong):
    done = subprocess.run(
        [sys.executable, "manage.py", "sales_report", *SUMMER_2022, *wrong, "--json"],
        capture_output=True,
        text=True,
        env={**os.environ, "SHANHUO_DATABASE_URL": fresh_database},
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1

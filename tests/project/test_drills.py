"""The short form of every drill; the long ones are run before a release by ``lianxin drill NAME --long``."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only]

DRILLS = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "drills").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", [name for name in DRILLS if name != "backup"])  # that one: tests/backups
def test_everything_holds_in(name: str) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LIANXIN_", "DJANGO_"))}
    command = [sys.executable, "-P", "-m", "lianxin", "drill", name, "--json"]
    done = subprocess.run(command, env=clean, capture_output=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr.decode()[-6000:]
    result = json.loads(done.stdout)
    assert (result["ok"], result["faults"]) == (True, [])

"""The drill's short form; the long one is run before a release by ``lianxin drill backup --long``."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only]


def test_backups_while_others_write_are_each_one_moment(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
    command = [sys.executable, "-P", "-m", "lianxin", "drill", "backup", "--json"]
    done = subprocess.run(command, env=clean, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode()
    result = json.loads(done.stdout)
    assert (result["ok"], result["wrong"], result["missed"]) == (True, [], 0)
    assert result["writes"] > 0

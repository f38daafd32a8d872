"""A database of an older version is backed up before it changes, and such a backup is restored and brought up to date."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only]


def python(program: str, data: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
    command = [sys.executable, "-P", "-c", program]
    done = subprocess.run(command, env={**clean, "LIANXIN_DATA": str(data)}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


OLDER = """
from lianxin.cli.preparation import load_django, prepare
load_django()
from django.core.management import call_command
call_command("migrate", "backups", "zero", verbosity=0)
prepare()
"""
STATE = """
from lianxin.cli.preparation import setup_django
setup_django()
from lianxin.backups.container import read_head
from lianxin.backups.keeping import copies
from lianxin.party.models import Member
from lianxin.backups.models import Backup
print([(copy.reason.value, "backups" in dict(read_head(copy.path).migrations)) for copy in copies()])
print(Member.objects.count(), Backup.objects.count())
"""


def test_before_an_upgrade_a_backup_is_made_that_restores_into_the_new_version(tmp_path: Path) -> None:
    data, new = tmp_path / "data", tmp_path / "new"
    lianxin = [sys.executable, "-P", "-m", "lianxin"]
    subprocess.run([*lianxin, "demo", "--data", str(data)], check=True, capture_output=True)
    python(OLDER, data)
    before = python(STATE, data).splitlines()
    assert before[0] == "[('upgrade', False)]"
    (file,) = (data / "backups").glob("*-upgrade.backup")
    key = str(data / "keys" / "master.key")
    command = [*lianxin, "restore", str(file), "--key", key, "--data", str(new)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert python(STATE, new).splitlines()[1] == before[1]

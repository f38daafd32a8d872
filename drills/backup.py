"""Backups while others write: each opens, restores, verifies and equals one moment; every flipped byte is found.

Each write of the drill posts from one counter to another within one transaction, so the sum of all counters is zero at
every moment and at no other state; and it writes an entry into the trail, whose length every backup must match.
"""

import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WRITES_A_SECOND = 50
SHORT = {"backups": 3, "flips": 100}
LONG = {"backups": 100, "flips": 1000}
COUNTERS = 20

Say = Callable[[str], None]


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    count = LONG if long else SHORT
    folder = Path(tempfile.mkdtemp(prefix="lianxin-drill-"))
    os.environ["LIANXIN_DATA"] = str(folder / "data")
    os.environ.pop("LIANXIN_DATABASE", None)
    try:
        _prepare()
        return _drill(folder, count["backups"], count["flips"], say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepare() -> None:
    from lianxin.cli.preparation import load_django, make_data_folder, prepare

    make_data_folder()
    load_django()
    prepare()
    from lianxin.parameters.models import ParameterValue
    from lianxin.portal.demo import ensure_demo

    ensure_demo()
    ParameterValue.objects.bulk_create(_counter(number) for number in range(COUNTERS))


def _counter(number: int) -> Any:  # noqa: ANN401 (a model's row)
    from lianxin.kernel import clock
    from lianxin.parameters.models import ParameterValue

    return ParameterValue(
        code=f"DRILL_{number}", value=0, since=clock.today(), basis="", recorded_at=clock.now(), recorded_by="演练"
    )


def _drill(folder: Path, backups: int, flips: int, say: Say) -> dict[str, Any]:
    from lianxin.backups.writing import write_backup

    stop, written = threading.Event(), [0]
    writer = threading.Thread(target=_write, args=(stop, written), daemon=True)
    began = time.monotonic()
    writer.start()
    files, seconds = [], []
    for number in range(backups):
        started = time.monotonic()
        files.append(write_backup(folder / f"{number}.backup", reason="hand").path)
        seconds.append(time.monotonic() - started)
        time.sleep(0.5)
    stop.set()
    writer.join(30)
    rate = written[0] / (time.monotonic() - began)
    say(f"备份 {backups} 次，同时每秒写 {rate:.0f} 次，最慢的一次备份 {max(seconds):.2f} 秒。")
    wrong = [each.name for each in files if not _is_a_moment(each, folder)]
    say(f"逐份恢复、核对：{f'{len(wrong)} 份不对：' + '、'.join(wrong) if wrong else '每一份都是完整的一个时刻'}。")
    missed = _flip(files[-1], flips)
    say(f"改动 {flips} 个字节：{f'{missed} 个没有发现' if missed else '全部发现'}。")
    return {
        "ok": not wrong and not missed,
        "backups": backups,
        "writes": written[0],
        "writes_a_second": round(rate, 1),
        "slowest_backup_seconds": round(max(seconds), 3),
        "wrong": wrong,
        "flips": flips,
        "missed": missed,
    }


def _write(stop: threading.Event, written: list[int]) -> None:
    from django.db import connection
    from django.db.models import F

    from lianxin.audit.work import Entry, unit_of_work
    from lianxin.declare.actors import SYSTEM
    from lianxin.parameters.models import ParameterValue

    chance = random.Random(3)
    started = time.monotonic()
    while not stop.is_set():
        one, other = chance.sample(range(COUNTERS), 2)
        with unit_of_work(SYSTEM) as work:
            ParameterValue.objects.filter(code=f"DRILL_{one}").update(value=F("value") - 1)
            ParameterValue.objects.filter(code=f"DRILL_{other}").update(value=F("value") + 1)
            work.record(Entry("drill.write"))
        written[0] += 1
        stop.wait(max(0.0, started + written[0] / WRITES_A_SECOND - time.monotonic()))
    connection.close()


def _is_a_moment(file: Path, folder: Path) -> bool:
    """Restored, verified, and every posting either there on both sides or not at all."""
    from django.db.models import Sum

    from lianxin.backups.databases import standing_in
    from lianxin.backups.restoring import put_back
    from lianxin.config.after_migrate import run_steps
    from lianxin.config.database import database_settings
    from lianxin.kernel.crypto import keyring
    from lianxin.parameters.models import ParameterValue

    place = folder / "restored"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    database = database_settings("", place, pool_size=1)
    restored = put_back(
        file,
        ring=keyring(),
        database=database,
        files=place / "files",
        after_migrate=run_steps,
        say=lambda _: None,
    )
    with standing_in(database):
        total = ParameterValue.objects.filter(code__startswith="DRILL_").aggregate(total=Sum("value"))["total"]
    return total == 0 and not restored.faults


def _flip(file: Path, flips: int) -> int:
    """How many flipped bits went unnoticed."""
    from lianxin.backups.errors import BackupError
    from lianxin.backups.reading import check_backup
    from lianxin.kernel.crypto import keyring

    content = file.read_bytes()
    chance = random.Random(4)
    changed = file.with_name("flipped.backup")
    missed = 0
    for _ in range(flips):
        damaged = bytearray(content)
        damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        changed.write_bytes(bytes(damaged))
        try:
            check_backup(changed, keyring())
        except BackupError:
            continue
        missed += 1
    return missed

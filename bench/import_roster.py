"""A roster of 10,000 people brought in by the command line, and taken back, against reading and inserting its rows."""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from django.conf import settings
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from bench.harness import Cost, Result, measure
from lianxin.declare.actors import OPERATOR
from lianxin.jobs.running import run_now
from lianxin.kernel.identity_numbers import check_character
from lianxin.orgs.models import Community
from lianxin.party.models import RosterBatch
from lianxin.party.rosters.taking_back import ask_to_take_back
from lianxin.portal.demo.names import MEN, SURNAMES, WOMEN

ROWS = 10_000
COMMAND_SECONDS = 2.0
TAKING_BACK_SECONDS = 5.0
FLOOR = "calamine 读出同样的表，一次插入一张空表"
HEADINGS = (
    "序号",
    "姓名",
    "性别",
    "民族",
    "身份证号",
    "出生日期",
    "学历",
    "人员类别",
    "入党日期",
    "转正日期",
    "所在党支部",
    "手机号码",
    "在职离退情况",
    "现居住地",
    "工作岗位",
)
_PERSONS_A_DAY = 400


def results(community: Community) -> Iterator[Result]:
    """Preview, import, the same again, and taking back."""
    with tempfile.TemporaryDirectory(prefix="lianxin-bench-") as folder:
        file = write_roster(Path(folder) / "花名册.xlsx")
        floor = measure(lambda: _floor(file), runs=3)
        _command(file, folder)  # compiles what a used installation has compiled
        yield _result(
            "import_preview", "预览 1 万行名册", measure(lambda: _command(file, folder), runs=2, warm=0), floor
        )
        commit = measure(lambda: _command(file, folder, "--commit"), runs=1, warm=0)
        yield _result("import_commit", "导入 1 万行 × 15 列（命令行，到入册为止）", commit, floor, COMMAND_SECONDS)
        again = measure(lambda: _command(file, folder, "--commit"), runs=1, warm=0)
        yield _result("import_again", "同一份名册再导入一次（全部无变化）", again, floor)
    batch = RosterBatch.objects.filter(community=community, created_count=ROWS).latest("created_at")
    undone = measure(lambda: run_now(ask_to_take_back(batch=batch, actor=OPERATOR)), runs=1, warm=0)
    yield _result("import_taken_back", "整批撤回 1 万人", undone, floor, TAKING_BACK_SECONDS)


def _result(name: str, title: str, cost: Cost, floor: Cost, most: float | None = None) -> Result:
    target = f"≤ {most:.0f} 秒" if most else "不设"
    return Result(name, title, cost, floor, FLOOR, target, most is None or cost.wall_ms <= most * 1000)


def write_roster(path: Path, rows: int = ROWS) -> Path:
    """A roster of invented people, every number with area 000000 and a right check digit."""
    chance = random.Random(11)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("党员花名册")
        sheet.write_row(0, 0, ["测量社区党员花名册"])
        sheet.write_row(1, 0, HEADINGS)
        for number in range(rows):
            sheet.write_row(number + 2, 0, _line(number, chance))
    return path


def _line(number: int, chance: random.Random) -> list[str]:
    man = number % 2 == 0
    # Later than anybody of the register that bench/population.py makes, so that all are new.
    birth = date(1999, 1, 1) + timedelta(days=number // _PERSONS_A_DAY)
    joined = date(birth.year + 22, 7, 1)
    digits = f"000000{birth:%Y%m%d}{number % _PERSONS_A_DAY // 2 * 2 + man:03d}"
    return [
        str(number + 1),
        chance.choice(SURNAMES) + chance.choice(MEN if man else WOMEN),
        "男" if man else "女",
        "汉族",
        digits + check_character(digits),
        birth.isoformat(),
        chance.choice(("大学本科", "大专", "高中", "初中")),
        "正式党员",
        joined.isoformat(),
        joined.replace(year=joined.year + 1).isoformat(),
        f"第{number % 40 + 1}支部",
        f"198{number:08d}",
        chance.choice(("退休", "在职")),
        f"测量路{number % 300}号院",
        "离退休人员",
    ]


def _command(file: Path, folder: str, *words: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"LIANXIN_DATA": str(settings.DATA_DIR), "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    command = [sys.executable, "-P", "-m", "lianxin", "import", "roster", str(file), "--json", *words]
    done = subprocess.run(command, env=environment, check=True, capture_output=True)
    (sheet,) = json.loads(done.stdout)["sheets"]
    assert (sheet["rows"], sheet["refused"]) == (ROWS, []), done.stderr.decode()


def _floor(file: Path) -> None:
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[2:]
    marks = ", ".join(["%s"] * len(HEADINGS))
    columns = ", ".join(f"c{place} text" for place in range(len(HEADINGS)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_floor ({columns})")
        with transaction.atomic():
            values = [[str(cell) for cell in row] for row in rows]
            cursor.executemany(f"INSERT INTO bench_floor VALUES ({marks})", values)  # noqa: S608 (marks only)
        cursor.execute("DROP TABLE bench_floor")

"""The whole roster as a spreadsheet and as CSV, against reading the same rows and writing them down plainly."""

import contextlib
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import xlsxwriter

from bench.harness import Cost, Result, measure
from lianxin.access.scope import Scope
from lianxin.files.places import passing_file
from lianxin.kernel import clock
from lianxin.orgs.models import Community
from lianxin.party.models import Member
from lianxin.reports.reading import Reading, find_ledger
from lianxin.reports.render import FORMATS

RUNS = 2
FLOOR = "读出同样多的行，写成最简单的 CSV"
MOST_SECONDS = 3.0
MOST_MEGABYTES = 60.0
PLAIN = (
    "person__name",
    "person__sex",
    "person__birth_date",
    "person__id_number_sealed",
    "person__mobile_sealed",
    "organisation__short_name",
    "category",
    "employment",
    "floating",
    "join_date",
    "full_date",
    "application_date",
    "work_start",
    "admission_type",
    "job_post",
    "left_on",
)


def results(community: Community) -> Iterator[Result]:
    """The exports of this installation's 党员花名册."""
    reading = Reading(find_ledger("党员花名册"), Scope((community.organisation.path,)), clock.today())
    rows = reading.rows().count()
    floor = measure(lambda: _plain(community), runs=RUNS, warm=0)
    for code in ("xlsx", "csv"):
        grown, cost = _with_memory(lambda code=code: _export(reading, code))  # type: ignore[misc]
        yield Result(
            f"export_{code}",
            f"导出 {rows:,} 行 {code}",
            cost,
            floor,
            FLOOR,
            f"十万行 ≤ {MOST_SECONDS:.0f} CPU 秒，多用内存 ≤ {MOST_MEGABYTES:.0f} MB",
            cost.cpu_ms / 1000 <= MOST_SECONDS * rows / 100_000 and grown <= MOST_MEGABYTES,
            {"rows": rows, "columns": len(reading.ledger.columns), "more_memory_mb": round(grown, 1)},
        )
    ours, theirs = _cells(_with_ours), _cells(_with_xlsxwriter)
    yield Result(
        "xlsx_cells",
        "只写格子：10,000 行 × 16 列",
        ours,
        theirs,
        "XlsxWriter 自己的格子（constant_memory）",
        "≤ 0.3 × XlsxWriter",
        ours.over(theirs) <= 0.3,
    )


def _export(reading: Reading, code: str) -> None:
    with passing_file() as target:
        FORMATS[code].write(reading, reading.values(), target)


def _plain(community: Community) -> None:
    members = Member.objects.filter(community=community).order_by("name_key", "id")
    with passing_file() as target:
        text = io.TextIOWrapper(target, "utf-8", newline="")
        csv.writer(text).writerows(members.values_list(*PLAIN).iterator(2000))
        text.flush()
        text.detach()


def _with_memory(work: Callable[[], None]) -> tuple[float, Cost]:
    """How far memory rose above where it stood (MB, Linux only, else 0), and the cost."""
    status, peak = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    before = _megabytes(status, "VmRSS")
    with contextlib.suppress(OSError):
        peak.write_text("5")  # begins the high-water mark anew
    cost = measure(work, runs=RUNS, warm=0)
    return max(0.0, _megabytes(status, "VmHWM") - before), cost


def _megabytes(status: Path, name: str) -> float:
    if not status.exists():
        return 0.0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(lines[name].split()[0]) / 1024


def _cells(write: Callable[[IO[bytes]], None]) -> Cost:
    def once() -> None:
        with passing_file() as target:
            write(target)

    return measure(once, runs=3)


def _invented() -> Iterator[list[str | int]]:
    for number in range(10_000):
        yield [*(f"张三{number}号" for _ in range(14)), number, "备注=1+1"]


def _with_ours(target: IO[bytes]) -> None:
    from lianxin.access.scope import EVERYTHING
    from lianxin.declare.ledgers import CellKind, Column, Ledger

    columns = [
        Column(f"c{place}", f"第{place}列", str, kind=CellKind.NUMBER if place == 14 else CellKind.TEXT)
        for place in range(16)
    ]
    ledger = Ledger("bench", "测量", "bench", "", "", columns, lambda query: None, lambda query: "测量。")  # type: ignore[arg-type,return-value]  # noqa: ARG005
    reading = Reading(ledger, EVERYTHING, clock.today())
    FORMATS["xlsx"].write(reading, _invented(), target)  # type: ignore[arg-type]


def _with_xlsxwriter(target: IO[bytes]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet()
    text = book.add_format({"num_format": "@"})
    for line, row in enumerate(_invented()):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, column, value, text)
            else:
                sheet.write_number(line, column, value)
    book.close()

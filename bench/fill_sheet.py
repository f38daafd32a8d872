"""A street's sheet filled for ten thousand members, against openpyxl writing the same cells into the same blank sheet."""

import io
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl

from bench.harness import Result, measure
from lianxin.kernel import clock
from lianxin.orgs.models import Community
from lianxin.reports.sheets.filling.choice import Choice
from lianxin.reports.sheets.filling.prepared import Prepared, fill, prepare
from lianxin.reports.sheets.layouts.recognise import recognise
from lianxin.reports.sheets.queries import words_of
from lianxin.reports.sheets.samples import SAMPLES
from lianxin.reports.sheets.sandboxed import read_blank
from lianxin.reports.sheets.writing.orders import Given

RUNS = 2
LINES = 10_000
MOST_SECONDS = 3.0
FLOOR = "openpyxl 把同样的格子写进同一份空白表"


def results(community: Community) -> Iterator[Result]:
    """This installation's members in the sheets that are there to try; a larger register is cut to ten thousand."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("people", "counts"):
            path = Path(folder) / f"{name}.xlsx"
            path.write_bytes(SAMPLES[name].content())
            yield _result(name, path, community)


def _result(name: str, path: Path, community: Community) -> Result:
    made: list[Prepared] = []

    def ours() -> None:
        choice = _Limited(community.organisation, clock.today())
        made[:] = [prepare(recognise(read_blank(path), words_of(community), {}), choice)]
        fill(path, made[0])

    work = measure(ours, runs=RUNS, warm=0)
    floor = measure(lambda: _plainly(path, made[0]), runs=RUNS, warm=0)
    people = len(made[0].people)
    return Result(
        f"fill_{name}",
        f"套表回填：{people:,} 人，{'一人一行' if name == 'people' else '统计表'}（读、认、取数、填、打包）",
        work,
        floor,
        FLOOR,
        f"一万人 ≤ {MOST_SECONDS:.0f} CPU 秒",
        work.cpu_ms / 1000 <= MOST_SECONDS,
        {"people": people, "cells": sum(len(order.get("cells", [])) for order in made[0].orders) or people * 9},
    )


class _Limited(Choice):
    """The first ten thousand."""

    def people(self) -> list[tuple[object, ...]]:
        return super().people()[:LINES]


def _plainly(path: Path, prepared: Prepared) -> None:
    """Everything is known already; only load, write, save. What stood below is written over, not moved."""
    book = openpyxl.load_workbook(path)
    (order,) = prepared.orders
    sheet = book[order["sheet"]]
    for merge in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merge))
    for number, row in enumerate(order.get("rows", []), order.get("first", 0)):
        for (index, _), value in zip(order["columns"], row, strict=True):
            sheet.cell(number, index + 1, _plain(value))
    for number, index, count in order.get("cells", []):
        sheet.cell(number, index + 1, count)
    book.save(io.BytesIO())


def _plain(value: Given) -> str | int | date | None:
    return date(*(*value, 1, 1)[:3]) if isinstance(value, tuple) else value

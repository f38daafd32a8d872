"""Counts by crossings. Members are read once; each heading becomes a set of them, a crossing is what two sets share.

A set is a whole number whose bits are members: thirty rows by twenty columns over ten thousand members are a
twentieth of a second.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from lianxin.reports.sheets.filling.findings import Blank, Findings
from lianxin.reports.sheets.layouts.conditions import Condition, Dimension
from lianxin.reports.sheets.layouts.facts import Facts
from lianxin.reports.sheets.layouts.layout import CountLayout, Line
from lianxin.reports.sheets.writing.orders import Order, evaluated

NOT_UNDERSTOOD = "没有认出这个说法"
_ADDING_UP = frozenset(Dimension) - {Dimension.OTHER, Dimension.FLOATING, Dimension.DEGREE}
"""Dimensions whose parts may be the whole; who flows is a part of nothing."""
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of one table by (row, column), and the sets they came from, to look for what does not add up."""

    layout: CountLayout
    numbers: Mapping[tuple[int, int], int]
    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)


class Members:
    """The facts of members, those in everybody's total first, then who flows in."""

    def __init__(self, facts: Sequence[Facts], inward: Sequence[Facts] = ()) -> None:
        self._facts = [*facts, *inward]
        self._counted = (1 << len(facts)) - 1
        self._all = (1 << len(self._facts)) - 1
        self._known: dict[int, int] = {}

    def count(self, layout: CountLayout) -> Counts:
        """Every crossing of a table."""
        rows = {line.at: self._set(line) for line in layout.rows if line.conditions is not None}
        columns = {line.at: self._set(line) for line in layout.columns if line.conditions is not None}
        across = {line.at for line in layout.rows if _inward(line)}
        down = {line.at for line in layout.columns if _inward(line)}
        numbers = {
            (row, column): (rows[row] & columns[column] & self._among(row in across or column in down)).bit_count()
            for row, column in layout.cells
        }
        return Counts(
            layout,
            numbers,
            {at: members & self._among(at in across) for at, members in rows.items()},
            {at: members & self._among(at in down) for at, members in columns.items()},
        )

    def _among(self, inward: bool) -> int:  # noqa: FBT001
        """Everybody where who flows in is asked about, else those in the total."""
        return self._all if inward else self._counted

    def _set(self, line: Line) -> int:
        found = self._all
        for condition in line.conditions or ():
            found &= self._members(condition)
        return found

    def _members(self, condition: Condition) -> int:
        """The set of a condition, worked out once: headings repeat."""
        key = id(condition.test)
        if key not in self._known:
            bits = 0
            for start in range(0, len(self._facts), _AT_ONCE):
                part = self._facts[start : start + _AT_ONCE]
                bits |= sum(1 << place for place, facts in enumerate(part) if condition.test(facts)) << start
            self._known[key] = bits
        return self._known[key]


def order_of(counts: Counts) -> tuple[Order, Findings]:
    """What is to be written into a counting table, what stays blank, and what does not add up."""
    layout = counts.layout
    order: Order = {
        "sheet": layout.name,
        "cells": [(row, column, number) for (row, column), number in counts.numbers.items()],
    }
    blank = [Blank(layout.name, heading, NOT_UNDERSTOOD) for heading in layout.unknown]
    return order, Findings(blank=blank, differences=list(dict.fromkeys(_differences(counts))))


def formula_differences(counts: Counts, formulas: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    """Sums the sheet works out by itself that differ from what the register counts."""
    waiting = {(row, column): formula for row, column, formula in formulas}
    known = {place: number for place, number in counts.numbers.items() if place not in waiting}
    while waiting:
        ready = {
            place: evaluated(formula, known)
            for place, formula in waiting.items()
            if not _refers(formula, waiting, place)
        }
        for place, result in ready.items():
            del waiting[place]
            if result is None:
                continue
            known[place] = result
            if result != counts.numbers[place]:
                yield (
                    f"{_where(counts.layout, *place)}：表里的公式合计 {result}，登记簿里是 {counts.numbers[place]}，"
                    f"差 {abs(result - counts.numbers[place])}。"
                )
        if not ready:
            return


def _refers(formula: str, waiting: Mapping[tuple[int, int], str], own: tuple[int, int]) -> bool:
    """Whether a formula adds up cells whose own formulas have not been worked out yet."""
    return bool(evaluated(formula, {place: 1 for place in waiting if place != own}))


def _differences(counts: Counts) -> Iterator[str]:
    layout = counts.layout
    for row in layout.rows:
        yield from _along(counts, layout.columns, counts.columns, row, across=True)
    for column in layout.columns:
        yield from _along(counts, layout.rows, counts.rows, column, across=False)


def _along(
    counts: Counts, lines: Sequence[Line], sets: Mapping[int, int], crossing: Line, *, across: bool
) -> Iterator[str]:
    """In one row (or down one column): parts that should come to their total."""

    def number(line: Line) -> int | None:
        return counts.numbers.get((crossing.at, line.at) if across else (line.at, crossing.at))

    totals = {line.outer: line for line in lines if line.is_total and not line.within}
    for (outer, _), parts in _groups(lines).items():
        total = totals.get(outer)
        values = [number(part) for part in parts]
        whole = number(total) if total is not None else None
        if whole is None or None in values or len(parts) < 2:
            continue
        overlap = _overlap(parts, sets)
        if overlap is not None:
            yield from overlap
            continue
        summed = sum(value for value in values if value is not None)
        if summed != whole and total is not None:
            words = " + ".join(part.headings[-1].replace("\n", "") for part in parts)
            yield (
                f"工作表“{counts.layout.name}”{crossing.heading or '合计'}：{words} = {summed}，"
                f"{total.heading} {whole}，差 {abs(whole - summed)}（有的没有登记，或者不在这几类里）。"
            )


def _groups(lines: Sequence[Line]) -> dict[tuple[tuple[str, ...], Dimension], list[Line]]:
    """Lines that might add up: under the same outer headings, about the same thing."""
    found: dict[tuple[tuple[str, ...], Dimension], list[Line]] = {}
    for line in lines:
        if not line.conditions or line.is_total or line.within:
            continue
        dimension = line.conditions[-1].dimension
        if dimension in _ADDING_UP:
            found.setdefault((line.outer, dimension), []).append(line)
    return found


def _overlap(parts: Sequence[Line], sets: Mapping[int, int]) -> list[str] | None:
    """None when nobody stands in two parts; else what to say: nothing where one part lies within another."""
    said: list[str] = []
    overlaps = False
    for one, other in combinations(parts, 2):
        first, second = sets.get(one.at, 0), sets.get(other.at, 0)
        both = first & second
        if both:
            overlaps = True
            if both not in (first, second) and one.conditions and one.conditions[-1].dimension is Dimension.AGE:
                said.append(f"“{one.heading}”和“{other.heading}”有重叠，{both.bit_count()} 人数了两次。")
    return said if overlaps else None


def _inward(line: Line) -> bool:
    return any(condition.inward for condition in line.conditions or ())


def _where(layout: CountLayout, row: int, column: int) -> str:
    rows = {line.at: line.heading for line in layout.rows}
    columns = {line.at: line.heading for line in layout.columns}
    return f"工作表“{layout.name}”{rows.get(row, '')}、{columns.get(column, '')}"

"""One reading of a ledger: which part, as of which day, filtered how, masked or not. The page, the print and the files
are all made from it, so they cannot differ.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lianxin.access.scope import Scope
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import Column, Ledger, LedgerQuery, RowSource, all_ledgers
from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate, PartialDateError, Precision

Value = str | int | date | None
HIDDEN = "（不显示）"
EARLIEST = date(1921, 7, 1)
"""The founding of the Party: there is no ledger of an earlier day."""


class UnknownLedgerError(RuleError):
    """No such ledger."""


def find_ledger(name: str) -> Ledger:
    """The ledger of that English name or Chinese title.

    Raises:
        UnknownLedgerError: with the names there are.
    """
    wanted = unicodedata.normalize("NFC", name).strip()
    for ledger in all_ledgers():
        if wanted in {ledger.name, ledger.title}:
            return ledger
    there_are = "、".join(f"{ledger.name}（{ledger.title}）" for ledger in all_ledgers()) or "还没有"
    raise UnknownLedgerError(f"没有叫“{wanted}”的台账。现有台账：{there_are}。", field="ledger")


def parse_as_of(text: str) -> date:
    """The day somebody typed; today for nothing.

    Raises:
        RuleError: no day, or one before there was anything to record.
    """
    return _parsed(text, "截止日期", "as_of") if text.strip() else clock.today()


def parse_since(text: str) -> date | None:
    """The first day of a period as somebody typed it; None for nothing.

    Raises:
        RuleError: no day, or one before there was anything to record.
    """
    return _parsed(text, "开始日期", "since") if text.strip() else None


def _parsed(text: str, called: str, name: str) -> date:
    try:
        typed = PartialDate.parse(text)
    except PartialDateError as error:
        raise RuleError(f"{called}看不懂：{error}", field=name) from None
    if typed.precision is not Precision.DAY:
        raise RuleError(f"{called}要写到哪一天，例如 2026-06-30。", field=name)
    if typed.on < EARLIEST:
        raise RuleError(f"{called}不能早于 1921年7月1日。", field=name)
    return typed.on


@dataclass(frozen=True, slots=True)
class Reading:
    """A ledger as somebody reads it. ``revealed`` shows what is otherwise masked.

    A ledger over a period that was given no first day begins with the year of its last.
    """

    ledger: Ledger
    scope: Scope
    as_of: date
    filters: Mapping[str, str] = field(default_factory=dict)
    revealed: bool = False
    since: date | None = None
    columns: tuple[str, ...] = ()
    """Names of the columns wanted; none: all of them."""

    def __post_init__(self) -> None:
        """Leave the ledger those columns that are wanted."""
        kept = [replace(column, on_page=True) for column in self.ledger.columns if column.name in self.columns]
        if kept and self.columns:
            object.__setattr__(self, "ledger", replace(self.ledger, columns=kept))

    @property
    def begins(self) -> date | None:
        """The first day of the period; None for a ledger of one day."""
        if not self.ledger.period:
            return None
        return self.since or date(self.as_of.year, 1, 1)

    @property
    def query(self) -> LedgerQuery:
        """What the ledger's own functions are asked with."""
        return LedgerQuery(self.scope, self.as_of, dict(self.filters), self.begins)

    def when(self) -> str:
        """The day or the period, in words."""
        begins = self.begins
        return f"截至{_chinese(self.as_of)}" if begins is None else f"{_chinese(begins)}至{_chinese(self.as_of)}"

    def address(self) -> list[tuple[str, str]]:
        """What stands in the address of this reading."""
        begins = [] if self.begins is None else [("since", self.begins.isoformat())]
        columns = [("columns", name) for name in self.columns]
        return [*begins, ("as_of", self.as_of.isoformat()), *self.filters.items(), *columns]

    def rows(self) -> RowSource:
        """The rows in the ledger's order."""
        return self.ledger.rows(self.query)

    def basis(self) -> str:
        """As of when, counted how (口径), and what does not follow the day: whole sentences."""
        counted = self.ledger.basis(self.query).removeprefix("口径：").removesuffix("。")
        sentences = [f"{self.when()}。口径：{counted}。"]
        if self.as_of != clock.today():
            sentences.append(self._what_follows())
        if self.as_of > clock.today() and not self.ledger.period:
            sentences.append("截止日期在今天以后，按现在已登记的情况推算。")
        return "".join(sentences)

    def _what_follows(self) -> str:
        """Which columns follow the day and which do not, told by the shorter list."""
        present = [column.title for column in self.ledger.columns if column.present]
        following = [column.title for column in self.ledger.columns if not column.present]
        if not present:
            return ""
        if len(present) <= len(following):
            return f"其中{'、'.join(present)}是现在登记的情况，不随截止日期变化。"
        return f"随截止日期变化的是{'、'.join(following)}，其余各列是现在登记的情况。"

    def chosen(self) -> list[tuple[str, str]]:
        """The filters in force as (label, chosen value's label)."""
        found = []
        for wanted in self.ledger.filters:
            value = self.filters.get(wanted.name, "")
            if value:
                labels = {choice.value: choice.label for choice in wanted.choices(self.scope)}
                found.append((wanted.label, labels.get(value, value)))
        return found

    def masked_titles(self) -> list[str]:
        """The columns that may hold what not everybody should see."""
        return [column.title for column in self.ledger.columns if column.sensitive]

    def getters(self, columns: Sequence[Column] | None = None) -> list[Callable[[Any], Value]]:
        """For each column the function from a row to its value, masked or not as this reading says."""
        return [self._getter(column) for column in (self.ledger.columns if columns is None else columns)]

    def values(self) -> Iterator[list[Value]]:
        """All rows as lists of values, in the order of the columns."""
        getters = self.getters()
        for row in self.rows().stream():
            yield [get(row) for get in getters]

    def _getter(self, column: Column) -> Callable[[Any], Value]:
        if not column.sensitive or self.revealed:
            return column.value
        return column.masked or _hidden


def _hidden(row: object) -> str:
    return HIDDEN


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

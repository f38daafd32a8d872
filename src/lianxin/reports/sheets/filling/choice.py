"""Whom a sheet is filled with: whose members, as of when, which of them, in what order, masked or not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lianxin.access.scope import Scope
from lianxin.declare.ledgers import LedgerQuery
from lianxin.orgs.models import Organisation
from lianxin.party.choices import Floating
from lianxin.party.ledgers import MEMBERS
from lianxin.party.ledgers.people import PLACE, Row, age_of, birth_of, joined_of, people_in, standing_of
from lianxin.reports.reading import Reading
from lianxin.reports.sheets.layouts.conditions import common_meaning
from lianxin.reports.sheets.layouts.facts import Facts

AGES = ("35岁及以下", "36至45岁", "46至60岁", "61岁及以上", "80岁及以上")
ORDERS: Mapping[str, str] = {
    "name": "按姓名拼音",
    "branch": "按支部，再按姓名",
    "joined": "按入党先后",
    "age": "按年龄，年长的在前",
}
FILTERS = ("branch", "category", "employment", "floating")
"""Those of 党员花名册, so that figures agree with it."""
_LATER = date.max


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a sheet is filled with. ``age`` is one of ``AGES`` or ""; ``filters`` are those of 党员花名册."""

    organisation: Organisation
    as_of: date
    filters: Mapping[str, str] = field(default_factory=dict)
    age: str = ""
    order: str = "name"
    revealed: bool = False

    @property
    def reading(self) -> Reading:
        """The same question put to 党员花名册."""
        return Reading(MEMBERS, self._scope, self.as_of, self.filters, self.revealed)

    @property
    def _scope(self) -> Scope:
        return Scope((self.organisation.path,))

    def people(self) -> list[Row]:
        """The members, in the order wanted."""
        rows = self._of_age(people_in(LedgerQuery(self._scope, self.as_of, self.filters)))
        return sorted(rows, key=_SORTED[self.order]) if self.order in _SORTED else list(rows)

    def inward(self) -> list[Row]:
        """Who flows in, as far as the other filters let them; those stand apart from everybody's total."""
        if self.filters.get("floating", Floating.INWARD.value) != Floating.INWARD or "floating" in self.filters:
            return []
        filters = {**self.filters, "floating": Floating.INWARD.value}
        return list(self._of_age(people_in(LedgerQuery(self._scope, self.as_of, filters))))

    def facts(self, row: Row) -> Facts:
        """What is known of a member when counts are made."""
        return facts_of(row, self.as_of)

    def _of_age(self, rows: Iterable[Row]) -> Iterable[Row]:
        wanted = common_meaning(self.age) if self.age else None
        return rows if wanted is None else (row for row in rows if wanted.test(self.facts(row)))

    def basis(self, *, counted: bool = False, inward: bool = False) -> str:
        """The 口径 as it is told with the sheet: whole sentences."""
        words = [
            self.organisation.name,
            *(label for _, label in self.reading.chosen()),
            *([self.age] if self.age else []),
        ]
        sentences = [self.reading.basis(), f"范围：{'，'.join(words)}。"]
        if counted or self.age:
            sentences.append("年龄、党龄按截止日期满周年算；“以上”“以下”含本数（民法典第一千二百五十九条）。")
        if inward:
            sentences.append("“流入”另数，不计入合计。")
        return "".join(sentences)[:600]

    def kept(self) -> dict[str, Any]:
        """As JSON, for a draft that waits for the worker."""
        return {
            "organisation": str(self.organisation.pk),
            "as_of": self.as_of.isoformat(),
            "filters": dict(self.filters),
            "age": self.age,
            "order": self.order,
            "revealed": self.revealed,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any], organisation: Organisation) -> "Choice":
        """The choice again from its JSON."""
        as_of = date.fromisoformat(kept["as_of"])
        return cls(organisation, as_of, kept["filters"], kept["age"], kept["order"], kept["revealed"])


def facts_of(row: Row, day: date) -> Facts:
    """A member's facts on a day."""
    return Facts(
        sex=row[PLACE["sex"]],
        ethnicity=row[PLACE["ethnicity"]],
        age=age_of(row, day),
        education=row[PLACE["education"]],
        degree=row[PLACE["degree"]],
        category=row[PLACE["category"]],
        employment=row[PLACE["employment"]],
        floating=row[PLACE["floating"]],
        new_economy=bool(row[PLACE["new_economy"]]),
        standing=standing_of(row, day),
        path=row[PLACE["path"]],
        lost=row[PLACE["lost"]],
        migrant_worker=bool(row[PLACE["is_migrant_worker"]]),
        hardship=bool(row[PLACE["hardship"]]),
    )


def _joined(row: Row) -> date:
    joined = joined_of(row)
    return joined.on if joined else _LATER


def _born(row: Row) -> date:
    birth = birth_of(row)
    return birth.on if birth else _LATER


_SORTED: Mapping[str, Callable[[Row], Any]] = {
    "branch": lambda row: (row[PLACE["path"]], row[PLACE["name_key"]]),
    "joined": lambda row: (_joined(row), row[PLACE["name_key"]]),
    "age": lambda row: (_born(row), row[PLACE["name_key"]]),
}

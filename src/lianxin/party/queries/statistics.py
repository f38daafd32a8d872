"""The members of a day, broken down: counted by the database, never loaded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from lianxin.access.scope import Scope
from lianxin.party.choices import Aspect, Floating
from lianxin.party.queries.bands import BY_CODE, DIMENSIONS
from lianxin.party.queries.rolls import ASPECTS, COUNTED, on_roll
from lianxin.party.queries.visible import community_of, roll_scope

_TOGETHER = (
    ("sex", "ethnicity", "age", "education"),
    ("category", "occupation", "employment", "floating", "lost"),
    ("joined", "joined_finely", "standing"),
)
"""Breakdowns counted in one query each: few enough groups, no more tables than needed."""
CROSSED = ("age", "education")


@dataclass(frozen=True, slots=True)
class Statistics:
    """``numbers`` by breakdown and band; each breakdown adds up to ``total``. Who flows in stands apart."""

    as_of: date
    total: int
    flowed_in: int
    numbers: Mapping[str, Mapping[str, int]]
    crossed: Mapping[tuple[str, str], int]
    """Age by education."""

    def number(self, dimension: str, band: str) -> int:
        """How many fall into a band."""
        return self.numbers[dimension].get(band, 0)


def statistics(scope: Scope, as_of: date, narrowed: Q | None = None) -> Statistics:
    """The breakdowns of the members in scope on a day, in a fixed number of queries."""
    inside = roll_scope(scope)
    placed = community_of(scope) is None
    numbers: dict[str, Counter[str]] = {dimension.code: Counter() for dimension in DIMENSIONS}
    crossed: Counter[tuple[str, str]] = Counter()
    for group in _TOGETHER:
        aspects = [Aspect.FLOATING.value, *(code for code in group if code in ASPECTS and code != Aspect.FLOATING)]
        if "standing" in group:
            aspects.append(Aspect.CATEGORY.value)
        roll = on_roll(as_of, aspects=aspects, placed=placed).filter(inside, narrowed or Q())
        for *bands, number in _counted(roll.filter(COUNTED), as_of, group):
            found = dict(zip(group, bands, strict=True))
            for dimension, band in found.items():
                numbers[dimension][band] += number
            if all(code in found for code in CROSSED):
                crossed[(found["age"], found["education"])] += number
    return Statistics(
        as_of,
        numbers["category"].total(),
        _flowed_in(as_of, inside & (narrowed or Q())),
        {code: dict(counter) for code, counter in numbers.items()},
        dict(crossed),
    )


def _flowed_in(as_of: date, inside: Q) -> int:
    inward: Any = Q(floating_then=Floating.INWARD)
    return on_roll(as_of, aspects=[Aspect.FLOATING.value]).filter(inside, inward).count()


def _counted(rows: Any, as_of: date, dimensions: Sequence[str]) -> Any:  # noqa: ANN401 - queries of tuples
    named = {f"{code}_band": BY_CODE[code].value(as_of) for code in dimensions}
    return rows.order_by().values(**named).annotate(number=Count("pk")).values_list(*named, "number")

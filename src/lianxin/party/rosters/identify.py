"""Whose row is it: rows of a roster matched with the register of one community.

The identity number decides; without one name, birth and branch together. The same name with another number is a
new person with a warning. Rows that are alike to the letter take different people, in order, so that the same
file brought in twice changes nothing.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple, TypeVar

from lianxin.kernel.crypto import keyring
from lianxin.kernel.names import name_key
from lianxin.kernel.partial_dates import PartialDate
from lianxin.orgs.models import Community
from lianxin.party.models import PersonMerge
from lianxin.party.records import MemberValues
from lianxin.residents.models import ID_NUMBER, Person

CHUNK = 500
T = TypeVar("T")

_COLUMNS = (
    "pk",
    "name",
    "id_number_index",
    "birth_date",
    "birth_precision",
    "member__organisation_id",
    "member__join_date",
    "member__join_precision",
)


class Candidate(NamedTuple):
    """Somebody in the register whom a row may mean; ``branch`` None: no member."""

    person_id: uuid.UUID
    name: str
    number: str
    birth_date: date | None
    birth_precision: str
    branch: uuid.UUID | None
    join_date: date | None
    join_precision: str | None

    @property
    def birth(self) -> PartialDate | None:
        """Birth."""
        return PartialDate.of(self.birth_date, self.birth_precision)

    @property
    def joined(self) -> PartialDate | None:
        """Joining."""
        return PartialDate.of(self.join_date, self.join_precision or "")


class Sought(NamedTuple):
    """What a row says about who is meant; ``branch`` None: not said."""

    name: str
    number: str
    birth: PartialDate | None
    joined: PartialDate | None
    branch: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Match:
    """Who a row means: ``person`` None is somebody new; ``namesake`` has the same name and is somebody else."""

    person: Candidate | None
    namesake: str = ""


def sought(values: MemberValues, branch: uuid.UUID | None) -> Sought:
    """What identifies the person of a row; the number as its blind index."""
    number = values.get("id_number")
    return Sought(
        values.get("name") or "",
        keyring().index(number, ID_NUMBER) if number else "",
        values.get("birth_date"),
        values.get("join_date"),
        branch,
    )


def match_people(community: Community, rows: Sequence[Sought], taken: Collection[uuid.UUID] = ()) -> list[Match]:
    """The people meant by rows, nobody twice; ``taken`` are those whom other rows of the roster mean."""
    return _Matching(community, rows, taken).matches()


class _Matching:
    def __init__(self, community: Community, rows: Sequence[Sought], taken: Collection[uuid.UUID]) -> None:
        self._own = community.pk
        self._rows = rows
        self._taken = set(taken)
        self._people = Person.objects.filter(community=community).order_by()
        self._by_name: dict[str, list[Candidate]] = {}

    def matches(self) -> list[Match]:
        """By number first, then those who agree in everything, then those who agree in what is known."""
        by_number = self._known_numbers()
        found: list[Candidate | None] = [self._take(by_number.get(row.number)) for row in self._rows]
        rest = [place for place, person in enumerate(found) if person is None]
        namesakes = self._look_up([self._rows[place] for place in rest])
        for same in (_same_in_all, _same_as_far_as_known):
            for place in rest:
                row = self._rows[place]
                if found[place] is None:
                    found[place] = self._take(next((c for c in self._alike(row) if same(row, c)), None))
        return [
            Match(person) if person else Match(None, row.name if row.name in namesakes else "")
            for row, person in zip(self._rows, found, strict=True)
        ]

    def _known_numbers(self) -> dict[str, Candidate]:
        # The condition of the index, word for word, or the engine passes it over.
        numbered = self._people.exclude(id_number_index="")
        known = {
            row[2]: Candidate(*row)
            for numbers in chunks({row.number for row in self._rows if row.number}, CHUNK)
            for row in numbered.filter(id_number_index__in=numbers).values_list(*_COLUMNS)
        }
        return {**self._set_aside_numbers(), **known}

    def _set_aside_numbers(self) -> dict[str, Candidate]:
        """Numbers of records that were merged: they mean who stayed. Of such there are few."""
        wanted = {row.number for row in self._rows}
        merges = PersonMerge.objects.filter(community=self._own, undone_at__isnull=True).exclude(id_number_index="")
        stayed = {
            number: into for number, into in merges.values_list("id_number_index", "merged_into") if number in wanted
        }
        if not stayed:
            return {}
        people = {row[0]: Candidate(*row) for row in self._people.filter(pk__in=stayed.values()).values_list(*_COLUMNS)}
        return {number: people[into] for number, into in stayed.items() if into in people}

    def _look_up(self, rest: Sequence[Sought]) -> set[str]:
        """Read whom the rows may mean by name, and say which of their names members have."""
        alike: list[Candidate] = []
        namesakes: set[str] = set()
        for numbered in (True, False):
            names = {row.name for row in rest if bool(row.number) is numbered}
            for some in chunks(names, CHUNK):
                same = self._people.filter(name_key__in={name_key(name)[:200] for name in some})
                # A row with a number cannot mean somebody with another one.
                may_mean = same.filter(id_number_index="") if numbered else same
                alike += [Candidate(*row) for row in may_mean.values_list(*_COLUMNS)]
                namesakes.update(same.filter(member__isnull=False).values_list("name", flat=True).distinct())
        for person in sorted(set(alike), key=lambda person: person.person_id):
            self._by_name.setdefault(person.name, []).append(person)
        return namesakes

    def _take(self, person: Candidate | None) -> Candidate | None:
        if person is None or person.person_id in self._taken:
            return None
        self._taken.add(person.person_id)
        return person

    def _alike(self, row: Sought) -> Iterator[Candidate]:
        for person in self._by_name.get(row.name, ()):
            elsewhere = row.branch is not None and person.branch not in (row.branch, self._own)
            both_numbered = row.number and person.number
            if (
                person.branch is not None
                and person.person_id not in self._taken
                and not elsewhere
                and not both_numbered
            ):
                yield person


def _same_in_all(row: Sought, person: Candidate) -> bool:
    return _agree(row.birth, person.birth) and _agree(row.joined, person.joined)


def _same_as_far_as_known(row: Sought, person: Candidate) -> bool:
    """Birth decides; where one side does not say it, the day of joining stands in."""
    if (row.birth is None) != (person.birth is None):
        return row.joined is not None and _agree(row.joined, person.joined)
    return _agree(row.birth, person.birth)


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.compare(other) == 0


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in lists of at most ``size``."""
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part

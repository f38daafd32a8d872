"""Two records beside each other: what of them differs, and which side's word is taken beforehand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.choices import Aspect
from lianxin.party.models import Member
from lianxin.party.records import FIELDS, Home, shown, values_of
from lianxin.residents.models import Person


class Side(StrEnum):
    """One of the two records, as they stand beside each other on the page."""

    FIRST = "first"
    SECOND = "second"

    @property
    def other(self) -> "Side":
        """The other one."""
        return Side.SECOND if self is Side.FIRST else Side.FIRST


@dataclass(frozen=True, slots=True)
class Record:
    """A person with the membership, if any."""

    person: Person
    member: Member | None

    @classmethod
    def of(cls, person: Person) -> "Record":
        """From a person read with the membership and its places."""
        member = getattr(person, "member", None)
        if member is not None:
            member.person = person
        return cls(person, member)

    def value(self, name: str) -> object:
        """A field of the record; a membership's fields are None without one."""
        if FIELDS[name].home is not Home.PERSON and self.member is None:
            return None
        return values_of(self.member or Member(person=self.person), [name])[name]

    @property
    def stands(self) -> str:
        """Branch and group, and whether the member has left."""
        if self.member is None:
            return ""
        group = f" {self.member.group.short_name}" if self.member.group else ""
        left = f"，{self.member.left_on:%Y-%m-%d} 离开" if self.member.left_on else ""
        return f"{self.member.organisation.short_name}{group}{left}"


Pair = Mapping[Side, Record]


@dataclass(frozen=True, slots=True)
class Part:
    """What is taken whole from one side: a field, or several that belong together.

    ``columns`` are those of the person, or of the membership where ``of_member``; sealed ones are sealed anew for the
    row they go to. ``value`` is what is compared, ``words`` how it reads, masked.
    """

    name: str
    label: str
    columns: Sequence[str]
    of_member: bool
    value: Callable[[Record], object]
    words: Callable[[Record], str]


def _field(name: str) -> Part:
    spec = FIELDS[name]
    columns = [spec.precision] if spec.precision else []
    columns += {
        "id_number": ["id_number_sealed", "id_number_index"],
        "mobile": ["mobile_sealed", "mobile_index"],
        "phone": ["phone_sealed"],
    }.get(name, [name if spec.home is Home.FACT else spec.column])
    if name == "name":
        columns.append("name_key")

    def value(record: Record) -> object:
        found = record.value(name)
        return found if found or name in _NO_IS_SAID else None

    def words(record: Record) -> str:
        return shown(name, value(record))

    return Part(name, spec.label, columns, spec.home is not Home.PERSON, value, words)


def _of_person(name: str, label: str, columns: Sequence[str], words: Callable[[Person], str]) -> Part:
    def said_of(record: Record) -> str:
        return words(record.person)

    return Part(name, label, columns, of_member=False, value=lambda record: said_of(record) or None, words=said_of)


def _carer(person: Person) -> str:
    parts = (person.carer_name, person.carer_relation, person.carer_phone_masked)
    return " ".join(part for part in parts if part)


RELATION = "relation"
"""Where the relation stood and how it came: taken whole, so that no joining is counted twice."""
_RELATION = Part(
    RELATION,
    "组织关系和增减变动",
    ("organisation_id", "group_id", "path", "left_on", "left_kind"),
    of_member=True,
    value=lambda record: record.stands or None,
    words=lambda record: record.stands,
)
_PLAIN = [name for name, spec in FIELDS.items() if spec.home is not Home.PLACE]
PARTS: Mapping[str, Part] = {
    part.name: part
    for part in (
        *(_field(name) for name in _PLAIN),
        _RELATION,
        _of_person("place", "住在", ["place_id"], lambda person: str(person.place or "")),
        _of_person("unit", "所在单位", ["unit_id"], lambda person: str(person.unit or "")),
        _of_person("died_on", "去世日期", ["died_on"], lambda person: str(person.died_on or "")),
        _of_person("channel", "怎样联系", ["channel"], lambda person: str(person.get_channel_display())),
        _of_person("carer", "家人或照料人", ["carer_name", "carer_relation", "carer_phone_sealed"], _carer),
        _of_person("hearing", "听力", ["hearing"], lambda person: str(person.get_hearing_display())),
        _of_person("dialect", "方言", ["dialect"], lambda person: person.dialect),
        _of_person("mobility", "行动", ["mobility"], lambda person: str(person.get_mobility_display())),
    )
}
_NO_IS_SAID = {"is_migrant_worker"}
FACTS = tuple(aspect.value for aspect in Aspect)


def kept_beforehand(pair: Pair) -> Side:
    """Who stays unless the clerk says otherwise: on the roll before gone, a member before a resident, fuller, older."""

    def weight(side: Side) -> tuple[Any, ...]:
        record = pair[side]
        member = record.member
        filled = sum(part.value(record) is not None for part in PARTS.values())
        return (member is not None, member is not None and member.left_on is None, filled, side is Side.FIRST)

    return max(Side, key=weight)


def choices(pair: Pair, stays: Side) -> dict[str, Side]:
    """The parts that differ, each with the side taken beforehand: what is said before what is not, the finer date."""
    found = {}
    for name in open_parts(pair):
        part = PARTS[name]
        mine, theirs = part.value(pair[stays]), part.value(pair[stays.other])
        if mine != theirs:
            found[name] = stays.other if _better(theirs, mine) else stays
    return found


def open_parts(pair: Pair) -> list[str]:
    """The parts of which a side is chosen. A membership that only one has is nothing to choose from.

    Where one has left the roll and the other not, or on another day, the dated facts follow the relation.
    """
    both = all(record.member is not None for record in pair.values())
    together = _left_apart(pair)
    return [name for name, part in PARTS.items() if not part.of_member or (both and not (together and name in FACTS))]


def taken(pair: Pair, chosen: Mapping[str, Side]) -> dict[str, Side]:
    """The sides that were chosen, with what follows from them."""
    return {**chosen, **dict.fromkeys(FACTS, chosen[RELATION])} if _left_apart(pair) else dict(chosen)


def _left_apart(pair: Pair) -> bool:
    """Whether both are members and left on different days, or only one did."""
    members = [record.member for record in pair.values() if record.member is not None]
    return len({member.left_on for member in members}) > 1


def _better(theirs: object, mine: object) -> bool:
    if isinstance(theirs, PartialDate) and isinstance(mine, PartialDate):
        return theirs.finer_than(mine)
    return theirs is not None and mine is None

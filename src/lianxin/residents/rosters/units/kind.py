"""Rosters of units beside the register: compared, written, taken back."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from lianxin.declare.actors import Actor
from lianxin.kernel.phones import mask_phone
from lianxin.orgs.models import Community
from lianxin.residents.actions import UnitDetails, correct_unit, register_unit, remove_unit
from lianxin.residents.choices import UnitKind
from lianxin.residents.models import Person, Unit, UnitChange
from lianxin.residents.rosters.kinds import Kind, Mark, Note, Outcome, Write, narrowed_grants
from lianxin.residents.rosters.models import RosterKind
from lianxin.residents.rosters.remarks import Refusal, Warn
from lianxin.residents.rosters.units.known import Known
from lianxin.residents.rosters.units.reading import read_units
from lianxin.residents.rosters.units.sample import TEMPLATE
from lianxin.residents.rosters.units.words import UNIT_WORDS
from lianxin.residents.rules import CHANGE_UNITS
from lianxin.tables.headings import Heading
from lianxin.tables.result import RosterRow, SheetReading
from lianxin.tables.workbook import Sheet

FIELDS = (
    "kind",
    "address",
    "credit_code",
    "contact_name",
    "contact_phone",
    "headcount",
    "new_economy",
    "party_organisation",
    "party_members",
    "note",
)
_KEPT = (*(name for name in FIELDS if name != "contact_phone"), "name", "place", "opened_on")
_CHUNK = 500


class Units(Kind):
    """The units in the area."""

    code = RosterKind.UNITS
    action = CHANGE_UNITS
    counter = "家"
    words = UNIT_WORDS
    template = TEMPLATE

    def read(self, sheet: Sheet, heading: Heading) -> SheetReading:
        """See ``Kind.read``."""
        return read_units(sheet, heading)

    def compare(self, community: Community, rows: Sequence[RosterRow]) -> list[Outcome]:
        """See ``Kind.compare``."""
        known = Known(community)
        taken: dict[uuid.UUID, int] = {}
        return [_outcome(row, known, taken) for row in rows]

    def write(self, community: Community, writes: Sequence[Write], actor: Actor) -> list[Mark]:
        """See ``Kind.write``."""
        known = Known(community)
        marks: list[Mark] = []
        for write in writes:
            unit = _settle(write, known)
            if unit is None:
                values = {"kind": UnitKind.OTHER.value, **write.values}
                unit = register_unit(
                    community=community, details=UnitDetails(name=write.path[0], **cast("Any", values)), actor=actor
                )
                write.subject = str(unit.pk)
                marks.append((write.subject, unit.version, True))
            elif write.before:
                unit = _corrected(unit, write.after, actor)
                marks.append((str(unit.pk), unit.version, False))
        return marks

    def touched(self, marks: Mapping[str, Mark]) -> Iterator[str]:
        """See ``Kind.touched``."""
        ids = [uuid.UUID(pk) for pk in marks]
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            now = {unit.pk: unit for unit in Unit.objects.filter(pk__in=some)}
            leaned_on = set(Person.objects.filter(unit__in=some).values_list("unit", flat=True))
            steps = UnitChange.objects.filter(withdrawn_at__isnull=True)
            leaned_on |= set(steps.filter(unit__in=some).values_list("unit", flat=True))
            leaned_on |= set(steps.filter(into__in=some).values_list("into", flat=True))
            leaned_on |= narrowed_grants(some)
            for pk in some:
                _, version, made = marks[str(pk)]
                unit = now.get(pk)
                if unit is None:
                    yield "（已不在登记簿里）"
                elif unit.version != version or (made and pk in leaned_on):
                    yield unit.name

    def undo(self, mark: Mark, write: Write, actor: Actor, reason: str) -> Mark | None:
        """See ``Kind.undo``."""
        pk, version, made = mark
        unit = Unit.objects.select_related("community__organisation", "place").get(pk=pk)
        if made:
            remove_unit(unit=unit, version=version, actor=actor, reason=reason)
            return None
        correct_unit(unit=unit, version=version, details=_details(unit, write.before), actor=actor)
        return pk, unit.version, False

    def title(self, values: Mapping[str, Any]) -> str:
        """The name."""
        return str(values.get("name", ""))

    def shown(self, name: str, value: Any) -> str:  # noqa: ANN401 - see ``Kind.shown``
        """See ``Kind.shown``."""
        if name == "kind" and value:
            return str(UnitKind(value).label)
        if name == "contact_phone":
            return mask_phone(str(value or ""))
        if name == "new_economy":
            return "" if value is None else "是" if value else "否"
        if name in {"headcount", "party_members"} and value is not None:
            return f"{value} 人"
        return str(value or "")


def _outcome(row: RosterRow, known: Known, taken: dict[uuid.UUID, int]) -> Outcome:
    name = str(row.values["name"])
    code = str(row.values.get("credit_code", ""))
    values = {field: row.values[field] for field in FIELDS if field in row.values}
    match = known.find(name, code)
    if match.contradiction:
        refusal = Refusal.MEANS_TWO if match.other else Refusal.CODE_CONTRADICTS
        return Outcome(notes=[Note("credit_code", refusal, match.contradiction, refuses=True)])
    unit = match.unit
    if unit is None:
        notes = []
        if "kind" not in values:
            values["kind"] = UnitKind.OTHER.value
            notes.append(Note("kind", Warn.KIND_MISSING, "没有写类别，先登记为“其他”，请以后核对。"))
        return Outcome([Write((name,), values)], notes)
    if unit.closed_on is not None:
        reason = (
            f"“{unit.name}”已于 {unit.closed_on:%Y-%m-%d} 登记为不在本社区，没有改动；如已回来，请登记一个新的单位。"
        )
        return Outcome(notes=[Note("name", Warn.ALREADY_CLOSED, reason)])
    earlier = taken.setdefault(unit.pk, row.row)
    if earlier != row.row:
        reason = f"与第 {earlier} 行说的是同一个单位“{unit.name}”，只能有一行。"
        return Outcome(notes=[Note("name", Refusal.REPEATED, reason, refuses=True)])
    write = Write((name,), values)
    write.subject = str(unit.pk)
    write.before = _differences(unit, values)
    return Outcome([write], [match.note] if match.note else [])


def _settle(write: Write, known: Known) -> Unit | None:
    unit = known.by_id(write.subject) or known.find(write.path[0], str(write.values.get("credit_code", ""))).unit
    if unit is None or unit.closed_on is not None:
        write.subject, write.before = "", {}
        return None
    write.subject = str(unit.pk)
    write.before = _differences(unit, write.values)
    return unit


def _differences(unit: Unit, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(unit, name) for name, new in values.items() if getattr(unit, name) != new}


def _details(unit: Unit, values: Mapping[str, Any]) -> UnitDetails:
    kept = {name: getattr(unit, name) for name in _KEPT}
    return replace(UnitDetails(**cast("Any", kept)), **cast("Any", values))


def _corrected(unit: Unit, values: Mapping[str, Any], actor: Actor) -> Unit:
    return correct_unit(unit=unit, version=unit.version, details=_details(unit, values), actor=actor)

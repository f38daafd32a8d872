"""Rosters of courtyards beside the register: compared, written, taken back."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from lianxin.declare.actors import Actor
from lianxin.orgs.models import Community
from lianxin.residents.actions import PlaceDetails, correct_place, register_place, remove_place
from lianxin.residents.choices import Upkeep
from lianxin.residents.models import Person, Place, Unit
from lianxin.residents.rosters.courtyards.gathering import Gathering
from lianxin.residents.rosters.courtyards.reading import JOINT, PATH, keys_of, path_of, read_courtyards
from lianxin.residents.rosters.courtyards.sample import TEMPLATE
from lianxin.residents.rosters.courtyards.standing import Standing
from lianxin.residents.rosters.courtyards.words import COURTYARD_WORDS
from lianxin.residents.rosters.kinds import Kind, Mark, Note, Outcome, Write, narrowed_grants
from lianxin.residents.rosters.models import RosterKind
from lianxin.residents.rosters.remarks import Warn
from lianxin.residents.rules import CHANGE_PLACES
from lianxin.tables.headings import Heading
from lianxin.tables.result import RosterRow, SheetReading
from lianxin.tables.workbook import Sheet

FIELDS = ("households", "upkeep", "keeper", "address", "note")
_KEPT = (*FIELDS, "opened_on")
_CHUNK = 500


class Courtyards(Kind):
    """Courtyards with their buildings and stairways."""

    code = RosterKind.COURTYARDS
    action = CHANGE_PLACES
    counter = "行"
    words = COURTYARD_WORDS
    template = TEMPLATE

    def read(self, sheet: Sheet, heading: Heading) -> SheetReading:
        """See ``Kind.read``."""
        return read_courtyards(sheet, heading)

    def compare(self, community: Community, rows: Sequence[RosterRow]) -> list[Outcome]:
        """See ``Kind.compare``: a place is written by the line that names it first."""
        gathered = Gathering(rows)
        standing = Standing(community)
        outcomes = [Outcome(notes=gathered.notes.get(line, [])) for line in range(len(rows))]
        writes: dict[tuple[str, ...], Write] = {}
        for keys, said in gathered.places.items():
            if any(standing.find(said.path[: level + 1])[1] for level in range(len(said.path))):
                continue
            write = writes[keys] = Write(said.path, dict(said.values))
            _settle(write, standing)
            outcomes[said.line].writes.append(write)
        for outcome, row in zip(outcomes, rows, strict=True):
            path = path_of(row)
            about = writes.get(keys_of(path))
            if about is not None:
                outcome.about = about.state
            elif (gone := standing.find(path)[1]) is not None:
                outcome.notes.append(_gone_note(gone))
        return outcomes

    def write(self, community: Community, writes: Sequence[Write], actor: Actor) -> list[Mark]:
        """See ``Kind.write``."""
        standing = Standing(community)
        marks: list[Mark] = []
        for write in writes:
            _settle(write, standing)
            found, gone = standing.find(write.path)
            if gone is not None or len(found) < len(write.path) - 1:
                continue
            if not write.subject:
                place = register_place(
                    community=community,
                    parent=found[-1] if found else None,
                    details=PlaceDetails(name=write.path[-1], **write.values),
                    actor=actor,
                )
                standing.add(place)
                write.subject = str(place.pk)
                marks.append((str(place.pk), place.version, True))
            elif write.before:
                place = _corrected(found[-1], write.after, actor)
                marks.append((str(place.pk), place.version, False))
        return marks

    def touched(self, marks: Mapping[str, Mark]) -> Iterator[str]:
        """See ``Kind.touched``."""
        ids = [uuid.UUID(pk) for pk in marks]
        now = {str(place.pk): place for some in _chunks(ids) for place in Place.objects.filter(pk__in=some)}
        made = [uuid.UUID(pk) for pk, mark in marks.items() if mark[2]]
        leaned_on = _leaned_on(made)
        for pk, (_, version, _) in marks.items():
            place = now.get(pk)
            if place is None:
                yield "（已不在登记簿里）"
            elif place.version != version or place.closed_on is not None or place.pk in leaned_on:
                yield place.name

    def undo(self, mark: Mark, write: Write, actor: Actor, reason: str) -> Mark | None:
        """See ``Kind.undo``."""
        pk, version, made = mark
        place = Place.objects.select_related("community__organisation", "parent").get(pk=pk)
        if made:
            remove_place(place=place, version=version, actor=actor, reason=reason)
            return None
        place = correct_place(place=place, version=version, details=_details(place, write.before), actor=actor)
        return pk, place.version, False

    def title(self, values: Mapping[str, Any]) -> str:
        """The name path."""
        return str(values.get(PATH, "")).replace(JOINT, " ")

    def shown(self, name: str, value: Any) -> str:  # noqa: ANN401 - see ``Kind.shown``
        """See ``Kind.shown``."""
        if name == "upkeep" and value:
            return str(Upkeep(value).label)
        if name == "households" and value is not None:
            return f"{value} 户"
        return str(value or "")


def _settle(write: Write, standing: Standing) -> None:
    found, _ = standing.find(write.path)
    if len(found) < len(write.path):
        write.subject, write.before = "", {}
        return
    place = found[-1]
    write.subject = str(place.pk)
    write.before = {name: getattr(place, name) for name, new in write.values.items() if getattr(place, name) != new}


def _details(place: Place, values: Mapping[str, Any]) -> PlaceDetails:
    kept = {name: getattr(place, name) for name in _KEPT}
    return PlaceDetails(name=place.name, **cast("Any", {**kept, **values}))


def _corrected(place: Place, values: Mapping[str, Any], actor: Actor) -> Place:
    return correct_place(place=place, version=place.version, details=_details(place, values), actor=actor)


def _gone_note(place: Place) -> Note:
    reason = f"“{place.name}”已登记为不在了，没有改动；如还在，请先在院坝页面恢复，再导入一次。"
    return Note(("courtyard", "building", "stairway")[_level(place)], Warn.ALREADY_CLOSED, reason)


def _level(place: Place) -> int:
    return 0 if place.parent is None else 1 if place.parent.parent_id is None else 2


def _leaned_on(made: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the places that people, units or places that are not among them stand in by now."""
    found: set[uuid.UUID | None] = set()
    for some in _chunks(made):
        found.update(Person.objects.filter(place__in=some).values_list("place", flat=True))
        found.update(Unit.objects.filter(place__in=some).values_list("place", flat=True))
        found.update(narrowed_grants(some))
        parts = Place.objects.filter(parent__in=some).values_list("pk", "parent")
        found.update(parent for pk, parent in parts if pk not in set(made))
    return {pk for pk in found if pk is not None}


def _chunks(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]

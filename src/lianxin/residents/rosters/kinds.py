"""What is different between the kinds of rosters, behind one shape."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from lianxin.access.models import Grant
from lianxin.declare.actors import Actor
from lianxin.orgs.models import Community
from lianxin.residents.rosters.models import LineState, RosterKind
from lianxin.tables.headings import Heading
from lianxin.tables.result import RosterRow, SheetReading
from lianxin.tables.template_file import BlankRoster
from lianxin.tables.vocabulary import Vocabulary
from lianxin.tables.workbook import Sheet

Mark = tuple[str, int, bool]
"""Something a line wrote: its id, its version afterwards, whether the line registered it."""


class Note(NamedTuple):
    """What is said about a line beside the register: field, code, sentence."""

    field: str
    code: str
    reason: str
    refuses: bool = False


@dataclass(slots=True)
class Write:
    """One thing a line registers or corrects: its name path, what the roster says of it, what was there before.

    ``before`` holds the old values of what changes; ``subject`` is the thing's id, "" while it is to be registered.
    """

    path: tuple[str, ...]
    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    subject: str = ""

    @property
    def state(self) -> LineState:
        """What it does."""
        if not self.subject:
            return LineState.CREATED
        return LineState.CHANGED if self.before else LineState.UNCHANGED

    @property
    def after(self) -> dict[str, Any]:
        """The new values of what changes."""
        return {name: self.values[name] for name in self.before}


@dataclass(slots=True)
class Outcome:
    """What a line means for the register; ``about`` is the state of the thing it is about, if another line writes it."""

    writes: list[Write] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    about: LineState = LineState.UNCHANGED

    @property
    def state(self) -> LineState:
        """The line's state: the first of refused, new, changed, unchanged."""
        if any(note.refuses for note in self.notes):
            return LineState.REFUSED
        states = {self.about, *(write.state for write in self.writes)}
        return next((state for state in (LineState.CREATED, LineState.CHANGED) if state in states), LineState.UNCHANGED)


class Kind(ABC):
    """One kind of roster. ``counter`` counts its things: 处, 家."""

    code: ClassVar[RosterKind]
    action: ClassVar[str]
    counter: ClassVar[str]
    words: ClassVar[Vocabulary]
    template: ClassVar[BlankRoster]

    @abstractmethod
    def read(self, sheet: Sheet, heading: Heading) -> SheetReading:
        """A sheet's lines, typed and checked one by one and against each other."""

    @abstractmethod
    def compare(self, community: Community, rows: Sequence[RosterRow]) -> list[Outcome]:
        """What each line (none of them refused) means beside the register as it stands."""

    @abstractmethod
    def write(self, community: Community, writes: Sequence[Write], actor: Actor) -> list[Mark]:
        """Look once more what writes mean by now, register and correct, in the caller's transaction.

        ``subject`` and ``before`` are set to what was met; a write that has no place any more is passed over.
        Raises ``RuleError``.
        """

    @abstractmethod
    def touched(self, marks: Mapping[str, Mark]) -> Iterator[str]:
        """The names of those among the things written that somebody changed since, or that others lean on by now."""

    @abstractmethod
    def undo(self, mark: Mark, write: Write, actor: Actor, reason: str) -> Mark | None:
        """Take one write back; the thing's new mark, None when it is gone. Raises ``RuleError``."""

    @abstractmethod
    def title(self, values: Mapping[str, Any]) -> str:
        """What a line is about, from its values."""

    @abstractmethod
    def shown(self, name: str, value: Any) -> str:  # noqa: ANN401 - a field's value
        """A field's value as the preview shows it; sensitive ones masked."""


def registered(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """Kinds by code."""
    return {kind.code.value: kind for kind in kinds}


def marks_of(written: Sequence[Sequence[Any]] | None) -> list[Mark]:
    """Marks as JSON gives them back."""
    return [(str(uuid.UUID(each[0])), int(each[1]), bool(each[2])) for each in written or ()]


def narrowed_grants(ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the things that somebody's running grant is about."""
    rows = Grant.objects.filter(narrowed_id__in=list(ids), until__isnull=True).values_list("narrowed_id", flat=True)
    return {pk for pk in rows if pk is not None}

"""What a whole roster says of each place, gathered under the line that names the place first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lianxin.residents.rosters.courtyards.reading import counted_at, keys_of, path_of
from lianxin.residents.rosters.kinds import Note
from lianxin.residents.rosters.remarks import Warn
from lianxin.tables.result import RosterRow

Keys = tuple[str, ...]
_OF_COURTYARDS = ("upkeep", "keeper")
_LABELS = {"upkeep": "管理方式", "keeper": "物业或管理单位"}


@dataclass(slots=True)
class Said:
    """A place of the roster: its name path, the number of the line that names it first, what is said of it."""

    path: tuple[str, ...]
    line: int
    values: dict[str, Any] = field(default_factory=dict)


class Gathering:
    """The places of a roster in the order in which they are named, parents before their parts."""

    def __init__(self, rows: Sequence[RosterRow]) -> None:
        self.places: dict[Keys, Said] = {}
        self.notes: dict[int, list[Note]] = {}
        self._whole = _said_of_whole(rows)
        for line, row in enumerate(rows):
            self._take(line, row)

    def _take(self, line: int, row: RosterRow) -> None:
        path = path_of(row)
        keys = keys_of(path)
        for level in range(1, len(path) + 1):
            self.places.setdefault(keys[:level], Said(path[:level], line))
        if "households" in row.values:
            at = counted_at(row)
            self.places[keys[:at]].values.setdefault("households", row.values["households"])
        for name in ("address", "note"):
            if name in row.values:
                whole = (keys[0], name) in self._whole
                self.places[keys[:1] if whole else keys].values.setdefault(name, row.values[name])
        self._take_courtyards(line, row, self.places[keys[:1]])

    def _take_courtyards(self, line: int, row: RosterRow, courtyard: Said) -> None:
        for name in _OF_COURTYARDS:
            value = row.values.get(name)
            if value is None:
                continue
            if courtyard.values.setdefault(name, value) != value:
                reason = f"同一个院坝的{_LABELS[name]}前后写得不一样，按先写的登记，请核对。"
                self.notes.setdefault(line, []).append(Note(name, Warn.DIFFERS_IN_FILE, reason))


def _said_of_whole(rows: Sequence[RosterRow]) -> set[tuple[str, str]]:
    """Courtyard and field where an address, or a remark, is the whole courtyard's and not a single building's.

    An address is when all lines that give one agree; a remark only when every line gives it.
    """
    said: dict[tuple[str, str], list[Any]] = {}
    lines: dict[str, int] = {}
    for row in rows:
        courtyard = keys_of(path_of(row))[0]
        lines[courtyard] = lines.get(courtyard, 0) + 1
        for name in ("address", "note"):
            if name in row.values:
                said.setdefault((courtyard, name), []).append(row.values[name])
    return {
        (courtyard, name)
        for (courtyard, name), values in said.items()
        if len(set(values)) == 1 and (name == "address" or len(values) == lines[courtyard])
    }

"""What somebody should look at before a sheet is sent: what stayed blank, what is not known, what does not add up."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Blank:
    """A column or heading that stays blank, and why."""

    sheet: str
    heading: str
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A column that was filled, and for how many members the register does not know it."""

    sheet: str
    heading: str
    count: int


@dataclass(slots=True)
class Findings:
    """Everything to be looked at; ``differences`` are whole sentences, ``untouched`` sheets that were left as they are."""

    blank: list[Blank] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    untouched: list[Blank] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.blank or self.gaps or self.differences or self.untouched)

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Findings":
        """The findings again from their JSON."""
        return cls(
            [Blank(**each) for each in kept.get("blank", [])],
            [Gap(**each) for each in kept.get("gaps", [])],
            list(kept.get("differences", [])),
            [Blank(**each) for each in kept.get("untouched", [])],
        )

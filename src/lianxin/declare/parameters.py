"""Rules as data: numbers that come from regulations, each with its basis and how sure we are of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Certainty(StrEnum):
    """How a number is known."""

    PUBLISHED = "published"
    GENERAL = "general"
    DISPUTED = "disputed"
    OURS = "ours"

    @property
    def label(self) -> str:
        """In the words of the page."""
        return {
            "published": "有明文规定",
            "general": "通行做法，未见明文",
            "disputed": "说法不一，可自行设定",
            "ours": "本系统的设定",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One rule's number with its shipped value.

    ``code`` as in the table of parameters (TERM_BRANCH), ``title`` in words, ``unit`` of the number (年, 个月, 天, 人,
    元, %), ``basis`` document and article ("" for none), ``group`` the heading it stands under on the page.
    """

    code: str
    title: str
    default: Decimal
    unit: str
    group: str
    certainty: Certainty
    basis: str = ""
    note: str = ""
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1_000_000)


_parameters: dict[str, Parameter] = {}


def register_parameters(parameters: Iterable[Parameter]) -> None:
    """Add an app's rules; a code registered twice with another meaning is a mistake."""
    for each in parameters:
        if _parameters.get(each.code, each) != each:
            message = f"parameter {each.code} is declared twice"
            raise ValueError(message)
        _parameters[each.code] = each


def parameter(code: str) -> Parameter:
    """The declared parameter; KeyError when no app declares it."""
    return _parameters[code]


def all_parameters() -> list[Parameter]:
    """Every declared parameter in the order of declaration."""
    return list(_parameters.values())

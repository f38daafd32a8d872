"""Checks that ``verify`` runs over the whole installation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold: which row, and in Chinese what is wrong with it."""

    table: str
    row: str
    message: str


Check = Callable[[], Iterator[Fault]]

_checks: dict[str, tuple[str, Check]] = {}


def register_check(code: str, label: str, check: Check) -> None:
    """Add a check under a stable code with its Chinese label."""
    _checks[code] = (label, check)


def checks() -> list[tuple[str, str, Check]]:
    """(code, label, check) in order of registration."""
    return [(code, label, check) for code, (label, check) in _checks.items()]

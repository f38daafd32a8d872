"""What apps add to the demonstration community, and take away with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DemoPart:
    """One app's part: ``build`` is given the community when its people, places and units are there (inside the unit of
    work that makes it), ``remove`` its identifier before they go.
    """

    name: str
    build: Callable[[Any], None]
    remove: Callable[[UUID], None]


_parts: dict[str, DemoPart] = {}


def register_demo_part(part: DemoPart) -> None:
    """Add an app's part; names are unique."""
    _parts[part.name] = part


def demo_parts() -> list[DemoPart]:
    """Every part in the order of registration."""
    return list(_parts.values())

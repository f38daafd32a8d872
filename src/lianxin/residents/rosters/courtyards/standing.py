"""The places a community has registered, found by the names rosters use."""

import uuid
from collections.abc import Sequence

from lianxin.orgs.models import Community
from lianxin.residents.models import Place
from lianxin.residents.rosters.courtyards.names import key_of


class Standing:
    """One community's places: by parent and name exactly, else by parent and what the name comes to."""

    def __init__(self, community: Community) -> None:
        self._exact: dict[tuple[uuid.UUID | None, str], Place] = {}
        self._alike: dict[tuple[uuid.UUID | None, str], list[Place]] = {}
        self._gone: dict[tuple[uuid.UUID | None, str], Place] = {}
        self._levels: dict[uuid.UUID, int] = {}
        rows = Place.objects.filter(community=community).select_related("parent")
        for place in sorted(rows, key=lambda place: (_depth(place), place.pk)):
            self.add(place)

    def add(self, place: Place) -> None:
        """Take a place into account."""
        level = 0 if place.parent_id is None else self._levels.get(place.parent_id, 0) + 1
        self._levels[place.pk] = level
        key = (place.parent_id, key_of(place.name, level))
        if place.closed_on is not None:
            self._gone.setdefault(key, place)
            return
        self._exact[(place.parent_id, place.name)] = place
        self._alike.setdefault(key, []).append(place)

    def find(self, path: Sequence[str]) -> tuple[list[Place], Place | None]:
        """The places of a name path as far as they stand, and one of them that is registered as gone."""
        found: list[Place] = []
        for level, name in enumerate(path):
            parent = found[-1].pk if found else None
            key = (parent, key_of(name, level))
            place = self._exact.get((parent, name))
            alike = self._alike.get(key, [])
            if place is None and len(alike) == 1:
                place = alike[0]
            if place is None:
                return found, self._gone.get(key)
            found.append(place)
        return found, None


def _depth(place: Place) -> int:
    return 0 if place.parent is None else 1 if place.parent.parent_id is None else 2

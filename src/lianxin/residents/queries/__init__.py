"""Reads of places, units and persons; ``…_visible_to(user)`` is the only door."""

from lianxin.residents.queries.persons import (
    consents_of,
    not_described_elsewhere,
    person_targets,
    persons_at,
    persons_of_unit,
    persons_visible_to,
)
from lianxin.residents.queries.places import (
    BY_PLACE,
    choosable_courtyards,
    courtyards_visible_to,
    filtered_courtyards,
    full_name,
    household_totals,
    place_targets,
    places_visible_to,
    top,
    whole_courtyard,
)
from lianxin.residents.queries.units import (
    choosable_units,
    filtered_units,
    history_of,
    latest_step,
    unit_targets,
    units_visible_to,
)

__all__ = [
    "BY_PLACE",
    "choosable_courtyards",
    "choosable_units",
    "consents_of",
    "courtyards_visible_to",
    "filtered_courtyards",
    "filtered_units",
    "full_name",
    "history_of",
    "household_totals",
    "latest_step",
    "not_described_elsewhere",
    "person_targets",
    "persons_at",
    "persons_of_unit",
    "persons_visible_to",
    "place_targets",
    "places_visible_to",
    "top",
    "unit_targets",
    "units_visible_to",
    "whole_courtyard",
]

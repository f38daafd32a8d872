"""Writes of places, units and persons."""

from lianxin.residents.actions.persons import (
    build_person,
    change_person,
    correct_person,
    masked,
    register_person,
    save_persons,
    see_person_telephone,
)
from lianxin.residents.actions.places import (
    add_stairways,
    close_place,
    correct_place,
    register_building,
    register_place,
    remove_place,
    reopen_place,
)
from lianxin.residents.actions.reach import give_consent, record_reach, withdraw_consent
from lianxin.residents.actions.units import (
    close_unit,
    correct_unit,
    merge_unit,
    register_unit,
    remove_unit,
    rename_unit,
    see_unit_telephone,
)
from lianxin.residents.actions.values import PersonDetails, PlaceDetails, ReachDetails, UnitDetails

__all__ = [
    "PersonDetails",
    "PlaceDetails",
    "ReachDetails",
    "UnitDetails",
    "add_stairways",
    "build_person",
    "change_person",
    "close_place",
    "close_unit",
    "correct_person",
    "correct_place",
    "correct_unit",
    "give_consent",
    "masked",
    "merge_unit",
    "record_reach",
    "register_building",
    "register_person",
    "register_place",
    "register_unit",
    "remove_place",
    "remove_unit",
    "rename_unit",
    "reopen_place",
    "save_persons",
    "see_person_telephone",
    "see_unit_telephone",
    "withdraw_consent",
]

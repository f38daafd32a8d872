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
    reopen_place,
)
from lianxin.residents.actions.reach import (
    correct_consent,
    give_consent,
    record_reach,
    strike_consent,
    withdraw_consent,
)
from lianxin.residents.actions.removing import (
    remove_person,
    remove_place,
    remove_unit,
    why_person_stays,
    why_place_stays,
    why_unit_stays,
)
from lianxin.residents.actions.units import (
    close_unit,
    correct_unit,
    merge_unit,
    register_unit,
    rename_unit,
    see_unit_telephone,
    undo_unit_step,
    why_step_stays,
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
    "correct_consent",
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
    "remove_person",
    "remove_place",
    "remove_unit",
    "rename_unit",
    "reopen_place",
    "save_persons",
    "see_person_telephone",
    "see_unit_telephone",
    "strike_consent",
    "undo_unit_step",
    "why_person_stays",
    "why_place_stays",
    "why_step_stays",
    "why_unit_stays",
    "withdraw_consent",
]

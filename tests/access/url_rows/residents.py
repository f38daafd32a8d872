"""Places, units, persons."""

from tests.access.url_table import Row, Side

from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.residents.actions import give_consent, rename_unit
from lianxin.residents.choices import ConsentPurpose
from lianxin.residents.models import Unit, UnitChange
from lianxin.residents.rosters.models import Roster, RosterKind, RosterState
from lianxin.residents.rules import (
    CHANGE_PERSONS,
    CHANGE_PLACES,
    CHANGE_REACH,
    CHANGE_UNITS,
    SEE_TELEPHONES,
    VIEW_PERSONS,
    VIEW_PLACES,
    VIEW_UNITS,
)


def _courtyard(side: Side) -> list[object]:
    return [side.courtyard.pk]


def _building(side: Side) -> list[object]:
    return [side.building.pk]


def _unit(side: Side) -> list[object]:
    return [side.unit.pk]


def _resident(side: Side) -> list[object]:
    return [side.resident.pk]


def _today() -> str:
    return clock.today().isoformat()


def _closed(side: Side) -> list[object]:
    type(side.building)._default_manager.filter(pk=side.building.pk).update(closed_on=clock.today())
    return [side.building.pk]


def _renamed(side: Side) -> list[object]:
    unit = Unit.objects.select_related("community__organisation").get(pk=side.unit.pk)
    if unit.version == side.unit.version:
        rename_unit(unit=unit, version=unit.version, new_name="误改", on=clock.today(), note="", actor=OPERATOR)
    return [unit.pk, UnitChange.objects.get(unit=unit).pk]


def _spare_unit(side: Side) -> list[object]:
    return [side.other_unit.pk]


def _consent(side: Side) -> list[object]:
    consent = give_consent(
        person=side.resident, purpose=ConsentPurpose.PUBLISH_NAME, given_on=clock.today(), how="当面", actor=OPERATOR
    )
    return [side.resident.pk, consent.pk]


def _roster(side: Side, kind: RosterKind) -> list[object]:
    roster = Roster.objects.create(
        kind=kind,
        community=side.community,
        path=side.general_branch.path,
        file_name="名册.xlsx",
        reading={"sheets": []},
        state=RosterState.PREVIEW,
        created_at=clock.now(),
        created_by="测试",
    )
    return [roster.pk]


def _courtyard_roster(side: Side) -> list[object]:
    return _roster(side, RosterKind.COURTYARDS)


def _unit_roster(side: Side) -> list[object]:
    return _roster(side, RosterKind.UNITS)


ROWS = [
    Row("residents:courtyards", VIEW_PLACES),
    Row("residents:register_courtyard", CHANGE_PLACES, data={"name": "9号院"}, post=302),
    Row("residents:courtyard", VIEW_PLACES, args=_courtyard, read_below=True),
    Row("residents:add_building", CHANGE_PLACES, args=_courtyard, data={"name": "8幢"}, post=302),
    Row("residents:add_stairways", CHANGE_PLACES, args=_building, data={"first": 1, "last": 2}, post=302),
    Row(
        "residents:correct_place",
        CHANGE_PLACES,
        args=_building,
        data=lambda side: {"version": side.building.version, "name": "7幢"},
        post=302,
    ),
    Row(
        "residents:close_place",
        CHANGE_PLACES,
        args=_building,
        data=lambda side: {"version": side.building.version, "closed_on": _today()},
        post=302,
    ),
    Row(
        "residents:reopen_place",
        CHANGE_PLACES,
        args=_closed,
        get=None,
        data=lambda side: {"version": side.building.version},
        post=302,
    ),
    Row(
        "residents:remove_place",
        CHANGE_PLACES,
        args=_building,
        data=lambda side: {"version": side.building.version, "reason": "登错了"},
        post=302,
    ),
    Row("residents:units", VIEW_UNITS),
    Row("residents:register_unit", CHANGE_UNITS, data={"name": "新单位", "kind": "school"}, post=302),
    Row("residents:unit", VIEW_UNITS, args=_unit, read_below=True),
    Row("residents:unit_telephone", SEE_TELEPHONES, args=_unit, get=None, post=200),
    Row(
        "residents:correct_unit",
        CHANGE_UNITS,
        args=_unit,
        data=lambda side: {"version": side.unit.version, "name": side.unit.name, "kind": side.unit.kind, "note": "改"},
        post=302,
    ),
    Row(
        "residents:rename_unit",
        CHANGE_UNITS,
        args=_unit,
        data=lambda side: {"version": side.unit.version, "new_name": "新名小学", "on": _today()},
        post=302,
    ),
    Row(
        "residents:merge_unit",
        CHANGE_UNITS,
        args=_unit,
        data=lambda side: {"version": side.unit.version, "into": side.other_unit.pk, "on": _today()},
        post=302,
    ),
    Row(
        "residents:close_unit",
        CHANGE_UNITS,
        args=_unit,
        data=lambda side: {"version": side.unit.version, "kind": "closed", "on": _today()},
        post=302,
    ),
    Row(
        "residents:undo_unit_step",
        CHANGE_UNITS,
        args=_renamed,
        data=lambda side: {"version": side.unit.version + 1, "reason": "登错了"},
        post=302,
    ),
    Row(
        "residents:remove_unit",
        CHANGE_UNITS,
        args=_spare_unit,
        data=lambda side: {"version": side.other_unit.version, "reason": "登错了"},
        post=302,
    ),
    Row("residents:persons", VIEW_PERSONS),
    Row("residents:register_person", CHANGE_PERSONS, data={"name": "新来的"}, post=302),
    # A member sees only himself, and the resident is somebody else.
    Row("residents:person", VIEW_PERSONS, args=_resident, other={Role.MEMBER: 404}),
    Row("residents:person_telephone", SEE_TELEPHONES, args=_resident, get=None, post=200),
    Row(
        "residents:correct_person",
        CHANGE_PERSONS,
        args=_resident,
        data=lambda side: {"version": side.resident.version, "name": "改了名"},
        post=302,
    ),
    Row(
        "residents:remove_person",
        CHANGE_PERSONS,
        args=_resident,
        data=lambda side: {"version": side.resident.version, "reason": "登错了"},
        post=302,
    ),
    Row(
        "residents:reach",
        CHANGE_REACH,
        args=_resident,
        data=lambda side: {"version": side.resident.version, "dialect": "昆明话"},
        post=302,
    ),
    Row(
        "residents:give_consent",
        CHANGE_REACH,
        args=_resident,
        data={"purpose": "publish_name", "given_on": _today()},
        post=302,
    ),
    Row(
        "residents:withdraw_consent",
        CHANGE_REACH,
        args=_consent,
        data={"withdrawn_on": _today()},
        post=302,
    ),
    Row(
        "residents:correct_consent",
        CHANGE_REACH,
        args=_consent,
        data=lambda side: {"version": side.resident.version, "given_on": _today(), "how": "电话"},
        post=302,
    ),
    Row(
        "residents:strike_consent",
        CHANGE_REACH,
        args=_consent,
        data=lambda side: {"version": side.resident.version, "reason": "登错了"},
        post=302,
    ),
    Row("residents:courtyard_rosters", CHANGE_PLACES),
    # Without a file the form comes again; a roster without its file can neither be read again nor taken back.
    Row("residents:new_courtyard_roster", CHANGE_PLACES, post=422, changes=False),
    Row("residents:courtyard_roster_template", CHANGE_PLACES),
    Row("residents:courtyard_roster", CHANGE_PLACES, args=_courtyard_roster),
    Row("residents:courtyard_roster_columns", CHANGE_PLACES, args=_courtyard_roster, get=302, post=302, changes=False),
    Row("residents:courtyard_roster_progress", CHANGE_PLACES, args=_courtyard_roster, get=302),
    Row("residents:commit_courtyard_roster", CHANGE_PLACES, args=_courtyard_roster, get=None, post=302, changes=False),
    Row("residents:discard_courtyard_roster", CHANGE_PLACES, args=_courtyard_roster, get=None, post=302),
    Row("residents:courtyard_roster_errors", CHANGE_PLACES, args=_courtyard_roster, get=None, post=200),
    Row(
        "residents:take_back_courtyard_roster", CHANGE_PLACES, args=_courtyard_roster, get=302, post=302, changes=False
    ),
    Row("residents:unit_rosters", CHANGE_UNITS),
    # Without a file the form comes again; a roster without its file can neither be read again nor taken back.
    Row("residents:new_unit_roster", CHANGE_UNITS, post=422, changes=False),
    Row("residents:unit_roster_template", CHANGE_UNITS),
    Row("residents:unit_roster", CHANGE_UNITS, args=_unit_roster),
    Row("residents:unit_roster_columns", CHANGE_UNITS, args=_unit_roster, get=302, post=302, changes=False),
    Row("residents:unit_roster_progress", CHANGE_UNITS, args=_unit_roster, get=302),
    Row("residents:commit_unit_roster", CHANGE_UNITS, args=_unit_roster, get=None, post=302, changes=False),
    Row("residents:discard_unit_roster", CHANGE_UNITS, args=_unit_roster, get=None, post=302),
    Row("residents:unit_roster_errors", CHANGE_UNITS, args=_unit_roster, get=None, post=200),
    Row("residents:take_back_unit_roster", CHANGE_UNITS, args=_unit_roster, get=302, post=302, changes=False),
]

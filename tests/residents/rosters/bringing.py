"""Rosters of courtyards and units brought in without a browser."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.party.rosters.bringing import finish
from tests.party.rosters.files import Rows, xlsx

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import OPERATOR
from lianxin.orgs.models import Community
from lianxin.residents.models import Place, Unit
from lianxin.residents.rosters.committing import ask_for_commit
from lianxin.residents.rosters.models import Roster
from lianxin.residents.rosters.prepared import Prepared, Source, prepare, read_source
from lianxin.residents.rosters.registry import KINDS
from lianxin.residents.rosters.staging import open_roster, stage_lines
from lianxin.residents.rosters.taking_back import ask_to_take_back
from lianxin.tables.summary import summary

COURTYARDS, UNITS = KINDS["courtyards"], KINDS["units"]
PLACE_HEADINGS = ("院坝", "楼栋", "单元", "户数", "管理方式", "物业公司", "地址")
UNIT_HEADINGS = ("单位名称", "单位性质", "地址", "统一社会信用代码", "联系人", "联系电话", "职工人数", "是否两新")
_PLACE = ("name", "kind", "households", "upkeep", "keeper", "address", "note", "closed_on", "path", "sort_key")


def prepared(kind: str, path: Path, community: Community) -> Prepared:
    """A roster laid beside the register."""
    return prepare(read_source(Source(path, path.name), KINDS[kind], community), KINDS[kind], community)


def preview(kind: str, path: Path, community: Community) -> dict[str, Any]:
    """What a preview tells of the file's first sheet."""
    roster = prepared(kind, path, community)
    sheet: dict[str, Any] = summary(roster.reading["sheets"], (line.told for line in roster.lines))["sheets"][0]
    return sheet


def figures(sheet: dict[str, Any]) -> tuple[int, int, int, list[str], list[str]]:
    """Created, changed, unchanged, codes of refusals, codes of warnings."""
    refused, warned = ([each["code"] for each in sheet[name]] for name in ("refused", "warnings"))
    return sheet["created"], sheet["changed"], sheet["unchanged"], refused, warned


def staged(kind: str, path: Path, community: Community) -> Roster:
    """A roster that waits for a decision."""
    lines = prepared(kind, path, community)
    with unit_of_work(OPERATOR):
        roster = open_roster(kind=KINDS[kind], community=community, file_name=path.name, actor=OPERATOR)
        stage_lines(roster=roster, prepared=lines, actor=OPERATOR)
    return roster


def committed(kind: str, path: Path, community: Community) -> Roster:
    """A roster brought into the register."""
    roster = staged(kind, path, community)
    finish(ask_for_commit(roster=roster, actor=OPERATOR))
    roster.refresh_from_db()
    return roster


def brought(kind: str, path: Path, rows: Rows, community: Community, merges: Iterable[str] = ()) -> Roster:
    """A file of these rows, brought in."""
    return committed(kind, xlsx(path, rows, merges=merges), community)


def taken_back(roster: Roster) -> Roster:
    """The roster, taken back."""
    finish(ask_to_take_back(roster=roster, actor=OPERATOR))
    roster.refresh_from_db()
    return roster


def counts(roster: Roster) -> tuple[int, int, int, int]:
    """Created, changed, unchanged, refused."""
    return roster.created_count, roster.changed_count, roster.unchanged_count, roster.refused_count


def houses(community: Community) -> dict[str, int | None]:
    """Name path → households of the places that stand."""
    places = Place.objects.filter(community=community, closed_on__isnull=True).select_related("parent__parent")
    return {_path(place): place.households for place in sorted(places, key=_path)}


def register() -> list[tuple[object, ...]]:
    """Every place and unit as it stands, without versions, which only ever rise; telephones opened."""
    places = [tuple(row) for row in Place.objects.order_by("pk").values_list("pk", "parent", *_PLACE)]
    units = [
        (u.pk, u.name, u.kind, u.address, u.credit_code, u.contact_name, u.contact_phone, u.headcount, u.new_economy)
        for u in Unit.objects.order_by("pk")
    ]
    return [*places, *units]


def _path(place: Place) -> str:
    return place.name if place.parent is None else f"{_path(place.parent)} {place.name}"

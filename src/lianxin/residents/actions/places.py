"""Writes of courtyards, buildings and stairways."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel.text import tidy_text
from lianxin.orgs.models import Community
from lianxin.residents.actions.trail import entry
from lianxin.residents.actions.values import PlaceDetails, apply_values, given
from lianxin.residents.choices import PlaceKind
from lianxin.residents.models import Place
from lianxin.residents.naming import sort_key
from lianxin.residents.rules import MOST_HOUSEHOLDS, PARTS, check_days
from lianxin.residents.search import indexed_place
from lianxin.search import index


def register_place(
    *,
    community: Community,
    details: PlaceDetails,
    actor: Actor,
    parent: Place | None = None,
    once: str = "",
) -> Place:
    """Register a courtyard (no parent), a building in a courtyard, a stairway in a building. Raises ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        values = given(details)
        _check_parent(parent)
        _check(values["name"], values["households"], community, parent)
        kind = PlaceKind.COURTYARD if parent is None else PARTS[PlaceKind(parent.kind)]
        place = Place.objects.create(
            community=community,
            path=parent.path if parent is not None else community.organisation.path,
            parent=parent,
            kind=kind,
            sort_key=sort_key(values["name"]),
            **values,
        )
        _show_in_search(place)
        work.record(entry("residents.register_place", place, {"name": ["", _full_name(place)]}))
        work.leads_to(str(place.pk))
    return place


def register_building(
    *,
    courtyard: Place,
    details: PlaceDetails,
    stairways: Sequence[tuple[str, int | None]],
    actor: Actor,
    once: str = "",
) -> Place:
    """Register a building with its stairways (name, households) in one step. Raises ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        building = register_place(community=courtyard.community, details=details, parent=courtyard, actor=actor)
        add_stairways(building=building, stairways=stairways, actor=actor)
        work.leads_to(str(courtyard.pk))
    return building


def add_stairways(
    *, building: Place, stairways: Sequence[tuple[str, int | None]], actor: Actor, once: str = ""
) -> list[Place]:
    """Add several stairways (name, households) to a building at once. Raises ``RuleError``; then none is added."""
    with unit_of_work(actor, once=once):
        if building.kind != PlaceKind.BUILDING:
            raise RuleError("单元要加在楼栋里。")
        return [
            register_place(
                community=building.community,
                details=PlaceDetails(name=name, households=households),
                parent=building,
                actor=actor,
            )
            for name, households in stairways
        ]


def correct_place(*, place: Place, version: int, details: PlaceDetails, actor: Actor, once: str = "") -> Place:
    """Correct what is recorded of a place. Raises ``StaleVersionError`` and ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Place, place, version)
        values = given(details)
        check_days(values["opened_on"], place.closed_on, "opened_on")
        _check(values["name"], values["households"], place.community, place.parent, but=place)
        changes = apply_values(place, values)
        place.sort_key = sort_key(place.name)
        place.save()
        _show_in_search(place)
        work.record(entry("residents.correct_place", place, changes))
        work.leads_to(str(place.pk))
    return place


def close_place(*, place: Place, version: int, closed_on: date, note: str, actor: Actor, once: str = "") -> Place:
    """Close a place that was pulled down or joined to another; what stands in it closes with it.

    Raises ``StaleVersionError`` and ``RuleError``.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Place, place, version)
        if place.closed_on is not None:
            raise RuleError("这一处已经登记为不在了。")
        check_days(place.opened_on, closed_on)
        _inside(place).filter(closed_on__isnull=True).update(closed_on=closed_on)
        place.closed_on = closed_on
        place.save(update_fields=["closed_on"])
        _show_in_search(place)
        changes = {"closed_on": ["", closed_on.isoformat()]}
        work.record(entry("residents.close_place", place, changes, reason=tidy_text(note)))
        work.leads_to(str(place.pk))
    return place


def reopen_place(*, place: Place, version: int, actor: Actor, once: str = "") -> Place:
    """Take a mistaken closing back, for the place and what was closed with it. Raises as :func:`close_place`."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Place, place, version)
        closed_on = place.closed_on
        if closed_on is None:
            raise RuleError("这一处没有登记为不在。")
        if place.parent is not None and place.parent.closed_on is not None:
            raise RuleError(f"{place.parent.name}还登记为不在，请先恢复它。")
        _check(place.name, place.households, place.community, place.parent, but=place)
        _inside(place).filter(closed_on=closed_on).update(closed_on=None)
        place.closed_on = None
        place.save(update_fields=["closed_on"])
        _show_in_search(place)
        work.record(entry("residents.reopen_place", place, {"closed_on": [closed_on.isoformat(), ""]}))
        work.leads_to(str(place.pk))
    return place


def _inside(place: Place) -> QuerySet[Place]:
    return Place.objects.filter(Q(parent=place) | Q(parent__parent=place))


def _check_parent(parent: Place | None) -> None:
    if parent is None:
        return
    if PlaceKind(parent.kind) not in PARTS:
        raise RuleError("单元下面不再分级。")
    if parent.closed_on is not None:
        raise RuleError(f"{parent.name}已经不在了，不能再往里加。")


def _check(
    name: str, households: int | None, community: Community, parent: Place | None, but: Place | None = None
) -> None:
    if not name:
        raise RuleError("请填写名称。", "name")
    if households is not None and households > MOST_HOUSEHOLDS:
        raise RuleError(f"户数超过 {MOST_HOUSEHOLDS}，请核对。", "households")
    siblings = Place.objects.filter(community=community, parent=parent, name=name, closed_on__isnull=True)
    if but is not None:
        siblings = siblings.exclude(pk=but.pk)
    if siblings.exists():
        where = f"{parent.name}里" if parent is not None else "本社区"
        raise RuleError(f"{where}已经有“{name}”了。", "name")


def _show_in_search(place: Place) -> None:
    if place.kind == PlaceKind.COURTYARD:
        index.put([indexed_place(place)])


def _full_name(place: Place) -> str:
    return f"{place.parent.name} {place.name}" if place.parent is not None else place.name

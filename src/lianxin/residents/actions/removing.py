"""Taking back registrations that were a mistake: nothing may rest on the thing, and the trail keeps what it was."""

import uuid
from collections.abc import Mapping

from django.db.models import Model, ProtectedError

from lianxin.access.models import Grant
from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel.text import tidy_text
from lianxin.residents.actions.trail import entry
from lianxin.residents.choices import PlaceKind
from lianxin.residents.doors import described_elsewhere
from lianxin.residents.models import Person, Place, Unit, UnitChange
from lianxin.residents.queries import full_name
from lianxin.residents.search import PERSON, PLACE, UNIT
from lianxin.search import index


def remove_place(*, place: Place, version: int, reason: str, actor: Actor, once: str = "") -> None:
    """Take back the registration of a place that never was.

    Raises ``StaleVersionError``, and ``RuleError`` when something rests on it (:func:`why_place_stays`).
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Place, place, version)
        _refuse(why_place_stays(place))
        work.record(entry("residents.remove_place", place, {"name": [full_name(place), ""]}, reason=tidy_text(reason)))
        if place.kind == PlaceKind.COURTYARD:
            index.remove(PLACE, [place.pk])
        _delete(place)


def why_place_stays(place: Place) -> str:
    """Why a place's registration cannot be taken back, as a sentence; empty when it can."""
    counts = {
        "处楼栋或单元": Place.objects.filter(parent=place).count(),
        "人": Person.objects.filter(place=place).count(),
        "个单位": Unit.objects.filter(place=place).count(),
    }
    return _rests_on(place, PLACE, counts, "如果是真的拆了、并了，请用“不在了”。")


def remove_unit(*, unit: Unit, version: int, reason: str, actor: Actor, once: str = "") -> None:
    """Take back the registration of a unit that never was here, with the withdrawn steps of its history.

    Raises ``StaleVersionError``, and ``RuleError`` when something rests on it (:func:`why_unit_stays`).
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Unit, unit, version)
        _refuse(why_unit_stays(unit))
        work.record(entry("residents.remove_unit", unit, {"name": [unit.name, ""]}, reason=tidy_text(reason)))
        index.remove(UNIT, [unit.pk])
        UnitChange.objects.filter(unit=unit).delete()
        UnitChange.objects.filter(into=unit, withdrawn_at__isnull=False).update(into=None)
        _delete(unit)


def why_unit_stays(unit: Unit) -> str:
    """Why a unit's registration cannot be taken back, as a sentence; empty when it can."""
    steps = UnitChange.objects.filter(withdrawn_at__isnull=True)
    counts = {
        "步沿革": steps.filter(unit=unit).count() + steps.filter(into=unit).count(),
        "人": Person.objects.filter(unit=unit).count(),
    }
    return _rests_on(unit, UNIT, counts, "如果是真的关停、迁走了，请用“关停或迁出”。")


def remove_person(*, person: Person, version: int, reason: str, actor: Actor, once: str = "") -> None:
    """Take back the registration of a person who is no member, with how to reach him and his consents.

    Raises ``StaleVersionError``, and ``RuleError`` when something rests on it (:func:`why_person_stays`).
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Person, person, version)
        _refuse(why_person_stays(person))
        work.record(entry("residents.remove_person", person, {"name": [person.name, ""]}, reason=tidy_text(reason)))
        index.remove(PERSON, [person.pk])
        _delete(person)


def why_person_stays(person: Person) -> str:
    """Why a person's registration cannot be taken back, as a sentence; empty when it can."""
    elsewhere = described_elsewhere()
    if elsewhere is not None and Person.objects.filter(elsewhere, pk=person.pk).exists():
        return f"{person.name}是党员，请在党员页面里办。"
    return _rests_on(person, PERSON, {}, "")


def _rests_on(thing: Place | Unit | Person, kind: str, counts: Mapping[str, int], hint: str) -> str:
    told = "、".join(f"{count} {noun}" for noun, count in counts.items() if count)
    if told:
        return f"还有 {told}登记在{thing}名下，不能撤回登记。{hint}"
    if _narrowed(kind, thing.pk):
        return f"有账号的权限只限在{thing}，请先在账号那里收回角色，再撤回登记。"
    return ""


def _narrowed(kind: str, pk: uuid.UUID) -> bool:
    return Grant.objects.filter(narrowed_kind=kind, narrowed_id=pk, until__isnull=True).exists()


def _refuse(why: str) -> None:
    if why:
        raise RuleError(why)


def _delete(thing: Model) -> None:
    try:
        thing.delete()
    except ProtectedError as error:
        message = f"{thing}名下另有登记，不能撤回登记。"
        raise RuleError(message) from error

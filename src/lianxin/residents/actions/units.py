"""Writes of units and the steps of their history."""

from datetime import date
from typing import Any

from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring
from lianxin.kernel.ids import uuid7
from lianxin.kernel.names import name_key
from lianxin.kernel.phones import tidy_phone
from lianxin.kernel.text import tidy_text, to_half_width
from lianxin.orgs.models import Community
from lianxin.residents.actions.trail import entry
from lianxin.residents.actions.values import UnitDetails, apply_values, given
from lianxin.residents.choices import UnitChangeKind
from lianxin.residents.models import UNIT_PHONE, Person, Unit, UnitChange
from lianxin.residents.rules import check_days
from lianxin.residents.search import indexed_unit
from lianxin.search import index

CLOSINGS = (UnitChangeKind.CLOSED, UnitChangeKind.MOVED_OUT)


def register_unit(*, community: Community, details: UnitDetails, actor: Actor, once: str = "") -> Unit:
    """Register a unit in the area. Raises ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        values = given(details)
        phone = values.pop("contact_phone")
        _check(values["name"], community)
        unit = Unit(id=uuid7(), community=community, path=community.organisation.path)
        _set(unit, values)
        _seal_phone(unit, phone or "")
        unit.save(force_insert=True)
        index.put([indexed_unit(unit)])
        work.record(entry("residents.register_unit", unit, {"name": ["", unit.name]}))
        work.leads_to(str(unit.pk))
    return unit


def correct_unit(*, unit: Unit, version: int, details: UnitDetails, actor: Actor, once: str = "") -> Unit:
    """Correct what is recorded of a unit; its name only when it was written wrongly (a new name is a renaming).

    Raises ``StaleVersionError`` and ``RuleError``.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Unit, unit, version)
        values = given(details)
        phone = values.pop("contact_phone")
        check_days(values["opened_on"], unit.closed_on, "opened_on")
        _check(values["name"], unit.community, but=unit)
        changes = _set(unit, values)
        if phone is not None and tidy_phone(phone) != unit.contact_phone:
            before = unit.contact_phone_masked
            _seal_phone(unit, phone)
            changes["contact_phone"] = [before, unit.contact_phone_masked]
        unit.save()
        index.put([indexed_unit(unit)])
        work.record(entry("residents.correct_unit", unit, changes))
        work.leads_to(str(unit.pk))
    return unit


def rename_unit(*, unit: Unit, version: int, new_name: str, on: date, note: str, actor: Actor, once: str = "") -> Unit:
    """Give a unit another name from a day on. Raises ``StaleVersionError`` and ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Unit, unit, version)
        _check_step(unit, on)
        before, name = unit.name, tidy_text(new_name)
        if name == before:
            raise RuleError("新名称和现在的一样。", "new_name")
        _check(name, unit.community, but=unit, field="new_name")
        changes = _set(unit, {"name": name})
        unit.save()
        _note(unit, UnitChangeKind.RENAMED, on, note, actor, before=before, after=name)
        index.put([indexed_unit(unit)])
        work.record(entry("residents.rename_unit", unit, changes, reason=tidy_text(note)))
        work.leads_to(str(unit.pk))
    return unit


def merge_unit(*, unit: Unit, version: int, into: Unit, on: date, note: str, actor: Actor, once: str = "") -> Unit:
    """Merge a unit into another of the same community; its people go along. Raises as :func:`rename_unit`."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Unit, unit, version)
        _check_step(unit, on)
        if into.pk == unit.pk or into.community_id != unit.community_id or into.closed_on is not None:
            raise RuleError("只能并入本社区另一个还在的单位。", "into")
        people = list(Person.objects.filter(unit=unit).values_list("pk", flat=True))
        Person.objects.filter(unit=unit).update(unit=into)
        _end(unit, on)
        step = _note(unit, UnitChangeKind.MERGED, on, note, actor, before=unit.name, after=into.name)
        step.into, step.restores = into, {"people": [str(pk) for pk in people]}
        step.save(update_fields=["into", "restores"])
        changes = {"closed_on": ["", on.isoformat()], "into": ["", into.name], "people": ["", str(len(people))]}
        work.record(entry("residents.merge_unit", unit, changes, reason=tidy_text(note)))
        work.leads_to(str(unit.pk))
    return unit


def close_unit(
    *, unit: Unit, version: int, kind: UnitChangeKind, on: date, note: str, actor: Actor, once: str = ""
) -> Unit:
    """End a unit's being here: closed, or moved out. Raises as :func:`rename_unit`."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Unit, unit, version)
        _check_step(unit, on)
        if kind not in CLOSINGS:
            raise RuleError("请选择关停还是迁出。", "kind")
        _end(unit, on)
        _note(unit, kind, on, note, actor, before=unit.name)
        changes = {"closed_on": ["", on.isoformat()], "kind": ["", kind.label]}
        work.record(entry("residents.close_unit", unit, changes, reason=tidy_text(note)))
        work.leads_to(str(unit.pk))
    return unit


def undo_unit_step(*, unit: Unit, version: int, step: UnitChange, reason: str, actor: Actor, once: str = "") -> Unit:
    """Take back the latest step of a unit's history, entered by mistake; it stays in the history as withdrawn.

    After a merger whoever went along and still is with the other unit comes back.
    Raises ``StaleVersionError``, and ``RuleError`` when something later stands on the step (:func:`why_step_stays`).
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Unit, unit, version)
        step = UnitChange.objects.select_related("into").get(pk=step.pk)
        if refusal := why_step_stays(unit, step):
            raise RuleError(refusal)
        if step.kind == UnitChangeKind.RENAMED:
            changes = _set(unit, {"name": step.before})
        else:
            changes = apply_values(unit, {"closed_on": None})
        unit.save()
        if step.into is not None:
            back = Person.objects.filter(pk__in=step.restores.get("people", []), unit=step.into).update(unit=unit)
            changes |= {"into": [step.into.name, ""], "people": [str(len(step.restores.get("people", []))), str(back)]}
        UnitChange.objects.filter(pk=step.pk).update(
            withdrawn_at=clock.now(), withdrawn_by=actor.name[:100], withdrawn_reason=tidy_text(reason)[:200]
        )
        index.put([indexed_unit(unit)])
        work.record(entry("residents.undo_unit_step", unit, changes, reason=tidy_text(reason)))
        work.leads_to(str(unit.pk))
    return unit


def why_step_stays(unit: Unit, step: UnitChange) -> str:
    """Why a step of a unit's history cannot be taken back, as a sentence; empty when it can."""
    if step.withdrawn_at is not None:
        return "这一步已经撤回过了。"
    latest = UnitChange.objects.filter(unit=unit, withdrawn_at__isnull=True).order_by("-recorded_at", "-id").first()
    if latest is None or latest.pk != step.pk:
        return "这一步以后还办过别的变动，请先撤回后面的，再撤回它。"
    if step.kind == UnitChangeKind.RENAMED and unit.name != step.after:
        return "更名以后名称又更正过，不能撤回；名称写错了请用“更正”。"
    if step.into is not None and step.into.closed_on is not None:
        return f"并入的{step.into.name}后来也不在本社区了，请先撤回它的那一步。"
    name = step.before if step.kind == UnitChangeKind.RENAMED else unit.name
    if Unit.objects.filter(community=unit.community, name=name, closed_on__isnull=True).exclude(pk=unit.pk).exists():
        return f"本社区后来又登记了一个“{name}”，同名的不能有两个；请先更正那一个的名称，或者撤回它的登记。"
    return ""


def see_unit_telephone(*, unit: Unit, actor: Actor) -> str:
    """The liaison's telephone in clear; that it was seen goes into the trail."""
    with unit_of_work(actor) as work:
        work.record(entry("residents.see_telephone", unit, {"contact_phone": ["", unit.contact_phone_masked]}))
    return unit.contact_phone


def _set(unit: Unit, values: dict[str, object]) -> dict[str, list[Any]]:
    if "credit_code" in values:
        values["credit_code"] = to_half_width(str(values["credit_code"])).upper().replace(" ", "")
    changes = apply_values(unit, values)
    unit.name_key = name_key(unit.name)[:200]
    return changes


def _seal_phone(unit: Unit, phone: str) -> None:
    number = tidy_phone(phone)
    unit.contact_phone_sealed = keyring().seal(number, f"{UNIT_PHONE}:{unit.pk}") if number else None


def _check(name: object, community: Community, but: Unit | None = None, field: str = "name") -> None:
    if not name:
        raise RuleError("请填写单位名称。", field)
    same = Unit.objects.filter(community=community, name=name, closed_on__isnull=True)
    if (same if but is None else same.exclude(pk=but.pk)).exists():
        raise RuleError(f"本社区已经有“{name}”了。", field)


def _check_step(unit: Unit, on: date) -> None:
    if unit.closed_on is not None:
        raise RuleError(f"{unit.name}已经不在本社区了。")
    check_days(unit.opened_on, on, "on")


def _end(unit: Unit, on: date) -> None:
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    index.put([indexed_unit(unit)])


def _note(
    unit: Unit,
    kind: UnitChangeKind,
    on: date,
    note: str,
    actor: Actor,
    *,
    before: str,
    after: str = "",
) -> UnitChange:
    return UnitChange.objects.create(
        unit=unit,
        kind=kind,
        happened_on=on,
        before=before,
        after=after,
        note=tidy_text(note)[:200],
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )

"""Taking back the latest step of an organisation's history, entered by mistake."""

from typing import Any

from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.orgs.actions.founding import check_name_free
from lianxin.orgs.actions.steps import carry_name, check_kind, check_new_parent, put_under
from lianxin.orgs.actions.trail import entry
from lianxin.orgs.actions.values import apply_values
from lianxin.orgs.choices import OrganisationChangeKind as Kind
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Organisation, OrganisationChange
from lianxin.orgs.queries import latest_step


def undo_organisation_step(
    *,
    organisation: Organisation,
    version: int,
    step: OrganisationChange,
    reason: str,
    actor: Actor,
    once: str = "",
) -> Organisation:
    """Take back a renaming, move, regrading or dissolution; it stays in the history as withdrawn.

    Roles that were ended for a dissolution are given anew by hand.
    Raises ``StaleVersionError``, and ``RuleError`` when something later stands on the step (:func:`why_step_stays`).
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Organisation, organisation, version)
        step = OrganisationChange.objects.get(pk=step.pk)
        if upper := step.restores.get("parent"):
            Organisation.objects.select_for_update().get(pk=upper)  # held, so that it is not dissolved meanwhile
        if refusal := why_step_stays(organisation, step):
            raise RuleError(refusal)
        changes = _restore(organisation, step)
        OrganisationChange.objects.filter(pk=step.pk).update(
            withdrawn_at=clock.now(), withdrawn_by=actor.name[:100], withdrawn_reason=tidy_text(reason)[:200]
        )
        carry_name(organisation)
        work.record(entry("orgs.undo_organisation_step", organisation, changes, reason=tidy_text(reason)))
        work.leads_to(str(organisation.pk))
    return organisation


def why_step_stays(organisation: Organisation, step: OrganisationChange) -> str:
    """Why a step of an organisation's history cannot be taken back, as a sentence; empty when it can."""
    if step.withdrawn_at is not None:
        return "这一步已经撤回过了。"
    if step.kind == Kind.FOUNDED:
        return "成立登记错了的，请用“撤销”，日期写成立那一天，这样哪一天的台账里都没有它。"
    latest = latest_step(organisation)
    if latest is None or latest.pk != step.pk:
        return "这一步以后还办过别的变动，请先撤回后面的，再撤回它。"
    try:
        _check(organisation, step)
    except RuleError as refusal:
        return f"不能撤回：{refusal.message}"
    return ""


def _parent_before(step: OrganisationChange) -> Organisation | None:
    """Where an organisation stood before a move; None for one that was at the top."""
    pk = step.restores.get("parent")
    return Organisation.objects.get(pk=pk) if pk else None


def _check(organisation: Organisation, step: OrganisationChange) -> None:
    if step.kind == Kind.RENAMED:
        name, short_name = step.restores["name"], step.restores["short_name"]
        check_name_free(organisation.parent, name, short_name, but=organisation)
    elif step.kind == Kind.MOVED:
        parent = _parent_before(step)
        if parent is None:
            check_name_free(None, organisation.name, organisation.short_name)
        else:
            check_new_parent(organisation, parent)
    elif step.kind == Kind.UPGRADED:
        check_kind(organisation, step.restores["kind"])
    else:
        upper = organisation.parent
        if upper is not None and upper.dissolved_on is not None:
            message = f"上级{upper.name}也已经撤销，请先撤回它的撤销。"
            raise RuleError(message)
        check_name_free(upper, organisation.name, organisation.short_name, but=organisation)


def _restore(organisation: Organisation, step: OrganisationChange) -> dict[str, list[Any]]:
    if step.kind == Kind.MOVED:
        put_under(organisation, _parent_before(step))
        return {"parent": [step.after, step.before]}
    if step.kind == Kind.UPGRADED:
        organisation.kind = OrganisationKind(step.restores["kind"])
        organisation.save(update_fields=["kind"])
        return {"kind": [step.after, step.before]}
    values = {name: step.restores[name] for name in ("name", "short_name")} if step.kind == Kind.RENAMED else {}
    changes = apply_values(organisation, values or {"dissolved_on": None})
    organisation.save(update_fields=list(changes))
    return changes

"""Steps of an organisation's history: renamed, moved, regraded, dissolved; and corrections that are no step."""

from lianxin.access.models import Grant
from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.paths import move_paths
from lianxin.kernel.text import tidy_text
from lianxin.orgs.actions.founding import check_name_free, founded_before
from lianxin.orgs.actions.trail import entry, note_step, put_into_search
from lianxin.orgs.actions.values import OrganisationDetails, Step, apply_values, given
from lianxin.orgs.choices import OrganisationChangeKind, OrganisationKind
from lianxin.orgs.models import Organisation, OrganisationChange
from lianxin.orgs.paths import free_path
from lianxin.orgs.registries import obstacles
from lianxin.orgs.rules import PARENT_KINDS, check_community_kind, check_parent


def correct_organisation(
    *, organisation: Organisation, version: int, details: OrganisationDetails, actor: Actor, once: str = ""
) -> Organisation:
    """Correct what was recorded wrongly or has changed without being a step of history.

    Raises ``StaleVersionError`` and ``RuleError``.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Organisation, organisation, version)
        founded_before_now = (organisation.founded_on, organisation.approval_no)
        if organisation.dissolved_on and details.founded_on and organisation.dissolved_on < details.founded_on:
            raise RuleError("成立日期不能晚于撤销日期。", "founded_on")
        changes = apply_values(organisation, given(details))
        organisation.save()
        if (organisation.founded_on, organisation.approval_no) != founded_before_now:
            founding = OrganisationChange.objects.filter(organisation=organisation, kind=OrganisationChangeKind.FOUNDED)
            founding.update(happened_on=organisation.founded_on, document_no=organisation.approval_no)
        work.record(entry("orgs.correct_organisation", organisation, changes))
        work.leads_to(str(organisation.pk))
    return organisation


def rename_organisation(
    *,
    organisation: Organisation,
    version: int,
    name: str,
    short_name: str,
    step: Step,
    actor: Actor,
    once: str = "",
) -> Organisation:
    """Give an organisation another full or short name from a day on.

    ``before``/``after`` of the step are the full names; a change of the short name stands in its remark.
    Raises ``StaleVersionError`` and ``RuleError``.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Organisation, organisation, version)
        check_standing(organisation)
        check_day(organisation, step)
        name, short_name = tidy_text(name), tidy_text(short_name)
        check_name_free(organisation.parent, name, short_name, but=organisation)
        before, short_before = organisation.name, organisation.short_name
        changes = apply_values(organisation, {"name": name, "short_name": short_name})
        if not changes:
            raise RuleError("新名称和现在的一样。", "name")
        organisation.save()
        told = step if short_before == short_name else _with_note(step, f"简称：{short_before} → {short_name}")
        restores = {"name": before, "short_name": short_before}
        note_step(
            organisation, OrganisationChangeKind.RENAMED, told, actor, before=before, after=name, restores=restores
        )
        carry_name(organisation)
        work.record(entry("orgs.rename_organisation", organisation, changes, reason=step.document_no))
        work.leads_to(str(organisation.pk))
    return organisation


def move_organisation(
    *, organisation: Organisation, version: int, parent: Organisation, step: Step, actor: Actor, once: str = ""
) -> Organisation:
    """Put an organisation with everything below it under another parent; every copy of the paths follows.

    A branch moves within its community only: to another one its members transfer, which is no mere rewriting.
    Raises ``StaleVersionError`` and ``RuleError``.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Organisation, organisation, version)
        check_standing(organisation)
        check_day(organisation, step)
        parent = Organisation.objects.select_for_update().get(pk=parent.pk)
        check_new_parent(organisation, parent)
        before = organisation.parent.name if organisation.parent else ""
        restores = {"parent": str(organisation.parent_id) if organisation.parent_id else None}
        put_under(organisation, parent)
        note_step(
            organisation,
            OrganisationChangeKind.MOVED,
            step,
            actor,
            before=before,
            after=parent.name,
            restores=restores,
        )
        changes = {"parent": [before, parent.name]}
        work.record(entry("orgs.move_organisation", organisation, changes, reason=step.document_no))
        work.leads_to(str(organisation.pk))
    return organisation


def regrade_organisation(
    *,
    organisation: Organisation,
    version: int,
    kind: str,
    step: Step,
    actor: Actor,
    once: str = "",
) -> Organisation:
    """Raise or lower an organisation (a branch becomes a general branch): its kind changes, its place does not.

    Raises ``StaleVersionError`` and ``RuleError``, also when something below could not stand under the new kind.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Organisation, organisation, version)
        check_standing(organisation)
        check_day(organisation, step)
        if kind == organisation.kind:
            raise RuleError("新类别和现在的一样。", "kind")
        check_kind(organisation, kind)
        before, restores = organisation.get_kind_display(), {"kind": organisation.kind}
        organisation.kind = kind
        organisation.save(update_fields=["kind"])
        after = organisation.get_kind_display()
        note_step(
            organisation, OrganisationChangeKind.UPGRADED, step, actor, before=before, after=after, restores=restores
        )
        put_into_search([organisation])
        work.record(
            entry("orgs.regrade_organisation", organisation, {"kind": [before, after]}, reason=step.document_no)
        )
        work.leads_to(str(organisation.pk))
    return organisation


def dissolve_organisation(
    *, organisation: Organisation, version: int, step: Step, actor: Actor, once: str = ""
) -> Organisation:
    """Dissolve an organisation in which nothing stands any more; ``step.on`` is its last day's morrow.

    Raises ``StaleVersionError`` and ``RuleError`` naming what still stands there.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Organisation, organisation, version)
        check_standing(organisation)
        check_day(organisation, step)
        if step.on is None:
            raise RuleError("请填写撤销日期。", "on")
        standing = obstacles(organisation, step.on)
        if standing:
            raise RuleError("还不能撤销：" + "；".join(standing) + "。")
        organisation.dissolved_on = step.on
        organisation.save(update_fields=["dissolved_on"])
        note_step(organisation, OrganisationChangeKind.DISSOLVED, step, actor, before=organisation.name)
        put_into_search([organisation])
        changes = {"dissolved_on": ["", step.on.isoformat()]}
        work.record(entry("orgs.dissolve_organisation", organisation, changes, reason=step.document_no))
        work.leads_to(str(organisation.pk))
    return organisation


def check_standing(organisation: Organisation) -> None:
    """Refuse steps of an organisation that is no more. Raises ``RuleError``."""
    if organisation.dissolved_on is not None:
        raise RuleError(f"{organisation.name}已经撤销，不能再变动。")


def check_day(organisation: Organisation, step: Step) -> None:
    """Refuse a step before the organisation was founded. Raises ``RuleError``."""
    if founded_before(organisation, step.on):
        raise RuleError("日期早于这个组织的成立日期。", "on")


def check_new_parent(organisation: Organisation, parent: Organisation) -> None:
    """Refuse a parent an organisation cannot be put under. Raises ``RuleError``."""
    if parent.pk == organisation.parent_id:
        raise RuleError("它现在就在这个上级下面。", "parent")
    if parent.path.startswith(organisation.path):
        raise RuleError("不能把组织调到它自己或者它的下级下面。", "parent")
    check_parent(organisation.kind, parent)
    own = organisation.community_id == organisation.pk
    if parent.community_id != (None if own else organisation.community_id):
        raise RuleError("党支部、党小组只能在本社区内调整；调到别的社区要办理组织关系整建制转接。", "parent")
    check_name_free(parent, organisation.name, organisation.short_name)


def check_kind(organisation: Organisation, kind: str) -> None:
    """Refuse a kind that does not fit what is above and below. Raises ``RuleError``."""
    check_parent(kind, organisation.parent)
    if organisation.community_id == organisation.pk:
        check_community_kind(kind)
    _check_children(organisation, kind)


def put_under(organisation: Organisation, parent: Organisation | None) -> None:
    """Put an organisation with everything below it under another parent; every copy of the paths follows."""
    old, new = organisation.path, free_path(parent)
    move_paths(old, new)
    organisation.parent = parent
    organisation.path = new
    organisation.save(update_fields=["parent"])


def _check_children(organisation: Organisation, kind: str) -> None:
    children = organisation.children.filter(dissolved_on__isnull=True)
    misfit = next((child for child in children if kind not in PARENT_KINDS[OrganisationKind(child.kind)]), None)
    if misfit is not None:
        raise RuleError(f"下面的{misfit.name}不能设在{OrganisationKind(kind).label}下面，请先调整它。", "kind")


def _with_note(step: Step, note: str) -> Step:
    return Step(step.on, step.document_no, "；".join(filter(None, (step.note, note))))


def carry_name(organisation: Organisation) -> None:
    """Renew the copies of the name: search, and the grants in force (closed ones keep the name of their time)."""
    put_into_search([organisation])
    open_grants = Grant.objects.filter(organisation_id=organisation.pk, until__isnull=True)
    open_grants.update(organisation_name=organisation.name[:100])

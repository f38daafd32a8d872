"""Two branches become one (合并, domain §1.5): members, offices, groups and the branch itself in one step."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from lianxin.access.models import Grant
from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.orgs.actions import Step, dissolve_organisation, end_term
from lianxin.orgs.actions.steps import check_day, check_standing
from lianxin.orgs.actions.trail import entry, note_step
from lianxin.orgs.choices import BRANCH_KINDS, OrganisationChangeKind
from lianxin.orgs.models import Organisation, Term
from lianxin.orgs.queries import groups_of
from lianxin.party.actions.branches import assign_branch
from lianxin.party.actions.offices import end_office
from lianxin.party.models import Member, OfficeHolding

MERGE_BRANCHES = "party.merge_branches"


def merge_branches(
    *, source: Organisation, version: int, target: Organisation, step: Step, actor: Actor, once: str = ""
) -> int:
    """Let ``source`` go into ``target`` from a day on; how many members moved.

    Its members stand in the target, in no group; its offices, its term, its groups and the branch itself end that day;
    the step stands in the history of both.

    Raises:
        RuleError: not two standing branches of one community, a day unknown, to come or before a relation began, or an
            account that still has a role there.
        StaleVersionError: somebody changed the branch meanwhile.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Organisation, source, version)
        on = step.on
        if on is None:
            raise RuleError("请填写合并的日期。", "on")
        check_merger(source, target)
        for row in (source, target):
            check_day(row, step)
        members = members_of(source)
        assign_branch(members=members, organisation=target, on=on, actor=actor)
        for holding in offices_of(source):
            end_office(holding=holding, until=on, actor=actor)
        for term in _running_terms(source):
            end_term(term=term, version=term.version, on=on, actor=actor)
        told = f"党员 {len(members)} 名编入{target.short_name}"
        for row in (source, target):
            note_step(
                row,
                OrganisationChangeKind.MERGED,
                Step(on, step.document_no, "；".join(filter(None, (step.note, told)))),
                actor,
                before=source.name,
                after=target.name,
            )
        into = Step(on, step.document_no, f"并入{target.short_name}")
        for row in (*groups_of(source), source):
            dissolve_organisation(organisation=row, version=row.version, step=into, actor=actor)
        changes: Mapping[str, Sequence[Any]] = {"merged_into": ["", target.name], "moved_members": ["", len(members)]}
        work.record(entry(MERGE_BRANCHES, source, changes, reason=step.document_no))
        work.leads_to(str(target.pk))
    return len(members)


def check_merger(source: Organisation, target: Organisation) -> None:
    """Refuse what cannot be merged. Raises ``RuleError``."""
    for row in (source, target):
        check_standing(row)
        if row.kind not in BRANCH_KINDS:
            raise RuleError("只有支部和支部可以合并。", "target")
    if source.pk == target.pk or source.community_id is None or source.community_id != target.community_id:
        raise RuleError("请选本社区的另一个支部。", "target")
    if source.pk == source.community_id:
        raise RuleError("社区自己的党组织不能并入下级。", "target")
    grants = Grant.objects.filter(organisation_id__in=_with_groups(source), until__isnull=True).count()
    if grants:
        raise RuleError(f"还有 {grants} 个账号在{source.short_name}或它的党小组担任角色，请先在“账号”里收回。")


def members_of(source: Organisation) -> Sequence[Member]:
    """Who moves: everybody whose relation stands there, who flows in too; persons loaded, by name."""
    rows = Member.objects.filter(organisation=source, left_on__isnull=True)
    return list(rows.select_related("person", "community__organisation").order_by("name_key", "id"))


def offices_of(source: Organisation) -> Sequence[OfficeHolding]:
    """The offices that end: those of the branch and of its groups."""
    rows = OfficeHolding.objects.filter(Q(organisation=source) | Q(organisation__parent=source), until__isnull=True)
    return list(rows.select_related("member__person", "member__community__organisation", "organisation"))


def _running_terms(source: Organisation) -> Sequence[Term]:
    rows = Term.objects.filter(organisation=source, ended_on__isnull=True, withdrawn_at__isnull=True)
    return list(rows.select_related("organisation"))


def _with_groups(source: Organisation) -> list[UUID]:
    return [source.pk, *groups_of(source).values_list("pk", flat=True)]

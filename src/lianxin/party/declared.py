"""Everything this app tells the common rooms, registered when it starts."""

from datetime import date

from django.db.models import Q

from lianxin.declare.duties import register_duties
from lianxin.declare.errors import RuleError
from lianxin.declare.finding import register_search_kind
from lianxin.declare.handouts import register_handout_source
from lianxin.declare.labels import register_audit_labels, register_entered_ledgers, register_field_labels
from lianxin.declare.ledgers import register_ledgers
from lianxin.declare.nav import NavItem, Place, register_nav
from lianxin.declare.parameters import register_parameters
from lianxin.declare.paths import AFTER_ALL, register_path_column, register_path_mover
from lianxin.declare.refs import register_ref
from lianxin.declare.roles import register_actions
from lianxin.declare.verification import register_check
from lianxin.orgs.models import Organisation
from lianxin.orgs.registries import (
    register_counted,
    register_dissolution_guard,
    register_headcounts,
    register_section,
)
from lianxin.party import checks, duties, finding, handouts, profile, queries
from lianxin.party.ledgers import MEMBERS, ORGANISATIONS
from lianxin.party.models import Member, OfficeHolding
from lianxin.party.records import FIELDS
from lianxin.party.rosters import declared as rosters
from lianxin.party.rules import ACTIONS, CHANGE, PARAMETERS, VIEW
from lianxin.party.terms import declared as terms
from lianxin.party.views.merging import merger_section
from lianxin.residents.doors import register_elsewhere, register_person_door
from lianxin.search.index import register_provider

AUDIT_LABELS = {
    "party.register_member": "登记党员",
    "party.correct_member": "更正党员资料",
    "party.assign_branch": "编入或调整支部",
    "party.set_fact": "登记情况变化",
    "party.correct_fact": "更正情况的日期",
    "party.convert_member": "登记转正",
    "party.depart_member": "登记离开名册",
    "party.undo_departure": "撤销误登的离开",
    "party.return_member": "重新列入名册",
    "party.remove_registered": "撤回登记",
    "party.appoint_office": "登记任职",
    "party.end_office": "登记任职结束",
    "party.undo_return": "撤回误登的重新列入",
    "party.undo_fact": "撤回误登的情况",
    "party.reopen_fact": "撤回误登的情况结束",
    "party.remove_member": "撤回误登的党员",
    "party.correct_office": "更正任职",
    "party.strike_office": "撤回误登的任职",
    "party.merge_branches": "合并支部",
    "party.tie_account": "对应本人账号",
    "party.print_record": "取党员登记打印稿",
    "party.see_telephone": "查看电话",
    "party.reveal_id_number": "查看公民身份号码",
}
MEMBER_LEDGER, TREE_LEDGER, TERM_LEDGER = ("党员花名册",), ("党组织一览",), ("党组织与班子任期",)
ENTERED_LEDGERS = {
    "party.register_member": MEMBER_LEDGER,
    "party.correct_member": MEMBER_LEDGER,
    "party.depart_member": MEMBER_LEDGER,
    "party.return_member": MEMBER_LEDGER,
    "party.set_fact": MEMBER_LEDGER,
    "party.convert_member": MEMBER_LEDGER,
    "party.assign_branch": MEMBER_LEDGER,
    "party.finish_roster": MEMBER_LEDGER + TREE_LEDGER,
    "party.took_back_roster": MEMBER_LEDGER + TREE_LEDGER,
    "party.merge_branches": MEMBER_LEDGER + TREE_LEDGER,
    "party.appoint_office": TREE_LEDGER + TERM_LEDGER,
    "party.end_office": TREE_LEDGER + TERM_LEDGER,
    "party.correct_office": TREE_LEDGER + TERM_LEDGER,
    "party.strike_office": TREE_LEDGER + TERM_LEDGER,
    "party.undo_departure": MEMBER_LEDGER,
    "party.undo_return": MEMBER_LEDGER,
    "party.undo_fact": MEMBER_LEDGER,
    "party.reopen_fact": MEMBER_LEDGER,
    "party.remove_member": MEMBER_LEDGER,
}
FIELD_LABELS = {
    **{name: field.label for name, field in FIELDS.items()},
    "left_kind": "离开原因",
    "left_on": "离开日期",
    "offices": "党内职务",
    "account": "本人账号",
    "merged_into": "并入",
    "moved_members": "编入的党员",
}


def register() -> None:
    """Called once by ``AppConfig.ready``."""
    register_actions(ACTIONS)
    register_audit_labels(AUDIT_LABELS)
    register_field_labels({name: label for name, label in FIELD_LABELS.items() if name != "name"})
    register_entered_ledgers(ENTERED_LEDGERS)
    register_parameters(PARAMETERS)
    register_duties("party.records", duties.record_duties)
    register_duties("party.probation", duties.probation_duties)
    register_ref(finding.KIND, "党员", finding.member_targets)
    register_search_kind(finding.KIND, VIEW)
    register_provider(finding.KIND, finding.all_findable)
    register_path_mover("party.groups", _keep_groups_in_branches)
    register_path_column(Member)
    register_headcounts(queries.headcounts)
    register_counted("party.members", profile.counted_members)
    register_dissolution_guard("party.members", _members_guard)
    register_dissolution_guard("party.offices", _offices_guard)
    register_person_door("party.members", queries.person_door)
    register_elsewhere("party.members", Q(member__isnull=False), queries.member_pages)
    register_check("party.places", "党员的组织关系与路径", checks.check_places)
    register_check("party.facts", "党员的带日期情况", checks.check_facts)
    register_check("party.completeness", "党员的资料不全", checks.check_completeness)
    register_check("party.sealed", "公民身份号码和电话能打开、与索引相符", checks.check_sealed)
    register_ledgers(MEMBERS, ORGANISATIONS)
    register_handout_source(handouts.MEMBERS)
    register_nav(
        NavItem(Place.MEMBERS, "党员名单", "party:members", VIEW, order=10),
        NavItem(Place.MEMBERS, "待分支部", "party:branch_assignment", CHANGE, order=30),
    )
    rosters.register()
    terms.register()
    register_section("party.merging", merger_section)


def _keep_groups_in_branches(old: str, new: str, alias: str) -> None:
    """A group does not leave its branch with members in it: their relations move one by one, each with its day."""
    moving = Member.objects.using(alias).filter(path__gte=old, path__lt=old + AFTER_ALL, left_on__isnull=True)
    parted = moving.exclude(organisation__path__startswith=old).exclude(organisation__path__startswith=new)
    if count := parted.count():
        raise RuleError(f"党小组里还有 {count} 名党员，请先用“调整支部”把他们编到别处，再调整党小组。", "parent")


def _members_guard(organisation: Organisation, on: date) -> str:
    count = Member.objects.filter(Q(organisation=organisation) | Q(group=organisation), left_on__isnull=True).count()
    return f"还有 {count} 名党员的组织关系在这里" if count else ""


def _offices_guard(organisation: Organisation, on: date) -> str:
    count = OfficeHolding.objects.filter(organisation=organisation, until__isnull=True).count()
    return f"还有 {count} 个职务没有登记结束" if count else ""

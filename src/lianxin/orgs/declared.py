"""Everything this app tells the common rooms, registered when it starts."""

from datetime import date

from lianxin.access.models import Grant
from lianxin.declare.finding import register_search_kind
from lianxin.declare.labels import register_audit_labels, register_entered_ledgers, register_field_labels
from lianxin.declare.ledgers import register_ledgers
from lianxin.declare.nav import NavItem, Place, register_nav
from lianxin.declare.parameters import register_parameters
from lianxin.declare.paths import register_path_column
from lianxin.declare.refs import register_ref
from lianxin.declare.roles import register_actions
from lianxin.declare.verification import register_check
from lianxin.jobs.models import Job
from lianxin.orgs import queries, search
from lianxin.orgs.checks import check_grants, check_paths, check_trails
from lianxin.orgs.ledgers import ORGANISATIONS, PROFILE
from lianxin.orgs.models import Organisation
from lianxin.orgs.parameters import PARAMETERS
from lianxin.orgs.profile import counted_organisations
from lianxin.orgs.registries import register_counted, register_dissolution_guard
from lianxin.orgs.rules import ACTIONS, VIEW
from lianxin.search.index import register_provider

AUDIT_LABELS = {
    "orgs.found_organisation": "成立党组织",
    "orgs.found_community": "建立社区",
    "orgs.rename_organisation": "党组织更名",
    "orgs.move_organisation": "调整隶属关系",
    "orgs.regrade_organisation": "党组织升格或降格",
    "orgs.dissolve_organisation": "撤销党组织",
    "orgs.undo_organisation_step": "撤回误登的组织变动",
    "orgs.correct_organisation": "更正党组织资料",
    "orgs.correct_community": "更正社区概况",
    "orgs.state_figure": "登记填报数字",
    "orgs.correct_figure": "更正填报数字",
    "orgs.withdraw_figure": "撤回填报数字",
    "orgs.record_term": "登记届次",
    "orgs.correct_term": "更正届次",
    "orgs.move_election": "登记延期或提前换届",
    "orgs.end_term": "登记本届结束",
    "orgs.withdraw_term": "撤回误登的届次",
}
TREE_LEDGER, TERM_LEDGER, PROFILE_LEDGER = ("党组织一览",), ("党组织与班子任期",), ("社区概况",)
ENTERED_LEDGERS = {
    "orgs.found_organisation": TREE_LEDGER,
    "orgs.rename_organisation": TREE_LEDGER,
    "orgs.move_organisation": TREE_LEDGER,
    "orgs.dissolve_organisation": TREE_LEDGER,
    "orgs.regrade_organisation": TREE_LEDGER,
    "orgs.undo_organisation_step": TREE_LEDGER,
    "orgs.record_term": TERM_LEDGER,
    "orgs.correct_term": TERM_LEDGER,
    "orgs.move_election": TERM_LEDGER,
    "orgs.end_term": TERM_LEDGER,
    "orgs.withdraw_term": TERM_LEDGER,
    "orgs.state_figure": PROFILE_LEDGER,
    "orgs.correct_figure": PROFILE_LEDGER,
    "orgs.withdraw_figure": PROFILE_LEDGER,
}
FIELD_LABELS = {
    "parent": "上级党组织",
    "short_name": "简称",
    "kind": "类别",
    "position": "排序",
    "unit_situation": "所在单位情况",
    "floating": "流动党员党组织",
    "founded_on": "成立日期",
    "approval_no": "批准文号",
    "dissolved_on": "撤销日期",
    "term": "届次",
    "number": "届次",
    "rule": "任期依据",
    "years": "任期（年）",
    "due_on": "届满日期",
    "elected_on": "选举日期",
    "approved_on": "批复日期",
    "moved_to": "批准的换届日期",
    "moved_reason": "延期或提前的理由",
    "moved_document_no": "延期或提前的批复文号",
    "ended_on": "结束日期",
    "street_name": "所属街道",
    "district_name": "所属区（县）",
    "area_code": "行政区划代码",
    "boundary_east": "东至",
    "boundary_south": "南至",
    "boundary_west": "西至",
    "boundary_north": "北至",
    "office_address": "办公地址",
    "office_phone": "办公电话",
    "stated_on": "截止日期",
    "source": "来源",
    "value": "数值",
}


def register() -> None:
    """Called once by ``AppConfig.ready``."""
    register_actions(ACTIONS)
    register_parameters(PARAMETERS)
    register_audit_labels(AUDIT_LABELS)
    register_field_labels(FIELD_LABELS)
    register_entered_ledgers(ENTERED_LEDGERS)
    register_ref(queries.KIND, "党组织", queries.organisation_targets)
    register_search_kind(queries.KIND, VIEW)
    register_provider(queries.KIND, search.all_indexed)
    register_path_column(Organisation)
    register_path_column(Grant, "organisation_path")
    register_path_column(Job, "organisation_path")
    register_check("paths", "党组织的路径与隶属", check_paths)
    register_check("grants", "授权的范围", check_grants)
    register_check("trails", "每个社区都有审计链", check_trails)
    register_ledgers(PROFILE, ORGANISATIONS)
    register_counted("orgs.organisations", counted_organisations)
    register_dissolution_guard("orgs.children", _children_guard)
    register_dissolution_guard("orgs.grants", _grants_guard)
    register_nav(NavItem(Place.MEMBERS, "党组织", "orgs:tree", VIEW, order=60))


def _children_guard(organisation: Organisation, on: date) -> str:
    count = queries.standing(organisation.children.all()).count()
    return f"下面还有 {count} 个党组织" if count else ""


def _grants_guard(organisation: Organisation, on: date) -> str:
    count = Grant.objects.filter(organisation_id=organisation.pk, until__isnull=True).count()
    return f"还有 {count} 个账号在这个组织担任角色，请先收回" if count else ""

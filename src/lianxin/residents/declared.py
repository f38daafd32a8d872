"""Everything this app tells the common rooms, registered when it starts."""

from collections.abc import Iterable, Sequence
from datetime import date

from lianxin.declare import nav
from lianxin.declare.finding import register_search_kind
from lianxin.declare.handouts import register_handout_source
from lianxin.declare.labels import register_audit_labels, register_entered_ledgers, register_field_labels
from lianxin.declare.ledgers import register_ledgers
from lianxin.declare.paths import register_path_column
from lianxin.declare.refs import register_ref
from lianxin.declare.resting import PERSON, Resting, register_resting
from lianxin.declare.roles import register_actions
from lianxin.declare.verification import register_check
from lianxin.orgs.models import Organisation
from lianxin.orgs.registries import register_counted, register_dissolution_guard
from lianxin.residents import handouts, queries, search
from lianxin.residents.checks import check_order, check_paths, check_sealed, check_tree
from lianxin.residents.ledgers import COURTYARDS, UNITS
from lianxin.residents.models import Consent, Person, Place, Unit
from lianxin.residents.profile import counted_places, counted_units
from lianxin.residents.rosters import declared as rosters
from lianxin.residents.rules import ACTIONS, VIEW_PERSONS, VIEW_PLACES, VIEW_UNITS
from lianxin.search.index import register_provider

AUDIT_LABELS = {
    "residents.register_place": "登记院坝楼栋",
    "residents.correct_place": "更正院坝楼栋",
    "residents.close_place": "登记院坝楼栋不在了",
    "residents.reopen_place": "恢复院坝楼栋",
    "residents.remove_place": "撤回误登的院坝楼栋",
    "residents.register_unit": "登记驻区单位",
    "residents.correct_unit": "更正驻区单位",
    "residents.rename_unit": "单位更名",
    "residents.merge_unit": "单位并入",
    "residents.close_unit": "单位关停或迁出",
    "residents.undo_unit_step": "撤回误登的单位变动",
    "residents.remove_unit": "撤回误登的单位",
    "residents.register_person": "登记人员",
    "residents.correct_person": "更正人员资料",
    "residents.remove_person": "撤回误登的人员",
    "residents.record_reach": "登记怎样联系",
    "residents.give_consent": "登记同意",
    "residents.withdraw_consent": "登记撤回同意",
    "residents.correct_consent": "更正同意的登记",
    "residents.strike_consent": "撤回误登的同意",
    "residents.see_telephone": "查看电话",
}
PLACE_LEDGER, UNIT_LEDGER = ("院坝楼栋一览",), ("驻区单位一览",)
ENTERED_LEDGERS = {
    "residents.register_place": PLACE_LEDGER,
    "residents.correct_place": PLACE_LEDGER,
    "residents.close_place": PLACE_LEDGER,
    "residents.register_unit": UNIT_LEDGER,
    "residents.correct_unit": UNIT_LEDGER,
    "residents.rename_unit": UNIT_LEDGER,
    "residents.merge_unit": UNIT_LEDGER,
    "residents.close_unit": UNIT_LEDGER,
    "residents.undo_unit_step": UNIT_LEDGER,
    "residents.remove_unit": UNIT_LEDGER,
    "residents.remove_place": PLACE_LEDGER,
    "residents.reopen_place": PLACE_LEDGER,
}
FIELD_LABELS = {
    "name": "名称",
    "address": "地址",
    "households": "户数",
    "upkeep": "管理方式",
    "keeper": "物业或管理单位",
    "note": "备注",
    "opened_on": "起",
    "closed_on": "止",
    "new_economy": "两新组织",
    "credit_code": "统一社会信用代码",
    "place": "院坝",
    "contact_name": "联络员",
    "contact_phone": "联系电话",
    "headcount": "从业人数",
    "party_organisation": "党组织",
    "party_members": "党员人数",
    "into": "并入",
    "people": "随同人数",
    "sex": "性别",
    "ethnicity": "民族",
    "birth_date": "出生日期",
    "id_number": "公民身份号码",
    "mobile": "手机",
    "phone": "固定电话",
    "native_place": "籍贯",
    "education": "学历",
    "degree": "学位",
    "residence": "现居住地",
    "hukou": "户籍所在地",
    "employer": "工作单位及职务",
    "unit": "驻区单位",
    "skills": "特长",
    "hardship": "困难情况",
    "health": "健康状况",
    "died_on": "去世日期",
    "channel": "怎样联系",
    "carer_name": "家人或照料人",
    "carer_relation": "与本人关系",
    "carer_phone": "照料人电话",
    "hearing": "听力",
    "dialect": "方言",
    "mobility": "行动",
    "consent": "个人信息同意",
    "given_on": "同意日期",
    "how": "怎样同意的",
    "withdrawn_on": "撤回同意日期",
}


def register() -> None:
    """Called once by ``AppConfig.ready``."""
    rosters.register()
    register_actions(ACTIONS)
    register_audit_labels(AUDIT_LABELS)
    register_field_labels(FIELD_LABELS)
    register_entered_ledgers(ENTERED_LEDGERS)
    register_ref(search.PLACE, "院坝", queries.place_targets)
    register_ref(search.UNIT, "单位", queries.unit_targets)
    register_ref(search.PERSON, "人员", queries.person_targets)
    register_search_kind(search.PLACE, VIEW_PLACES)
    register_search_kind(search.UNIT, VIEW_UNITS)
    register_search_kind(search.PERSON, VIEW_PERSONS)
    register_provider(search.PLACE, search.all_places)
    register_provider(search.UNIT, search.all_units)
    register_provider(search.PERSON, search.all_persons)
    for model in (Place, Unit, Person):
        register_path_column(model)
    register_dissolution_guard("residents", _residents_guard)
    register_resting(Resting("residents.consents", "个人信息同意", PERSON, Consent, "person_id", _other_consents))
    register_check("residents.paths", "院坝、单位、人员的组织路径", check_paths)
    register_check("residents.tree", "楼栋在院坝里，单元在楼栋里", check_tree)
    register_check("residents.order", "院坝、单位的排序", check_order)
    register_check("residents.sealed", "照料人、联络员的电话能打开", check_sealed)
    register_ledgers(COURTYARDS, UNITS)
    register_handout_source(handouts.UNITS)
    register_counted("residents.places", counted_places)
    register_counted("residents.units", counted_units)
    nav.register_nav(
        nav.NavItem(nav.Place.ZONES, "院坝楼栋", "residents:courtyards", VIEW_PLACES, order=10),
        nav.NavItem(nav.Place.COMMITTEE, "驻区单位", "residents:units", VIEW_UNITS, order=10),
        nav.NavItem(nav.Place.MEMBERS, "人员", "residents:persons", VIEW_PERSONS, order=70),
    )


def _other_consents(staying: Sequence[Consent], going: Sequence[Consent]) -> Iterable[Consent]:
    """A consent that stands for one purpose stands once."""
    standing = {row.purpose for row in staying if row.withdrawn_on is None}
    return [row for row in going if row.withdrawn_on is not None or row.purpose not in standing]


def _residents_guard(organisation: Organisation, on: date) -> str:
    if organisation.community_id != organisation.pk:
        return ""
    counts = {
        "处院坝": Place.objects.filter(community=organisation.pk, parent=None, closed_on__isnull=True).count(),
        "个单位": Unit.objects.filter(community=organisation.pk, closed_on__isnull=True).count(),
        "名人员": Person.objects.filter(community=organisation.pk, died_on__isnull=True).count(),
    }
    told = "、".join(f"{count} {noun}" for noun, count in counts.items() if count)
    return f"社区里还登记着 {told}" if told else ""

"""Who may do what with members, and the rules' numbers the register goes by."""

from decimal import Decimal

from lianxin.declare.parameters import Certainty, Parameter
from lianxin.declare.roles import OFFICE, Action, Role, own, subtree

VIEW = "party.view_members"
CHANGE = "party.change_members"
SEE_TELEPHONES = "party.see_telephones"
REVEAL_ID_NUMBER = "party.reveal_id_number"
APPOINT = "party.appoint_offices"
RECORD_TERMS = "party.record_terms"
MERGE = "party.merge_branches"
IMPORT_ROSTER = "party.import_roster"
VIEW_LEDGERS = "party.view_ledgers"

ACTIONS = [
    Action(
        VIEW,
        "看党员名单和党员资料",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GROUP_LEADER, Role.STREET_OVERSEER, Role.DISTRICT_VIEWER)
        | own(Role.MEMBER),
        "公民身份号码、电话打码显示；党员只看本人。",
    ),
    Action(
        CHANGE,
        "登记、更正党员资料，办理增减变动",
        subtree(*OFFICE),
        "支部书记、党小组长发现资料有误，告诉社区党务工作者更正。",
    ),
    Action(APPOINT, "登记党内职务", subtree(*OFFICE), "只登记，不代替选举和任命。"),
    Action(RECORD_TERMS, "登记换届、届次、延期", subtree(*OFFICE), "凭选举结果和上级批复登记。"),
    Action(MERGE, "合并支部", subtree(*OFFICE), "凭上级批复办，党员一起编入；要确认两次。"),
    Action(
        SEE_TELEPHONES,
        "显示党员电话",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GROUP_LEADER),
        "支部书记、党小组长是责任联系人；每次显示都记入审计。",
    ),
    Action(
        REVEAL_ID_NUMBER,
        "显示公民身份号码",
        subtree(*OFFICE),
        "每次都要写明理由，并记入审计。",
    ),
    Action(
        IMPORT_ROSTER,
        "导入党员花名册",
        subtree(*OFFICE),
        "先预览，再入册；可以整批撤回。",
    ),
    Action(
        VIEW_LEDGERS,
        "看党员花名册、打印和导出",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.STREET_OVERSEER, Role.DISTRICT_VIEWER),
        "敏感项打码；写明理由后显示的只有社区书记和党务工作者。",
    ),
]

PROBATION, PROBATION_REMIND = "PROBATION", "PROBATION_REMIND"
PARAMETERS = [
    Parameter(
        PROBATION,
        "预备期",
        Decimal(12),
        "个月",
        "发展党员",
        Certainty.PUBLISHED,
        "《中国共产党发展党员工作细则》第三十一条",
        "从支部大会通过接收为预备党员之日算起。",
        least=Decimal(1),
        most=Decimal(24),
    ),
    Parameter(
        PROBATION_REMIND,
        "预备期满前多少天提醒",
        Decimal(30),
        "天",
        "发展党员",
        Certainty.OURS,
        note="转正申请要在期满时由本人书面提出，提前提醒才来得及排支部大会。",
        most=Decimal(180),
    ),
]
"""Domain §3 step 21-22, §19."""

"""Who fills sheets and sees what was sent; how long what was sent is kept."""

from decimal import Decimal

from lianxin.declare.parameters import Certainty, Parameter
from lianxin.declare.roles import OFFICE, Action, subtree

FILL = "reports.fill_sheets"
VIEW_SUBMISSIONS = "reports.view_submissions"

ACTIONS = [
    Action(
        FILL,
        "填上级要的表、留底",
        subtree(*OFFICE),
        "号码默认遮挡，写明理由才完整；每次填表、取文件都记入审计。",
    ),
    Action(VIEW_SUBMISSIONS, "看报送留底", subtree(*OFFICE), "报给谁、哪天的数、怎么数的、当时的文件。"),
]

KEPT_YEARS = Parameter(
    code="SUBMISSION_KEPT_YEARS",
    title="报送留底的文件保留几年",
    default=Decimal(3),
    unit="年",
    group="报表和台账",
    certainty=Certainty.OURS,
    basis="个人信息保护法第十九条：保存期限应当为实现处理目的所必要的最短时间",
    note="到期后文件清除，谁要的、哪天的数、口径这些记录还在。只管以后留底的。",
    least=Decimal(1),
    most=Decimal(30),
)

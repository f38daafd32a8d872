"""Who may open ledgers, take them home as files, and see what is masked in them."""

from typing import Any

from lianxin.access.scope import NOTHING, Scope, scope_of
from lianxin.declare.ledgers import Ledger
from lianxin.declare.roles import OFFICE, Action, Role, subtree

VIEW = "reports.view_ledgers"
EXPORT = "reports.export_ledgers"
WRITE_LETTERS = "reports.write_letters"

ACTIONS = [
    Action(
        VIEW,
        "查看台账",
        subtree(
            *OFFICE,
            Role.BRANCH_SECRETARY,
            Role.GROUP_LEADER,
            Role.GRID_WORKER,
            Role.STREET_OVERSEER,
            Role.DISTRICT_VIEWER,
        ),
        "只看得到自己有权查看的那几本台账和那一部分内容。",
    ),
    Action(
        EXPORT,
        "导出、打印台账",
        subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.GRID_WORKER, Role.STREET_OVERSEER),
        "签到表、标签、信封也算。导出的文件里身份证号、电话默认遮挡；每次导出都记入审计。党小组长和区级查看员只在网页上看（GB/T 35273：批量取得要有授权）。",
    ),
    Action(
        WRITE_LETTERS,
        "写公文（通知、报告……）",
        subtree(*OFFICE, Role.BRANCH_SECRETARY),
        "排成文件带走，不保存内容；标题和文号记入审计。",
    ),
]


def viewing_scope(user: Any, ledger: Ledger) -> Scope:  # noqa: ANN401 (a user or a visitor)
    """Which part of a ledger the user may read on the page."""
    return common(scope_of(user, VIEW), scope_of(user, ledger.action))


def exporting_scope(user: Any, ledger: Ledger) -> Scope:  # noqa: ANN401
    """Which part of a ledger the user may print and take home."""
    return common(scope_of(user, EXPORT), viewing_scope(user, ledger))


def may_reveal(user: Any, ledger: Ledger, scope: Scope) -> bool:  # noqa: ANN401
    """Whether the masked columns may be shown, with a reason, everywhere in ``scope``."""
    if not scope or not has_masked(ledger) or not ledger.reveal_action:
        return False
    open_to = scope_of(user, ledger.reveal_action)
    return not scope.things and all(open_to.covers(path) for path in scope.paths)


def has_masked(ledger: Ledger) -> bool:
    """Whether the ledger has anything to mask."""
    return any(column.sensitive for column in ledger.columns)


def common(one: Scope, other: Scope) -> Scope:
    """What lies in both: the narrower of each two subtrees, the single things named in both."""
    if one.everything:
        return other
    if other.everything:
        return one
    paths = {max(mine, theirs) for mine in one.paths for theirs in other.paths if _nested(mine, theirs)}
    things = set(one.things) & set(other.things)
    return Scope(tuple(sorted(paths)), tuple(sorted(things))) if paths or things else NOTHING


def _nested(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)

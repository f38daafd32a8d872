"""Accounts, roles, the trail, the installation."""

from tests.access.url_table import Row, Side

from lianxin.access.rules import CHANGE_GRANTS, MANAGE_ACCOUNTS, VIEW_ACCOUNTS
from lianxin.audit.rules import VERIFY, VIEW
from lianxin.backoffice.rules import VIEW_FONTS, VIEW_INSTALLATION, VIEW_ROLES
from lianxin.declare.roles import Role


def _account(side: Side) -> list[object]:
    return [side.account.pk]


def _grant(side: Side) -> list[object]:
    return [side.grant.pk]


def _closed_account(side: Side) -> list[object]:
    type(side.account)._default_manager.filter(pk=side.account.pk).update(is_active=False)
    return [side.account.pk]


ROWS = [
    Row("backoffice:accounts", VIEW_ACCOUNTS),
    Row("backoffice:open_account", MANAGE_ACCOUNTS, data={"name": "王守信"}, post=302),
    Row("backoffice:account", VIEW_ACCOUNTS, args=_account),
    # The sheet itself answers the POST: its code is shown once.
    Row("backoffice:slip", MANAGE_ACCOUNTS, args=_account, data={"days": 14}, post=200),
    Row("backoffice:close_account", MANAGE_ACCOUNTS, args=_account, data={"reason": "调走"}, post=302),
    Row("backoffice:reopen_account", MANAGE_ACCOUNTS, args=_closed_account, get=None, post=302),
    Row("backoffice:demand_password", MANAGE_ACCOUNTS, args=_account, get=None, post=302),
    Row(
        "backoffice:give_role",
        CHANGE_GRANTS,
        args=_account,
        data=lambda side: {"role": Role.GROUP_LEADER.value, "organisation": side.branch.pk},
        post=302,
    ),
    Row("backoffice:end_role", CHANGE_GRANTS, args=_grant, data={"reason": "换人"}, post=302),
    Row("backoffice:trail", VIEW),
    Row("backoffice:entry", VIEW, args=lambda side: [side.entry.pk]),
    Row("backoffice:chains", VERIFY),
    Row("backoffice:verify_chains", VERIFY, get=None, post=200),
    Row("backoffice:roles", VIEW_ROLES),
    Row("backoffice:fonts", VIEW_FONTS),
    Row("backoffice:font_sample", VIEW_FONTS),
    Row("backoffice:installation", VIEW_INSTALLATION),
]

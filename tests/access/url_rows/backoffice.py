"""Accounts, roles, the trail, the installation."""

from datetime import date
from uuid import uuid4

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from tests.access.url_table import FOREIGN_WORD, Row, Side

from lianxin.access.models import Session
from lianxin.access.rules import CHANGE_GRANTS, MANAGE_ACCOUNTS, RESET_SECOND_FACTOR, VIEW_ACCOUNTS
from lianxin.audit.rules import VERIFY, VIEW
from lianxin.backoffice.rules import (
    CHANGE_PARAMETERS,
    SET_PUBLIC_ADDRESS,
    VIEW_INSTALLATION,
    VIEW_PARAMETERS,
    VIEW_ROLES,
)
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.parameters.models import ParameterValue
from lianxin.party.rules import PROBATION


def _account(side: Side) -> list[object]:
    return [side.account.pk]


def _grant(side: Side) -> list[object]:
    return [side.grant.pk]


def _closed_account(side: Side) -> list[object]:
    type(side.account)._default_manager.filter(pk=side.account.pk).update(is_active=False)
    return [side.account.pk]


def _signed_in(side: Side) -> list[object]:
    Client().force_login(side.account)
    return [side.account.pk]


def _with_second_factor(side: Side) -> list[object]:
    TOTP.activate(side.account, generate_totp_secret())
    return [side.account.pk]


def _parameter_value(side: Side) -> list[object]:
    if side.word == FOREIGN_WORD:
        return [uuid4()]  # a rule is the whole house's: there is no foreign one, only one that is not there
    row = ParameterValue.objects.create(
        code=PROBATION, value=18, since=date(2020, 1, 1), basis="试", recorded_at=clock.now(), recorded_by="试"
    )
    return [row.pk]


ROWS = [
    Row("backoffice:parameters", VIEW_PARAMETERS),
    Row("backoffice:parameter", VIEW_PARAMETERS, fixed=[PROBATION]),
    Row(
        "backoffice:set_parameter",
        CHANGE_PARAMETERS,
        fixed=[PROBATION],
        data={"value": "18", "since": "2026-01-01", "basis": "试"},
        post=302,
    ),
    Row(
        "backoffice:withdraw_parameter",
        CHANGE_PARAMETERS,
        fixed=[PROBATION],
        args=_parameter_value,
        data={"reason": "试"},
        post=302,
    ),
    Row("backoffice:accounts", VIEW_ACCOUNTS),
    Row("backoffice:open_account", MANAGE_ACCOUNTS, data={"name": "王守信"}, post=302),
    Row("backoffice:account", VIEW_ACCOUNTS, args=_account),
    # The sheet itself answers the POST: its code is shown once.
    Row("backoffice:slip", MANAGE_ACCOUNTS, args=_account, data={"days": 14}, post=200),
    Row("backoffice:close_account", MANAGE_ACCOUNTS, args=_account, data={"reason": "调走"}, post=302),
    Row("backoffice:reopen_account", MANAGE_ACCOUNTS, args=_closed_account, get=None, post=302),
    Row("backoffice:demand_password", MANAGE_ACCOUNTS, args=_account, get=None, post=302),
    Row(
        "backoffice:reset_second_factor",
        RESET_SECOND_FACTOR,
        args=_with_second_factor,
        data={"reason": "手机丢了"},
        post=302,
    ),
    Row("backoffice:end_sessions", MANAGE_ACCOUNTS, args=_signed_in, get=None, post=302),
    Row(
        "backoffice:end_session",
        MANAGE_ACCOUNTS,
        args=lambda side: [*_signed_in(side), Session.objects.get(user=side.account).number],
        get=None,
        post=302,
    ),
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
    Row("backoffice:installation", VIEW_INSTALLATION),
    Row("backoffice:public_address", SET_PUBLIC_ADDRESS, data={"address": "https://lianxin.example.cn"}, post=302),
]

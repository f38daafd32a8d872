"""Accounts, roles, the trail, the installation."""

from datetime import date
from uuid import uuid4

from tests.access.url_table import FOREIGN_WORD, Row, Side, in_branch

from lianxin.access.rules import CHANGE_GRANTS, MANAGE_ACCOUNTS, VIEW_ACCOUNTS
from lianxin.audit.rules import VERIFY, VIEW
from lianxin.backoffice.rules import (
    CHANGE_PARAMETERS,
    CHANGE_SCHEDULES,
    MAKE_BACKUPS,
    PRINT_KEY,
    VIEW_FONTS,
    VIEW_INSTALLATION,
    VIEW_JOBS,
    VIEW_PARAMETERS,
    VIEW_ROLES,
)
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.jobs.actions import request_job
from lianxin.jobs.models import Job, JobState
from lianxin.jobs.schedules import seed
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


def _parameter_value(side: Side) -> list[object]:
    if side.word == FOREIGN_WORD:
        return [uuid4()]  # a rule is the whole house's: there is no foreign one, only one that is not there
    row = ParameterValue.objects.create(
        code=PROBATION, value=18, since=date(2020, 1, 1), basis="试", recorded_at=clock.now(), recorded_by="试"
    )
    return [row.pk]


def _job(side: Side) -> list[object]:
    """A large ledger on its way, asked for by somebody of the side."""
    path = side.general_branch.path
    job = request_job(kind="reports.export", subject_id=uuid4(), label=side.word, path=path, actor=OPERATOR)
    return [job.pk]


def _failed_job(side: Side) -> list[object]:
    pk = str(_job(side)[0])
    Job.objects.filter(pk=pk).update(state=JobState.FAILED, finished_at=clock.now())
    return [pk]


def _seeded(_: Side) -> dict[str, object]:
    seed()
    return {"hour": "9", "enabled": "1"}


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
        stands=None,
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
        "backoffice:give_role",
        CHANGE_GRANTS,
        args=_account,
        data=lambda side: {"role": Role.GROUP_LEADER.value, "organisation": side.branch.pk},
        post=302,
    ),
    Row("backoffice:end_role", CHANGE_GRANTS, args=_grant, data={"reason": "换人"}, post=302),
    Row("backoffice:trail", VIEW),
    Row("backoffice:entry", VIEW, args=lambda side: [side.entry.pk], stands=in_branch),
    Row("backoffice:chains", VERIFY),
    Row("backoffice:verify_chains", VERIFY, get=None, post=200),
    Row("backoffice:roles", VIEW_ROLES),
    Row("backoffice:backups", MAKE_BACKUPS),
    Row("backoffice:back_up", MAKE_BACKUPS, get=None, post=302, changes=False),  # the worker writes the entry
    # A name nobody has is nobody's; what a real one gives is shown in tests/backoffice/test_backups.py.
    Row(
        "backoffice:backup_file",
        MAKE_BACKUPS,
        fixed=["lianxin-20260101-000000-hand.backup"],
        get=None,
        post=404,
        changes=False,
    ),
    Row(
        "backoffice:restore_sheet", MAKE_BACKUPS, other={Role.SECURITY_ADMIN: 200}
    ),  # whoever prints the key needs it too
    Row("backoffice:key_sheet", PRINT_KEY, data={"reason": "锁进柜子", "alone": "on"}, post=200),
    Row("backoffice:jobs", VIEW_JOBS),
    Row("backoffice:job", VIEW_JOBS, args=_job),
    Row("backoffice:cancel_job", VIEW_JOBS, args=_job, get=None, post=302),
    Row("backoffice:retry_job", VIEW_JOBS, args=_failed_job, get=None, post=302),
    Row("backoffice:schedules", CHANGE_SCHEDULES),
    Row("backoffice:change_schedule", CHANGE_SCHEDULES, fixed=["backups.daily"], get=None, data=_seeded, post=302),
    Row("backoffice:run_schedule", CHANGE_SCHEDULES, fixed=["backups.daily"], get=None, data=_seeded, post=302),
    Row("backoffice:fonts", VIEW_FONTS),
    Row("backoffice:font_sample", VIEW_FONTS),
    Row("backoffice:installation", VIEW_INSTALLATION),
]

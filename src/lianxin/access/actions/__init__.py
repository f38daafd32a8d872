"""Writes of accounts, roles, slips and signing in. All of it goes to the system's audit chain."""

from lianxin.access.actions.accounts import (
    change_password,
    close_account,
    demand_new_password,
    open_account,
    remove_demo_accounts,
    reopen_account,
)
from lianxin.access.actions.grants import Thing, end_grant, give_grant
from lianxin.access.actions.second_factor import (
    record_failed_code,
    renew_recovery_codes,
    reset_second_factor,
    turn_off_second_factor,
    turn_on_second_factor,
    use_code,
)
from lianxin.access.actions.sessions import (
    end_session,
    end_sessions,
    record_failed_sign_in,
    record_failed_slip,
    record_sign_in,
    record_sign_out,
)
from lianxin.access.actions.slips import (
    LINK_SPENT,
    SLIP_DAYS,
    SPENT,
    IssuedSlip,
    enter_demo,
    first_sign_in_path,
    issue_slip,
    open_first_account,
    use_slip,
)

__all__ = [
    "LINK_SPENT",
    "SLIP_DAYS",
    "SPENT",
    "IssuedSlip",
    "Thing",
    "change_password",
    "close_account",
    "demand_new_password",
    "end_grant",
    "end_session",
    "end_sessions",
    "enter_demo",
    "first_sign_in_path",
    "give_grant",
    "issue_slip",
    "open_account",
    "open_first_account",
    "record_failed_code",
    "record_failed_sign_in",
    "record_failed_slip",
    "record_sign_in",
    "record_sign_out",
    "remove_demo_accounts",
    "renew_recovery_codes",
    "reopen_account",
    "reset_second_factor",
    "turn_off_second_factor",
    "turn_on_second_factor",
    "use_code",
    "use_slip",
]

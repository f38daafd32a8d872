"""Writes: a blank sheet comes in, its headings are explained, it is filled and kept, and what was kept is looked after."""

from lianxin.reports.sheets.actions.drafts import (
    clear_old_drafts,
    discard_draft,
    explain_headings,
    layouts_of,
    receive_sheet,
)
from lianxin.reports.sheets.actions.filling import (
    FILL_JOB,
    SMALL,
    Details,
    fill_draft,
    fill_file,
    keep_filled,
    request_filling,
    run_filling,
)
from lianxin.reports.sheets.actions.submissions import correct_submission, fetch_submission, withdraw_submission

__all__ = [
    "FILL_JOB",
    "SMALL",
    "Details",
    "clear_old_drafts",
    "correct_submission",
    "discard_draft",
    "explain_headings",
    "fetch_submission",
    "fill_draft",
    "fill_file",
    "keep_filled",
    "layouts_of",
    "receive_sheet",
    "request_filling",
    "run_filling",
    "withdraw_submission",
]

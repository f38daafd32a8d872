"""Pages of filling sheets and of what was sent."""

from lianxin.reports.sheets.views.drafts import discard, draft_page, fill, headings, index, new_sheet, sample
from lianxin.reports.sheets.views.submissions import correct, submission_file, submission_page, withdraw

__all__ = [
    "correct",
    "discard",
    "draft_page",
    "fill",
    "headings",
    "index",
    "new_sheet",
    "sample",
    "submission_file",
    "submission_page",
    "withdraw",
]

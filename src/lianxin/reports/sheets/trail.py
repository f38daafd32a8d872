"""How the trail tells of sheets and submissions."""

from collections.abc import Mapping
from typing import Any

from lianxin.audit.work import Entry
from lianxin.reports.sheets.models import SheetDraft, Submission

DRAFT, SUBMISSION = "reports.sheet", "reports.submission"
"""Kinds under which the trail names them."""


def about_draft(action: str, draft: SheetDraft, changes: Mapping[str, list[Any]] | None = None) -> Entry:
    """An entry about a blank sheet."""
    return Entry(
        action,
        DRAFT,
        draft.pk,
        draft.file_name,
        draft.community_id,
        organisation_path=draft.path,
        changes=changes or {},
    )


def about_submission(
    action: str, submission: Submission, changes: Mapping[str, list[Any]] | None = None, reason: str = ""
) -> Entry:
    """An entry about what was sent."""
    return Entry(
        action,
        SUBMISSION,
        submission.pk,
        submission.title,
        submission.community_id,
        organisation_path=submission.path,
        changes=changes or {},
        reason=reason,
    )

"""Filling sheets, and what was sent."""

from tests.access.url_table import Row, Side

from lianxin.files.models import StoredFile
from lianxin.kernel import clock
from lianxin.reports.models import SheetDraft, Submission
from lianxin.reports.sheets.rules import FILL, VIEW_SUBMISSIONS


def _gone(side: Side) -> StoredFile:
    """A file whose content was cleared: nothing is opened for every role."""
    now = clock.now()
    return StoredFile.objects.create(
        community_id=side.community.pk,
        name="表.xlsx",
        size=1,
        sha256="",
        purpose="sheet",
        created_at=now,
        removed_at=now,
    )


def _draft(side: Side) -> list[object]:
    draft = SheetDraft.objects.create(
        community=side.community,
        path=side.general_branch.path,
        file=_gone(side),
        file_name="表.xlsx",
        created_at=clock.now(),
        created_by="测试",
    )
    return [draft.pk]


def _submission(side: Side) -> list[object]:
    submission = Submission.objects.create(
        community=side.community,
        path=side.general_branch.path,
        organisation=side.general_branch,
        title=f"{side.word}的表",
        as_of=clock.today(),
        basis="口径",
        people_count=1,
        file=_gone(side),
        kept_at=clock.now(),
        kept_by="测试",
    )
    return [submission.pk]


ROWS = [
    Row("sheets:index", FILL),
    Row("sheets:new", FILL, post=422, changes=False),
    Row("sheets:sample", FILL, fixed=["people"]),
    # The blank's content is gone: the pages say so.
    Row("sheets:draft", FILL, args=_draft, get=410),
    Row("sheets:headings", FILL, args=_draft, get=302, post=302, changes=False),
    Row("sheets:fill", FILL, args=_draft, get=None, data={"title": "表"}, post=410, changes=False),
    Row("sheets:discard", FILL, args=_draft, get=None, post=302),
    Row("sheets:submission", VIEW_SUBMISSIONS, args=_submission),
    Row("sheets:submission_file", FILL, args=_submission, get=None, post=410, changes=False),
    Row("sheets:correct", FILL, args=_submission, data={"version": 1, "title": "改过的名字"}, post=302),
    Row("sheets:withdraw", FILL, args=_submission, data={"version": 1, "reason": "报错了"}, post=302),
]

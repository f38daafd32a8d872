"""Ledgers, their prints and files."""

from tests.access.url_table import FOREIGN_WORD, Row, Side

from lianxin.kernel import clock
from lianxin.reports.models import ReportRun, SavedView
from lianxin.reports.rules import EXPORT, VIEW, WRITE_LETTERS

COURTYARDS = ["courtyards"]


def _run(side: Side) -> list[object]:
    """An export the reader asked for; on the foreign side somebody else's."""
    owner = side.account if side.word == FOREIGN_WORD or side.reader is None else side.reader
    run = ReportRun.objects.create(
        ledger="courtyards",
        title="院坝楼栋一览",
        format="csv",
        as_of=clock.today(),
        user_id=owner.pk,
        created_at=clock.now(),
    )
    return [run.pk]


def _view(side: Side, **more: object) -> list[object]:
    """A view the reader kept; on the foreign side somebody else's."""
    owner = side.account if side.word == FOREIGN_WORD or side.reader is None else side.reader
    row = SavedView.objects.create(
        name=f"{side.word}的院坝",
        target="ledger:courtyards",
        as_of_kind="today",
        organisation=side.general_branch,
        user_id=owner.pk,
        user_name=owner.name,
        created_at=clock.now(),
        **more,
    )
    return [row.pk]


def _removed_view(side: Side) -> list[object]:
    return _view(side, removed_at=clock.now())


ROWS = [
    Row("reports:index", VIEW),
    # The same address on both sides: rows of the foreign community never stand in it (checked by their word).
    Row("reports:ledger", VIEW, fixed=COURTYARDS),
    Row("reports:views", VIEW),
    # Without saying of what: there is no such page.
    Row("reports:view_new", VIEW, get=404, post=404, changes=False),
    Row("reports:view", VIEW, args=_view, stands=None, get=302),
    Row("reports:view_edit", VIEW, args=_view, stands=None, post=302, data={"version": 1, "name": "一号院以东"}),
    Row("reports:view_remove", VIEW, args=_view, stands=None, get=None, post=302),
    Row("reports:view_restore", VIEW, args=_removed_view, stands=None, get=None, post=302),
    Row("reports:print", EXPORT, fixed=COURTYARDS),
    Row("reports:export", EXPORT, fixed=COURTYARDS, get=None, data={"format": "csv"}, post=200),
    Row(
        "reports:letter",
        WRITE_LETTERS,
        data={"kind": "通知", "title": "关于开会的通知", "text": "请参加。", "format": "docx"},
        post=200,
    ),
    # The same address on both sides. The grid worker sees no members: the list of units is the one everybody here may see.
    Row(
        "reports:handout",
        EXPORT,
        fixed=["residents.units", "sign-in"],
        data={"title": "签到表", "blank_rows": 2},
        post=200,
    ),
    Row("reports:run", EXPORT, args=_run, stands=None),
    # There is no file yet.
    Row("reports:run_file", EXPORT, args=_run, stands=None, get=404),
]

"""Ledgers, their prints and files."""

from tests.access.url_table import FOREIGN_WORD, Row, Side

from lianxin.kernel import clock
from lianxin.reports.models import ReportRun
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


ROWS = [
    Row("reports:index", VIEW),
    # The same address on both sides: rows of the foreign community never stand in it (checked by their word).
    Row("reports:ledger", VIEW, fixed=COURTYARDS),
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

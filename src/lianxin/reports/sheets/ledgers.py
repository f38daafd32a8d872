"""报送留底."""

from datetime import datetime, time, timedelta

from django.urls import reverse

from lianxin.declare.ledgers import CellKind, Choice, Column, Filter, Ledger, LedgerQuery
from lianxin.declare.rows import QuerysetRows
from lianxin.kernel import clock
from lianxin.reports.sheets.models import Submission
from lianxin.reports.sheets.rules import VIEW_SUBMISSIONS

_HEAVY = ("included", "findings", "filters")


def submission_rows(query: LedgerQuery) -> QuerysetRows[Submission]:
    """What was sent by the end of the day, the newest first; what was withdrawn since stays and says so."""
    end = datetime.combine(query.as_of + timedelta(days=1), time(), tzinfo=clock.TZ)
    rows = query.scope.narrow(Submission.objects.filter(kept_at__lt=end), "path")
    state = query.filters.get("state", "")
    if state:
        rows = rows.filter(withdrawn_at__isnull=state != "withdrawn")
    return QuerysetRows(rows.select_related("organisation").defer(*_HEAVY), keys=("-kept_at", "-id"))


def _state(row: Submission) -> str:
    return f"已作废：{row.withdrawn_reason}" if row.withdrawn_at else ""


SUBMISSIONS = Ledger(
    name="submissions",
    title="报送留底",
    app="reports",
    purpose="给谁报过什么表、哪天的数、怎么数的、谁填的。",
    action=VIEW_SUBMISSIONS,
    columns=[
        Column(
            "title",
            "表名",
            lambda row: row.title,
            width=26,
            href=lambda row: reverse("sheets:submission", args=[row.pk]),
        ),
        Column("asked_by", "谁要的", lambda row: row.asked_by, width=16, present=True),
        Column("received_on", "收到日期", lambda row: row.received_on, CellKind.DATE, width=12, present=True),
        Column("as_of", "截止日期", lambda row: row.as_of, CellKind.DATE, width=12),
        Column("organisation", "填了谁", lambda row: row.organisation.short_name, width=16),
        Column("people_count", "人数", lambda row: row.people_count, CellKind.NUMBER, width=7),
        Column("numbers", "号码", lambda row: "完整" if row.revealed else "遮挡", width=7),
        Column("kept_on", "填表日期", lambda row: row.kept_at.astimezone(clock.TZ).date(), CellKind.DATE, width=12),
        Column("kept_by", "填表人", lambda row: row.kept_by, width=10),
        Column("sent_how", "怎样送的", lambda row: row.sent_how, width=22, present=True),
        Column("state", "情况", _state, width=22, present=True),
        Column("basis", "口径", lambda row: row.basis, width=60, on_page=False),
    ],
    rows=submission_rows,
    basis=lambda _: "口径：截止日期以前填好留底的每一份，作废的也列出并写明原因。",
    filters=[
        Filter("state", "情况", lambda _: [Choice("standing", "有效"), Choice("withdrawn", "已作废")]),
    ],
)

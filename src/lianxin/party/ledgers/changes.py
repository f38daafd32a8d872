"""党员增减登记: who came onto the roll, who left it and why, from a day to a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from lianxin.declare.ledgers import CellKind, Choice, Column, Filter, Ledger, LedgerQuery
from lianxin.declare.rows import QuerysetRows
from lianxin.kernel import clock
from lianxin.kernel.codes import SEX
from lianxin.party.choices import ChangeKind
from lianxin.party.ledgers.members import branches, identifier
from lianxin.party.models import MembershipChange
from lianxin.party.queries.changes import ADDING, SUBTRACTING, changes_between, flowed_in_when_died
from lianxin.party.queries.yearly import LINES, Line
from lianxin.party.rules import VIEW_LEDGERS

ADDED, TAKEN, NEITHER = "added", "taken", "neither"
_DIRECTIONS = {ADDED: "增加", TAKEN: "减少", NEITHER: "不计增减"}
_WITHDRAWN = {"with": "连撤销的一起看", "only": "只看撤销的"}


_LINE = "line"
_BY_LINE = {f"{_LINE}{line.number}": line for line in LINES if len(line.kinds) > 1}
_KINDS = [
    *(Choice(kind.value, str(kind.label)) for kind in ChangeKind),
    *(Choice(code, f"年报第{line.number}行：{line.label}") for code, line in _BY_LINE.items()),
]


def kind_filter(line: Line) -> str:
    """The value of the filter by reason that lists exactly what a line of table 1 counts."""
    return line.kinds[0].value if len(line.kinds) == 1 else f"{_LINE}{line.number}"


def kinds_of(chosen: str) -> Sequence[str]:
    """The reasons behind a value of the filter."""
    line = _BY_LINE.get(chosen)
    return [chosen] if line is None else [kind.value for kind in line.kinds]


def change_rows(query: LedgerQuery) -> QuerysetRows[MembershipChange]:
    """The changes of the period in the order of their days; those withdrawn only when asked for."""
    assert query.since is not None, "a ledger over a period is asked with its first day"
    rows = changes_between(query.scope, query.since, query.as_of, withdrawn=True)
    rows = rows.filter(_filters(query)).select_related("member__person", "organisation")
    return QuerysetRows(rows, keys=("happened_on", "id"))


def _filters(query: LedgerQuery) -> Q:
    chosen = query.filters
    withdrawn = chosen.get("withdrawn", "")
    wanted = Q() if withdrawn == "with" else Q(withdrawn_at__isnull=withdrawn != "only")
    if direction := chosen.get("direction", ""):
        wanted &= _of_direction(direction)
    if kind := chosen.get("kind", ""):
        wanted &= Q(kind__in=kinds_of(kind))
    if branch := identifier(chosen.get("branch", "")):
        wanted &= Q(organisation=branch)
    return wanted


def _of_direction(direction: str) -> Q:
    added, taken = Q(kind__in=ADDING), Q(kind__in=SUBTRACTING) & ~flowed_in_when_died()
    return {ADDED: added, TAKEN: taken, NEITHER: ~added & ~taken}[direction]


def _direction(row: Any) -> str:  # noqa: ANN401 - a row of changes_between, annotated
    if row.kind in ADDING:
        return _DIRECTIONS[ADDED]
    taken = row.kind in SUBTRACTING and not row.flowed_in
    return _DIRECTIONS[TAKEN if taken else NEITHER]


def _kind(row: MembershipChange) -> str:
    return str(row.get_kind_display()) + ("（已撤销）" if row.withdrawn_at else "")


def _recorded_on(row: MembershipChange) -> date:
    return row.recorded_at.astimezone(clock.TZ).date()


def _late(row: MembershipChange) -> str:
    return "补记" if row.happened_on is not None and row.happened_on < _recorded_on(row) else ""


def _note(row: MembershipChange) -> str:
    return f"{row.note}（撤销：{row.withdrawn_reason}）" if row.withdrawn_at else row.note


CHANGES = Ledger(
    name="changes",
    title="党员增减登记",
    app="party",
    purpose="一段时间里谁来了、谁走了、什么原因，和年报的增减原因一致。",
    action=VIEW_LEDGERS,
    columns=[
        Column("happened_on", "日期", lambda row: row.happened_on, CellKind.DATE, width=12),
        Column(
            "name",
            "姓名",
            lambda row: row.member.person.name,
            width=10,
            href=lambda row: reverse("party:member", args=[row.member_id]),
        ),
        Column("sex", "性别", lambda row: SEX.label(row.member.person.sex) or "", width=6),
        Column("direction", "增减", _direction, width=8),
        Column("kind", "原因", _kind, width=16),
        Column("branch", "所在党支部", lambda row: row.organisation.short_name, width=14),
        Column("counterpart", "对方党组织", lambda row: row.counterpart, width=24),
        Column("document_no", "文号或介绍信号", lambda row: row.document_no, width=18),
        Column("note", "说明", _note, width=24),
        Column("recorded_on", "登记日期", _recorded_on, CellKind.DATE, width=12, quiet=True),
        Column("recorded_by", "登记人", lambda row: row.recorded_by, width=10, quiet=True),
        Column("late", "补记", _late, width=6, quiet=True),
    ],
    rows=change_rows,
    basis=lambda _: (
        "口径：按发生日期列出，撤销的默认不列；增减原因同党内统计年报第一表，支部之间调整、流入流出不计增减；"
        "花名册建档时本来就在册的不算增加"
    ),
    filters=[
        Filter("direction", "增减", lambda _: [Choice(value, label) for value, label in _DIRECTIONS.items()]),
        Filter("kind", "原因", lambda _: _KINDS),
        Filter("branch", "党支部", branches),
        Filter("withdrawn", "撤销的", lambda _: [Choice(value, label) for value, label in _WITHDRAWN.items()], "不列"),
    ],
    period=True,
)

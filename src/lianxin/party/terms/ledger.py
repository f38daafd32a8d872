"""党组织与班子任期."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from lianxin.declare.ledgers import CellKind, Choice, Column, Filter, Ledger, LedgerQuery, LedgerScope
from lianxin.declare.rows import QuerysetRows
from lianxin.kernel.months import months_after
from lianxin.orgs.ledgers import kind_then, organisation_rows
from lianxin.orgs.models import Organisation, Term
from lianxin.orgs.parameters import ELECTED, REMIND_AHEAD
from lianxin.orgs.rules import VIEW
from lianxin.parameters.queries import Rules, rules_on
from lianxin.party.choices import Office
from lianxin.party.terms import queries
from lianxin.party.terms.due import State, state_of


def term_rows(query: LedgerQuery) -> QuerysetRows[Organisation]:
    """The electing organisations of the day with ``term``, ``state``, ``posts`` of that day; two queries a chunk."""
    rules = rules_on(query.as_of)
    rows = organisation_rows(query)
    electing = rows.queryset.filter(kind__in=[kind.value for kind in ELECTED])
    wanted = query.filters.get("state", "")
    if wanted in set(State):
        electing = electing.annotate(election_by=_election_by(query.as_of)).filter(_in_state(wanted, rules, query))
    prepare = partial(_prepared, day=query.as_of, rules=rules)
    return QuerysetRows(electing, keys=rows.keys, prepare=prepare)


def _election_by(day: date) -> Subquery:
    rows = Term.objects.filter(
        queries.on_day(day), organisation=OuterRef("pk"), since__lte=day, withdrawn_at__isnull=True
    )
    return Subquery(rows.annotate(by=Coalesce("moved_to", "due_on")).order_by("-since").values("by")[:1])


def _in_state(wanted: str, rules: Rules, query: LedgerQuery) -> Q:
    day, soon = query.as_of, months_after(query.as_of, rules.whole(REMIND_AHEAD))
    return {
        State.NONE: Q(election_by__isnull=True),
        State.OVERDUE: Q(election_by__lt=day),
        State.SOON: Q(election_by__gte=day, election_by__lte=soon),
        State.RUNNING: Q(election_by__gt=soon),
    }[State(wanted)]


def _prepared(chunk: Sequence[Organisation], *, day: date, rules: Rules) -> Sequence[Any]:
    terms = queries.terms_on([row.pk for row in chunk], day)
    posts = queries.held_on([row.pk for row in chunk], day)
    rows: list[Any] = list(chunk)
    for row in rows:
        row.term = terms.get(row.pk)
        row.state = state_of(row.term, rules, day)
        row.posts = posts.get(row.pk, [])
    return rows


def _of_term(name: str) -> Any:  # noqa: ANN401 - the shape of a column's reader
    return lambda row: getattr(row.term, name) if row.term is not None else None


def _names(row: Any, *offices: Office) -> str:  # noqa: ANN401 - a prepared row
    return "、".join(held.member.person.name for held in row.posts if held.office in offices)


def _others(row: Any) -> str:  # noqa: ANN401 - a prepared row
    rest = [held for held in row.posts if held.office not in (Office.SECRETARY, Office.DEPUTY)]
    return "、".join(f"{held.member.person.name}（{held.get_office_display()}）" for held in rest)


def states(scope: LedgerScope) -> Sequence[Choice]:
    """How terms may stand."""
    return [Choice(state.value, state.label) for state in State]


TERMS = Ledger(
    name="terms",
    title="党组织与班子任期",
    app="party",
    purpose="各党组织是第几届、班子是谁、什么时候届满，快要换届和超期的一眼看出。",
    action=VIEW,
    columns=[
        Column(
            "name",
            "党组织名称",
            lambda row: row.name_then,
            width=30,
            href=lambda row: reverse("party:terms", args=[row.pk]),
        ),
        Column("kind", "类别", kind_then, width=10),
        Column("number", "届次", lambda row: row.term.title if row.term else "", width=10),
        Column("since", "本届起", _of_term("since"), CellKind.DATE, width=12),
        Column("due_on", "届满日期", _of_term("due_on"), CellKind.DATE, width=12),
        Column("state", "情况", lambda row: row.state.label, width=12),
        Column("secretary", "书记", lambda row: _names(row, Office.SECRETARY), width=10),
        Column("deputy", "副书记", lambda row: _names(row, Office.DEPUTY), width=12),
        Column("others", "委员", _others, width=36),
        Column("moved_to", "批准延期或提前到", _of_term("moved_to"), CellKind.DATE, width=14, present=True),
        Column("years", "任期（年）", _of_term("years"), CellKind.NUMBER, width=8),
        Column("elected_on", "选举日期", _of_term("elected_on"), CellKind.DATE, width=12),
        Column("approval_no", "批复文号", lambda row: row.term.approval_no if row.term else "", width=20),
    ],
    rows=term_rows,
    basis=lambda _: (
        "口径：当天还在、按届选举的党组织（党委、党总支、党支部、联合党支部），届次和班子按当天；"
        "届满日期按登记这一届时的任期规定算，有批准延期或提前的另列。"
    ),
    filters=[Filter("state", "情况", states)],
)

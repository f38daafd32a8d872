"""党组织一览 in its final form: who leads each organisation and how many members it has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from lianxin.access.scope import next_path, outermost
from lianxin.declare.ledgers import CellKind, Column, LedgerQuery
from lianxin.declare.rows import QuerysetRows
from lianxin.orgs import ledgers as orgs_ledgers
from lianxin.orgs.models import Organisation
from lianxin.party.choices import Office
from lianxin.party.models import OfficeHolding
from lianxin.party.queries import COUNTED, on_roll
from lianxin.party.terms.queries import terms_on

_LEADERS = (Office.SECRETARY, Office.GROUP_LEADER)


def organisation_rows(query: LedgerQuery) -> QuerysetRows[Organisation]:
    """The organisations of the day with ``leader`` (a name), ``term`` and ``member_count``, a fixed number of queries a chunk."""
    rows = orgs_ledgers.organisation_rows(query)
    return replace(rows, prepare=lambda chunk: _prepared(chunk, query.as_of))


def _prepared(chunk: Sequence[Organisation], day: date) -> Sequence[Any]:
    leaders = _leaders(chunk, day)
    counts = _counts(chunk, day)
    terms = terms_on([row.pk for row in chunk], day)
    rows: list[Any] = list(chunk)
    for row in rows:
        row.leader = leaders.get(row.pk, "")
        row.term = terms.get(row.pk)
        row.member_count = sum(number for path, number in counts.items() if path.startswith(row.path))
    return rows


def _leaders(chunk: Sequence[Organisation], day: date) -> Mapping[Any, str]:
    held = OfficeHolding.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gt=day),
        organisation__in=chunk,
        office__in=[office.value for office in _LEADERS],
    )
    return dict(held.order_by("id").values_list("organisation_id", "member__person__name"))


def _counts(chunk: Sequence[Organisation], day: date) -> Mapping[str, int]:
    """Members on the roll by path of the place they stood in, for everything in or below the chunk."""
    inside = Q(pk__in=[])
    for path in outermost(row.path for row in chunk):
        inside |= Q(path_then__gte=path, path_then__lt=next_path(path))
    rows: Any = on_roll(day).filter(COUNTED).filter(inside).order_by()
    return dict(rows.values_list("path_then").annotate(number=Count("pk")))


ORGANISATIONS = replace(
    orgs_ledgers.ORGANISATIONS,
    app="party",
    columns=[
        *orgs_ledgers.ORGANISATIONS.columns[:3],
        Column("leader", "书记（党小组长）", lambda row: row.leader, width=12),
        Column("member_count", "党员数", lambda row: row.member_count, CellKind.NUMBER, width=8),
        Column(
            "election_by",
            "换届日期",
            lambda row: row.term.ends_on if row.term else None,
            CellKind.DATE,
            width=12,
            href=lambda row: reverse("party:terms", args=[row.pk]),
        ),
        *orgs_ledgers.ORGANISATIONS.columns[3:],
    ],
    rows=organisation_rows,
    basis=lambda query: (
        f"{orgs_ledgers.ORGANISATIONS.basis(query)}党员数含下级，流出的计入，流入的不计入；书记、党员数按当天。"
    ),
)

"""Reads of terms with their posts, and of what is due about them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from lianxin.access.scope import Scope
from lianxin.orgs.models import Organisation, Term
from lianxin.orgs.parameters import ELECTED
from lianxin.party.choices import POSTS, Office
from lianxin.party.models import Member, OfficeHolding

_ORDER = {office.value: place for place, office in enumerate(Office)}


def holders_of(organisation: Organisation) -> list[OfficeHolding]:
    """Everybody who holds or held an office there, in the order of the posts, the latest first among the same."""
    rows = OfficeHolding.objects.filter(organisation=organisation).select_related("member__person", "member")
    return in_order(rows)


def seats_of(organisation: Organisation) -> QuerySet[OfficeHolding]:
    """The offices held there, ready for writing."""
    loaded = ("member__person", "member__community__organisation", "organisation")
    return OfficeHolding.objects.filter(organisation=organisation).select_related(*loaded)


def in_order(rows: Iterable[OfficeHolding]) -> list[OfficeHolding]:
    """Holdings as they are read out: the secretary first."""
    latest = sorted(rows, key=lambda row: (row.since or date.min, str(row.pk)), reverse=True)
    return sorted(latest, key=lambda row: _ORDER[row.office])


def held_on(organisations: Iterable[Any], day: date) -> Mapping[UUID, list[OfficeHolding]]:
    """The posts held on a day by organisation, persons loaded; one query."""
    rows = OfficeHolding.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gt=day),
        organisation__in=list(organisations),
        office__in=[office.value for office in POSTS],
    ).select_related("member__person")
    found: dict[UUID, list[OfficeHolding]] = {}
    for row in in_order(rows):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def terms_on(organisations: Iterable[Any], day: date) -> Mapping[UUID, Term]:
    """The term of a day by organisation; one query."""
    rows = Term.objects.filter(
        on_day(day), organisation__in=list(organisations), since__lte=day, withdrawn_at__isnull=True
    )
    return {row.organisation_id: row for row in rows.order_by("since")}


def on_day(day: date) -> Q:
    """A condition on terms: not ended by a day."""
    return Q(ended_on__isnull=True) | Q(ended_on__gt=day)


def electing(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Of the organisations those whose leaders are elected for a term and that stand today."""
    return rows.filter(kind__in=[kind.value for kind in ELECTED], dissolved_on__isnull=True)


def without_secretary(rows: QuerySet[Organisation]) -> Any:  # noqa: ANN401 - an annotated query, for which the stubs have no name
    """Of the organisations those without a secretary, each with ``vacant_since`` (None: none was ever recorded)."""
    held = OfficeHolding.objects.filter(organisation=OuterRef("pk"), office=Office.SECRETARY)
    last = held.filter(until__isnull=False).order_by("-until").values("until")[:1]
    return rows.exclude(Exists(held.filter(until__isnull=True))).annotate(vacant_since=Subquery(last))


def without_term(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Of the organisations those for which no term that runs is recorded."""
    running = Term.objects.filter(organisation=OuterRef("pk"), ended_on__isnull=True, withdrawn_at__isnull=True)
    return rows.exclude(Exists(running))


def more_members_than(scope: Scope, few: int) -> bool:
    """Whether more than so many members stand in a scope; reads no further than that."""
    rows = Member.objects.filter(scope.q("path"), left_on__isnull=True).order_by()
    return len(rows.values_list("pk")[: few + 1]) > few


def committee_sizes(organisations: Sequence[Organisation]) -> Mapping[UUID, int]:
    """How many people hold a post today by organisation; one query."""
    rows = OfficeHolding.objects.filter(
        organisation__in=organisations, until__isnull=True, office__in=[office.value for office in POSTS]
    )
    found: dict[UUID, set[UUID]] = {}
    for organisation, member in rows.order_by().values_list("organisation_id", "member_id"):
        found.setdefault(organisation, set()).add(member)
    return {organisation: len(people) for organisation, people in found.items()}

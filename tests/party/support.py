"""What the tests of this app share: a crowd made quickly, and histories as plain values."""

from collections.abc import Iterable
from datetime import date, timedelta

from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import fake_id_number
from tests.party.cast import values

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.orgs.models import Community, Organisation
from lianxin.party.actions import register_members
from lianxin.party.choices import Aspect
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange

Span = tuple[str, date | None, date | None]

_GIVEN = "一二三四五六七八九十百千"


def crowd(community: Community, number: int, branch: Organisation | None = None, *, first: int = 0) -> list[Member]:
    """So many members, quickly: registered by the product's own action; their names run through a few initials."""
    places = range(first, first + number)
    rows = [
        values(
            f"{'张王李赵陈'[place % 5]}{_GIVEN[place // 5 % 12]}{_GIVEN[place // 60 % 12]}",
            id_number=fake_id_number(date(1940, 1, 1) + timedelta(place)),
            birth_date=None,
            organisation=branch.pk if branch else None,
        )
        for place in places
    ]
    return register_members(rows, community=community, actor=OPERATOR)


def facts(member: Member, aspect: Aspect) -> list[Span]:
    """The spans of an aspect, the earliest first."""
    rows = DatedFact.objects.filter(member=member, aspect=aspect).values_list("value", "since", "until")
    return sorted(rows, key=_beginning)


def relations(member: Member) -> list[Span]:
    """Where the relation stood (group or branch), the earliest first."""
    rows = Affiliation.objects.select_related("organisation", "group").filter(member=member)
    found = (((row.group or row.organisation).short_name, row.since, row.until) for row in rows)
    return sorted(found, key=_beginning)


def changes(member: Member) -> list[tuple[str, date | None, str]]:
    """Kind, day and other side of the changes that count, in the order they were recorded."""
    rows = MembershipChange.objects.filter(member=member, withdrawn_at__isnull=True).order_by("recorded_at", "id")
    return list(rows.values_list("kind", "happened_on", "counterpart"))


def last_entry(member: Member) -> AuditEntry:
    """The latest audit entry about a member."""
    return AuditEntry.objects.filter(target_id=member.pk).order_by("number")[::-1][0]


def soup_of(answer: object) -> BeautifulSoup:
    """A page as a tree."""
    assert isinstance(answer, HttpResponse)
    return BeautifulSoup(answer.content, "html.parser")


def main_of(answer: object) -> str:
    """The words of a page's main part, blanks taken out."""
    part = soup_of(answer).find("main")
    assert part is not None
    return "".join(part.get_text().split())


def names_in(answer: object) -> list[str]:
    """The names in a list of members."""
    return [link.get_text() for link in soup_of(answer).select("tbody th a.go")]


def cost(client: Client, address: str) -> int:
    """How many queries a page takes, once its caches are warm."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def loaded(members: Iterable[Member]) -> list[Member]:
    """The members as they stand in the database, with person and places, in one query."""
    rows = Member.objects.select_related("person", "organisation", "group", "community__organisation")
    return list(rows.filter(pk__in=[member.pk for member in members]).order_by("name_key", "id"))


def versions(members: Iterable[Member]) -> list[int]:
    """The versions of records as they stand in the database."""
    ids = [member.pk for member in members]
    found = dict(Member.objects.filter(pk__in=ids).values_list("pk", "person__version"))
    return [found[pk] for pk in ids]


def _beginning(span: Span) -> tuple[date, date]:
    return span[1] or date.min, span[2] or date.max

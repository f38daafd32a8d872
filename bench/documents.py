"""Documents: one member's record as PDF against an empty page, a ledger as PDF against the least table of as many rows."""

import io
import resource
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from django.db.models import QuerySet

from bench.harness import Result, measure
from lianxin.access.scope import EVERYTHING
from lianxin.declare.ledgers import ledger
from lianxin.documents.compiling import typeset_here
from lianxin.kernel import clock
from lianxin.orgs.models import Community
from lianxin.party import queries
from lianxin.party.models import Member
from lianxin.party.printing import record_pdf
from lianxin.reports.reading import Reading
from lianxin.reports.render import FORMATS

EMPTY = "typst 排一张空页"
LARGEST = 10_000
MEGABYTE = 1024


def results(community: Community) -> Iterator[Result]:
    """The record, then ledgers of some lengths."""
    nowhere = Path("nowhere")
    empty = measure(lambda: typeset_here("empty", {}, nowhere), runs=30, warm=3)
    members = list(_members()[:40])
    turn = iter(members * 2)
    record = measure(lambda: _record(next(turn)), runs=30, warm=5)
    holds = record.cpu_ms <= 50
    yield Result("record_pdf", "一位党员的大字 PDF（读库、排版）", record, empty, EMPTY, "≤ 50 CPU ms", holds)
    for count in (80, 1_000, LARGEST):
        runs = 1 if count == LARGEST else 3
        work = measure(partial(_ledger, count), runs=runs, warm=0)
        yield Result(
            f"ledger_pdf_{count}",
            f"党员花名册 {count:,} 行排成 PDF",
            work,
            empty,
            EMPTY,
            "不设；一千行以上由后台排" if count > 80 else "≤ 2 CPU 秒",
            count > 80 or work.cpu_ms <= 2000,
            notes={"child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // MEGABYTE},
        )


def _members() -> QuerySet[Member]:
    rows = Member.objects.select_related("person", "organisation", "group", "community")
    return rows.order_by("name_key", "id")


def _record(member: Member) -> None:
    record_pdf(member, queries.facts_of(member), queries.offices_of(member))


def _ledger(count: int) -> None:
    reading = Reading(ledger("members"), EVERYTHING, clock.today())
    FORMATS["pdf"].write(reading, islice(reading.values(), count), io.BytesIO())

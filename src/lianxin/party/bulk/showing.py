"""Bulk changes and their members as the pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from lianxin.jobs.queries import latest_job
from lianxin.kernel import clock
from lianxin.party.bulk.committing import COMMIT_JOB
from lianxin.party.bulk.fields import label_of, wanted_of
from lianxin.party.bulk.queries import counts_of, members_of, rows_of
from lianxin.party.bulk.rows import open_content
from lianxin.party.bulk.taking_back import TAKE_BACK_JOB
from lianxin.party.models import BulkChange, BulkRow
from lianxin.party.models.bulk import BulkRowState, BulkState
from lianxin.party.rosters.showing import Work
from lianxin.ui.paging import asked_page, paging_links
from lianxin.ui.parts import Event, Fact, Link, Paging, Tone

SIZE = 100
TONES: Mapping[str, Tone] = {
    BulkState.PREVIEW: "warn",
    BulkState.COMMITTING: "info",
    BulkState.COMMITTED: "ok",
    BulkState.TAKING_BACK: "info",
    BulkState.TAKEN_BACK: "quiet",
    BulkState.DISCARDED: "quiet",
}
_JOBS = {BulkState.COMMITTING: (COMMIT_JOB, "正在修改"), BulkState.TAKING_BACK: (TAKE_BACK_JOB, "正在撤回")}
_TABS = {BulkRowState.CHANGED: "要改", BulkRowState.REFUSED: "不能改", BulkRowState.UNCHANGED: "本来就是"}


@dataclass(frozen=True, slots=True)
class Line:
    """A member of a bulk change."""

    id: str
    name: str
    url: str
    branch: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The chosen tab with its members."""

    key: str
    tabs: Sequence[Link]
    lines: Sequence[Line]
    paging: Paging


def work_on(bulk: BulkChange) -> Work | None:
    """What is being done with a change, if anything."""
    if bulk.state not in _JOBS:
        return None
    kind, title = _JOBS[BulkState(bulk.state)]
    return Work(title, latest_job(kind, bulk.pk))


def facts_of(bulk: BulkChange) -> list[Fact]:
    """What is written, when and by whom."""
    facts = [Fact("改哪一项", label_of(bulk.field)), Fact("改成", wanted_of(bulk).told)]
    facts.append(Fact("提出", f"{_when(bulk.created_at)} {bulk.created_by}"))
    if bulk.committed_at is not None:
        facts.append(Fact("改好", _when(bulk.committed_at)))
    if bulk.taken_back_at is not None:
        facts.append(Fact("撤回", _when(bulk.taken_back_at)))
    return facts


def listing(bulk: BulkChange, request: HttpRequest) -> Listing:
    """The members under the tab that was asked for: by itself the first one with somebody in it."""
    counts = counts_of(bulk)
    asked = request.GET.get("rows", "")
    key = asked if asked in _TABS else next((key for key in _TABS if counts.get(key)), BulkRowState.CHANGED)
    done = bulk.state != BulkState.PREVIEW
    labels = {**_TABS, BulkRowState.CHANGED: "已改" if done else "要改"}
    tabs = [
        Link(label, f"?rows={name}", note=str(counts.get(name, 0)), current=name == key)
        for name, label in labels.items()
    ]
    page = asked_page(rows_of(bulk, key), request.GET, size=SIZE)
    return Listing(key, tabs, _lines(page.rows, wanted_of(bulk).told), paging_links(page, request))


def _lines(rows: Sequence[BulkRow], new: str) -> list[Line]:
    members = members_of(rows)
    lines = []
    for row in rows:
        member = members.get(row.member_id)
        old = open_content(row.pk, row.sealed).old
        changes = row.state == BulkRowState.CHANGED
        lines.append(
            Line(
                str(row.pk),
                member.person.name if member else "（已经并入别人）",
                reverse("party:member", args=[row.member_id]),
                member.organisation.short_name if member else "",
                old,
                new if changes else "",
                row.why,
            )
        )
    return lines


def events(rows: Iterable[BulkChange]) -> list[Event]:
    """Bulk changes as a timeline."""
    return [
        Event(
            when=_when(row.created_at),
            title=f"{label_of(row.field)}（{row.get_state_display()}）",
            text=f"{row.created_by}提出",
            url=reverse("party:bulk", args=[row.pk]),
            tone="ok" if row.state == BulkState.COMMITTED else "",
        )
        for row in rows
    ]


def _when(at: datetime) -> str:
    return f"{at.astimezone(clock.TZ):%Y-%m-%d %H:%M}"

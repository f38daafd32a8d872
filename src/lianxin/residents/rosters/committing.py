"""Lines into the register: batches of two hundred, each one transaction that also marks its lines."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.bulk import update_rows
from lianxin.declare.errors import RuleError
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle
from lianxin.jobs.models import Job
from lianxin.kernel import clock
from lianxin.residents.rosters.kinds import Mark
from lianxin.residents.rosters.models import LineState, Roster, RosterLine, RosterState
from lianxin.residents.rosters.payload import Payload, open_payload, seal_payload
from lianxin.residents.rosters.registry import kind_of
from lianxin.residents.rosters.staging import entry

COMMIT_JOB = "residents.commit_roster"
AT_ONCE = 200
WRITING = (LineState.CREATED, LineState.CHANGED)


def ask_for_commit(*, roster: Roster, actor: Actor, once: str = "", wake: bool = True) -> Job:
    """Let the worker bring the roster into the register, or go on with what was interrupted.

    ``wake=False``: the caller does it at once. Raises ``RuleError`` when the roster does not wait for that.
    """
    with unit_of_work(actor, once=once) as work:
        rosters = Roster.objects.filter(pk=roster.pk)
        if rosters.filter(state=RosterState.PREVIEW).update(state=RosterState.COMMITTING):
            work.record(entry("residents.commit_roster", roster))
        elif not rosters.filter(state=RosterState.COMMITTING).exists():
            raise RuleError("这份名册已经入册、撤回或放弃了，不能再入册。")
        return request_job(
            kind=COMMIT_JOB,
            subject_id=roster.pk,
            label=f"{roster.get_kind_display()}名册“{roster.file_name}”入册",
            actor=actor,
            total=roster.created_count + roster.changed_count,
            path=roster.path,
            wake=wake,
        )


def run_commit(handle: JobHandle) -> str:
    """The job: from wherever the roster stands to its end."""
    roster = Roster.objects.select_related("community__organisation").get(pk=handle.subject_id)
    if roster.state != RosterState.COMMITTING:
        return "这份名册已经处理过了。"
    writing = RosterLine.objects.filter(roster=roster, state__in=WRITING)
    total, last = writing.count(), (0, 0)
    done = writing.filter(written__isnull=False).count()
    handle.progress(done, total)
    while lines := list(_after(writing.filter(written__isnull=True), last)[:AT_ONCE]):
        _commit(roster, lines, handle.actor)
        last = (lines[-1].sheet, lines[-1].row)
        done += len(lines)
        handle.progress(done, total)
    return _finish(roster, handle.actor)


def _after(lines: QuerySet[RosterLine], last: tuple[int, int]) -> QuerySet[RosterLine]:
    sheet, row = last
    return lines.filter(Q(sheet__gt=sheet) | Q(sheet=sheet, row__gt=row)).order_by("sheet", "row")


def _commit(roster: Roster, lines: Sequence[RosterLine], actor: Actor) -> None:
    """In one transaction: look once more at the register, write, mark."""
    kind = kind_of(roster)
    marked = []
    with unit_of_work(actor):
        payloads = [open_payload(line.pk, line.sealed) for line in lines]
        try:
            written = kind.write(roster.community, [each for payload in payloads for each in payload.writes], actor)
        except RuleError as refusal:
            raise JobFailedError(
                f"有一处登记不了：{refusal.message}请改好登记簿后点“接着办”，或重新导入。"
            ) from refusal
        marks: dict[str, Mark] = {mark[0]: mark for mark in written}
        for line, payload in zip(lines, payloads, strict=True):
            own = [marks[write.subject] for write in payload.writes if write.subject in marks]
            state = _state(line, payload, own)
            marked.append((state, seal_payload(line.pk, payload), own, line.pk))
        update_rows(RosterLine, ("state", "sealed", "written"), ("id",), marked)


def _state(line: RosterLine, payload: Payload, own: Sequence[Mark]) -> str:
    """What the line did; one that only says more about what another line writes stays what it was."""
    if any(made for _, _, made in own):
        return LineState.CREATED.value
    if own or not payload.writes:
        return LineState.CHANGED.value if own else line.state
    return LineState.UNCHANGED.value


def _finish(roster: Roster, actor: Actor) -> str:
    """Close the roster with what really happened."""
    lines = RosterLine.objects.filter(roster=roster)
    counts = {state: lines.filter(state=state).count() for state in (*WRITING, LineState.UNCHANGED)}
    created, changed = counts[LineState.CREATED], counts[LineState.CHANGED]
    with unit_of_work(actor) as work:
        closed = Roster.objects.filter(pk=roster.pk, state=RosterState.COMMITTING).update(
            state=RosterState.COMMITTED,
            committed_at=clock.now(),
            created_count=created,
            changed_count=changed,
            unchanged_count=counts[LineState.UNCHANGED],
        )
        if closed:
            changes: dict[str, list[Any]] = {"created": [None, created], "changed": [None, changed]}
            work.record(entry("residents.finish_roster", roster, changes))
    counter = kind_of(roster).counter
    return f"入册完成：新增 {created} {counter}，更正 {changed} {counter}。"

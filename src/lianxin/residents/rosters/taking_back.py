"""Taking a whole import back: allowed until somebody touched what it wrote."""

import uuid
from collections.abc import Mapping, Sequence
from itertools import islice

from django.db.models import QuerySet

from lianxin.audit.versions import StaleVersionError
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.bulk import update_rows
from lianxin.declare.errors import RuleError
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle
from lianxin.jobs.models import Job
from lianxin.kernel import clock
from lianxin.residents.rosters.kinds import Mark, marks_of
from lianxin.residents.rosters.models import Roster, RosterLine, RosterState
from lianxin.residents.rosters.payload import open_payload
from lianxin.residents.rosters.registry import kind_of
from lianxin.residents.rosters.staging import entry

TAKE_BACK_JOB = "residents.take_back_roster"
AT_ONCE = 200
NAMED = 5


def applied_lines(roster: Roster) -> QuerySet[RosterLine]:
    """Lines that are in the register and were not taken back yet."""
    return RosterLine.objects.filter(roster=roster, written__isnull=False, taken_back_at__isnull=True)


def touched_things(roster: Roster) -> list[str]:
    """The first names of what the roster wrote and somebody changed, or leans on, since."""
    marks = {
        mark[0]: mark
        for written in applied_lines(roster).values_list("written", flat=True).iterator()
        for mark in marks_of(written)
    }
    return list(islice(kind_of(roster).touched(marks), NAMED + 1))


def why_not(roster: Roster) -> str:
    """Why the roster cannot be taken back, as a sentence; empty when it can."""
    if roster.state not in (RosterState.COMMITTED, RosterState.TAKING_BACK):
        return "只有已经入册的名册可以撤回。"
    if roster.lines_removed_at is not None:
        return "入册已久，暂存的原值已按规定清除，不能整批撤回，请逐处更正。"
    touched = touched_things(roster)
    if not touched:
        return ""
    more = "等" if len(touched) > NAMED else ""
    return (
        f"入册以后有人改动过，或者已经有人、有单位登记在里面：{'、'.join(touched[:NAMED])}{more}。"
        "为不丢掉后来的改动，不能整批撤回，请逐处更正。"
    )


def ask_to_take_back(*, roster: Roster, actor: Actor, once: str = "") -> Job:
    """Let the worker undo the roster, or go on with what was interrupted.

    Raises ``RuleError`` with the reason when it cannot be undone.
    """
    with unit_of_work(actor, once=once) as work:
        roster.refresh_from_db(fields=["state", "lines_removed_at"])
        if reason := why_not(roster):
            raise RuleError(reason)
        if Roster.objects.filter(pk=roster.pk, state=RosterState.COMMITTED).update(state=RosterState.TAKING_BACK):
            work.record(entry("residents.take_back_roster", roster))
        return request_job(
            kind=TAKE_BACK_JOB,
            subject_id=roster.pk,
            label=f"{roster.get_kind_display()}名册“{roster.file_name}”撤回",
            actor=actor,
            total=applied_lines(roster).count(),
            path=roster.path,
        )


def run_take_back(handle: JobHandle) -> str:
    """The job: from wherever the roster stands to its end, the last lines first."""
    roster = Roster.objects.select_related("community__organisation").get(pk=handle.subject_id)
    if roster.state != RosterState.TAKING_BACK:
        return "这份名册已经撤回了。"
    try:
        _refuse_touched(roster)
        _undo_all(roster, handle)
    except (RuleError, StaleVersionError) as refusal:
        Roster.objects.filter(pk=roster.pk).update(state=RosterState.COMMITTED)
        raise JobFailedError(str(refusal)) from refusal
    with unit_of_work(handle.actor) as work:
        Roster.objects.filter(pk=roster.pk).update(state=RosterState.TAKEN_BACK, taken_back_at=clock.now())
        work.record(entry("residents.took_back_roster", roster))
    return "已整批撤回，登记簿恢复到入册以前的样子。"


def _refuse_touched(roster: Roster) -> None:
    if touched_things(roster):
        raise RuleError("撤回途中有人改动了其中的内容，已停下：撤回过的不受影响，其余请逐处更正。")


def _undo_all(roster: Roster, handle: JobHandle) -> None:
    left = applied_lines(roster)
    done, total = 0, left.count()
    handle.progress(done, total)
    while lines := list(left.order_by("-sheet", "-row")[:AT_ONCE]):
        with unit_of_work(handle.actor):
            _undo(roster, lines, handle.actor)
        done += len(lines)
        handle.progress(done, total)


def _undo(roster: Roster, lines: Sequence[RosterLine], actor: Actor) -> None:
    kind, reason = kind_of(roster), f"撤回名册：{roster.file_name}"
    restored: dict[Mark, Mark] = {}
    for line in lines:
        marks = {mark[0]: mark for mark in marks_of(line.written)}
        for write in reversed(open_payload(line.pk, line.sealed).writes):
            mark = marks.get(write.subject)
            after = kind.undo(mark, write, actor, reason) if mark else None
            if mark and after:
                restored[mark] = after
    RosterLine.objects.filter(pk__in=[line.pk for line in lines]).update(taken_back_at=clock.now())
    if restored:
        _release_earlier(roster, {(pk, version - 1): after for (pk, version, _), after in restored.items()})


def _release_earlier(roster: Roster, now: Mapping[tuple[str, int], Mark]) -> None:
    """What stands again as an earlier roster left it can be taken back with that roster."""
    earlier = RosterLine.objects.filter(
        roster__community=roster.community_id,
        roster__kind=roster.kind,
        roster__state=RosterState.COMMITTED,
        written__isnull=False,
        taken_back_at__isnull=True,
    ).exclude(roster=roster)
    released: list[tuple[list[Mark], uuid.UUID]] = []
    for pk, written in earlier.values_list("pk", "written").iterator():
        marks = marks_of(written)
        if any((mark[0], mark[1]) in now for mark in marks):
            released.append(([_moved(mark, now) for mark in marks], pk))
    update_rows(RosterLine, ("written",), ("id",), released)


def _moved(mark: Mark, now: Mapping[tuple[str, int], Mark]) -> Mark:
    after = now.get((mark[0], mark[1]))
    return (mark[0], after[1], mark[2]) if after else mark

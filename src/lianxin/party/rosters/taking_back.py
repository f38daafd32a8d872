"""Taking a whole import back: allowed until somebody touched one of its people."""

import uuid
from collections.abc import Mapping, Sequence
from typing import cast

from django.db.models import Exists, OuterRef, QuerySet

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor, Channel, Recorded
from lianxin.declare.bulk import update_rows
from lianxin.declare.errors import RuleError
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle
from lianxin.jobs.models import Job
from lianxin.kernel import clock
from lianxin.orgs.actions import Step, dissolve_organisation
from lianxin.orgs.models import Organisation
from lianxin.party.actions import Correction, correct_members, remove_registered, withdraw_enrolments
from lianxin.party.models import Member
from lianxin.party.models.roster import BatchState, RosterBatch, RowState, StagedRow
from lianxin.party.rosters.comparing import load_members
from lianxin.party.rosters.histories import restore_histories
from lianxin.party.rosters.payload import open_payload
from lianxin.party.rosters.staging import FIRST_VERSION, entry
from lianxin.residents.models import Person

TAKE_BACK_JOB = "party.take_back_roster"
AT_ONCE = 500
NAMED = 5


def applied_rows(batch: RosterBatch) -> QuerySet[StagedRow]:
    """Rows that wrote something and were not taken back yet."""
    return StagedRow.objects.filter(batch=batch, person_version__isnull=False, taken_back_at__isnull=True)


def touched_rows(batch: RosterBatch) -> QuerySet[StagedRow]:
    """Applied rows whose person somebody changed (or took away) since."""
    as_written = Person.objects.filter(pk=OuterRef("person_id"), version=OuterRef("person_version"))
    return applied_rows(batch).filter(~Exists(as_written))


def why_not(batch: RosterBatch) -> str:
    """Why the batch cannot be taken back, as a sentence; empty when it can."""
    if batch.state not in (BatchState.COMMITTED, BatchState.TAKING_BACK):
        return "只有已经入册的名册可以撤回。"
    if batch.rows_removed_at is not None:
        return "入册已久，暂存的原值已按规定清除，不能整批撤回，请逐人更正。"
    touched = list(touched_rows(batch).order_by("sheet", "row")[: NAMED + 1])
    if not touched:
        return ""
    names = dict(Person.objects.filter(pk__in=[row.person_id for row in touched]).values_list("pk", "name"))
    shown = "、".join(names.get(cast("uuid.UUID", row.person_id), f"第 {row.row} 行") for row in touched[:NAMED])
    more = "等" if len(touched) > NAMED else ""
    return f"入册以后有人改动过：{shown}{more}。为不丢掉后来的改动，不能整批撤回，请逐人更正。"


def ask_to_take_back(*, batch: RosterBatch, actor: Actor, once: str = "") -> Job:
    """Let the worker undo the batch, or go on with what was interrupted.

    Raises ``RuleError`` with the reason when it cannot be undone.
    """
    with unit_of_work(actor, once=once) as work:
        batch.refresh_from_db(fields=["state", "rows_removed_at"])
        if reason := why_not(batch):
            raise RuleError(reason)
        if RosterBatch.objects.filter(pk=batch.pk, state=BatchState.COMMITTED).update(state=BatchState.TAKING_BACK):
            work.record(entry("party.take_back_roster", batch))
        return request_job(
            kind=TAKE_BACK_JOB,
            subject_id=batch.pk,
            label=f"名册“{batch.file_name}”撤回",
            actor=actor,
            total=applied_rows(batch).count(),
            path=batch.path,
        )


def run_take_back(handle: JobHandle) -> str:
    """The job: from wherever the batch stands to its end, the last rows first."""
    batch = RosterBatch.objects.select_related("community__organisation").get(pk=handle.subject_id)
    if batch.state != BatchState.TAKING_BACK:
        return "这份名册已经撤回了。"
    if touched_rows(batch).exists():
        RosterBatch.objects.filter(pk=batch.pk).update(state=BatchState.COMMITTED)
        raise JobFailedError("撤回途中有人改动了其中的人，已停下：撤回过的不受影响，其余请逐人更正。")
    try:
        done = _undo_all(batch, handle)
    except RuleError as refusal:
        RosterBatch.objects.filter(pk=batch.pk).update(state=BatchState.COMMITTED)
        raise JobFailedError(refusal.message) from refusal
    _dissolve_empty(batch, handle.actor)
    with unit_of_work(handle.actor) as work:
        RosterBatch.objects.filter(pk=batch.pk).update(state=BatchState.TAKEN_BACK, taken_back_at=clock.now())
        work.record(entry("party.took_back_roster", batch))
    return f"已整批撤回，{done} 人恢复到入册以前的样子。"


def _undo_all(batch: RosterBatch, handle: JobHandle) -> int:
    left = applied_rows(batch)
    done, total = 0, left.count()
    handle.progress(done, total)
    while rows := list(left.order_by("-sheet", "-row")[:AT_ONCE]):
        with unit_of_work(handle.actor):
            _undo(batch, rows, handle.actor)
        done += len(rows)
        handle.progress(done, total)
    return done


def _undo(batch: RosterBatch, rows: Sequence[StagedRow], actor: Actor) -> None:
    reason = f"撤回名册：{batch.file_name}"
    created = [row for row in rows if row.state == RowState.CREATED]
    written = [(row, cast("uuid.UUID", row.person_id), cast("int", row.person_version)) for row in created]
    registered = [(person, version) for _, person, version in written if version == FIRST_VERSION]
    if registered:
        remove_registered(registered, actor=actor, reason=reason)
    enrolled = [(row, person, version) for row, person, version in written if version != FIRST_VERSION]
    if enrolled:
        members = load_members(batch.community, (person for _, person, _ in enrolled))
        withdraw_enrolments(
            [
                Correction(members[pk], version, open_payload(row.pk, row.sealed).before)
                for row, pk, version in enrolled
            ],
            actor=actor,
            reason=reason,
        )
    _restore(batch, [row for row in rows if row.state == RowState.CHANGED], actor, reason)
    StagedRow.objects.filter(pk__in=[row.pk for row in rows]).update(taken_back_at=clock.now())


def _restore(batch: RosterBatch, rows: Sequence[StagedRow], actor: Actor, reason: str) -> None:
    if not rows:
        return
    written = {cast("uuid.UUID", row.person_id): cast("int", row.person_version) for row in rows}
    members = load_members(batch.community, written)
    payloads = {cast("uuid.UUID", row.person_id): open_payload(row.pk, row.sealed) for row in rows}
    corrections = [Correction(members[person], version, payloads[person].before) for person, version in written.items()]
    recorded = Recorded(channel=Channel.ROSTER)
    done = correct_members(corrections, actor=actor, reason=reason, recorded=recorded, exact=True)
    restore_histories({members[person].pk: payload.histories for person, payload in payloads.items()})
    _release_earlier(batch, written, {person: one.version for person, one in zip(written, done, strict=True)})


def _release_earlier(batch: RosterBatch, written: Mapping[uuid.UUID, int], now: Mapping[uuid.UUID, int]) -> None:
    """Whoever stands again as an earlier roster left him can be taken back with that roster."""
    earlier = StagedRow.objects.filter(
        batch__community=batch.community_id, taken_back_at__isnull=True, person_id__in=written
    ).exclude(batch=batch)
    rows = earlier.filter(person_version__isnull=False).values_list("pk", "person_id", "person_version")
    released = [(now[person], pk) for pk, person, version in rows if person and version == written[person] - 1]
    update_rows(StagedRow, ("person_version",), ("id",), released)


def _dissolve_empty(batch: RosterBatch, actor: Actor) -> None:
    """Branches that the batch founded go too, unless something stands in them by now."""
    founded = batch.reading.get("founded", [])
    for branch in Organisation.objects.filter(pk__in=founded, dissolved_on__isnull=True):
        if Member.objects.filter(organisation=branch, left_on__isnull=True).exists():
            continue
        step = Step(clock.today(), note="撤回名册")
        try:
            dissolve_organisation(organisation=branch, version=branch.version, step=step, actor=actor)
        except RuleError:
            continue


def discard_batch(*, batch: RosterBatch, actor: Actor, once: str = "") -> None:
    """Put a waiting batch aside; its rows are cleared at once. Raises ``RuleError`` when it is not waiting."""
    with unit_of_work(actor, once=once) as work:
        waiting = (BatchState.READING, BatchState.PREVIEW)
        if not RosterBatch.objects.filter(pk=batch.pk, state__in=waiting).update(state=BatchState.DISCARDED):
            raise RuleError("这份名册已经入册、撤回或放弃了。")
        StagedRow.objects.filter(batch=batch).delete()
        work.record(entry("party.discard_roster", batch))

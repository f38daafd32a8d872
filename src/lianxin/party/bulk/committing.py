"""Writing a bulk change: batches of two hundred, each one transaction that also marks its rows."""

from collections.abc import Sequence

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor, Recorded
from lianxin.declare.bulk import update_rows
from lianxin.declare.errors import RuleError
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobHandle
from lianxin.jobs.models import Job
from lianxin.kernel import clock
from lianxin.orgs.models import Organisation
from lianxin.party.actions import Correction, assign_branch, correct_members
from lianxin.party.bulk.fields import FACTS, PLACE, Wanted, label_of, wanted_of
from lianxin.party.bulk.judging import judge
from lianxin.party.bulk.rows import Content, held_of, open_content, seal_content
from lianxin.party.bulk.staging import entry, members_with
from lianxin.party.models import BulkChange, BulkRow, Member
from lianxin.party.models.bulk import BulkRowState, BulkState
from lianxin.residents.models import Person

COMMIT_JOB = "party.commit_bulk"
AT_ONCE = 200
"""Rows of one transaction; a change of no more is made while the page waits."""
TOUCHED = "核对以后有人改动过，没有改"


def ask_for_commit(*, bulk: BulkChange, actor: Actor, once: str = "") -> Job:
    """Let the change be made: by the caller at once (``run_job``) when it is small, else by the worker.

    Raises ``RuleError`` when it does not wait for that.
    """
    with unit_of_work(actor, once=once) as work:
        changes = BulkChange.objects.filter(pk=bulk.pk)
        if changes.filter(state=BulkState.PREVIEW).update(state=BulkState.COMMITTING):
            work.record(entry("party.commit_bulk", bulk))
        elif not changes.filter(state=BulkState.COMMITTING).exists():
            raise RuleError("这次修改已经办过或放弃了。")
        total = BulkRow.objects.filter(bulk=bulk, state=BulkRowState.CHANGED).count()
        return request_job(
            kind=COMMIT_JOB,
            subject_id=bulk.pk,
            label=f"批量修改{label_of(bulk.field)}",
            actor=actor,
            total=total,
            path=bulk.path,
            wake=total > AT_ONCE,
        )


def run_commit(handle: JobHandle) -> str:
    """The job: from wherever the change stands to its end."""
    bulk = BulkChange.objects.select_related("community__organisation").get(pk=handle.subject_id)
    if bulk.state != BulkState.COMMITTING:
        return "这次修改已经办过了。"
    wanted = wanted_of(bulk)
    rows = BulkRow.objects.filter(bulk=bulk, state=BulkRowState.CHANGED)
    waiting = rows.filter(person_version__isnull=True).order_by("name_key", "id")
    total = rows.count()
    handle.progress(total - waiting.count(), total)
    while some := list(waiting[:AT_ONCE]):
        with unit_of_work(handle.actor):
            _write(some, wanted, handle.actor)
        handle.progress(handle.done + len(some), total)
    with unit_of_work(handle.actor):
        BulkChange.objects.filter(pk=bulk.pk).update(state=BulkState.COMMITTED, committed_at=clock.now())
    return f"改好了 {rows.count()} 人。"


def _write(rows: Sequence[BulkRow], wanted: Wanted, actor: Actor) -> None:
    """In one transaction: whoever stands as at the preview is changed; whoever does not is left out, and it is said."""
    list(Person.objects.filter(pk__in=[row.person_id for row in rows]).select_for_update().values_list("pk"))
    members = {member.pk: member for member in members_with([row.member_id for row in rows])}
    there = [row for row in rows if (m := members.get(row.member_id)) and m.person.version == row.version]
    judged = judge([members[row.member_id] for row in there], wanted)
    good = [row for row, one in zip(there, judged, strict=True) if one.state is BulkRowState.CHANGED]
    before = held_of([row.person_id for row in good])
    _apply([members[row.member_id] for row in good], wanted, actor)
    after = held_of([row.person_id for row in good])
    left_out = {row.pk for row in rows} - {row.pk for row in good}
    BulkRow.objects.filter(pk__in=left_out).update(state=BulkRowState.REFUSED, why=TOUCHED)
    update_rows(
        BulkRow,
        ("sealed", "person_version"),
        ("id",),
        (
            (
                seal_content(row.pk, Content(open_content(row.pk, row.sealed).old, before[pk], after[pk])),
                members[row.member_id].person.version,
                row.pk,
            )
            for row in good
            for pk in (row.person_id,)
        ),
    )


def _apply(members: Sequence[Member], wanted: Wanted, actor: Actor) -> None:
    if wanted.field == PLACE:
        branch = Organisation.objects.get(pk=wanted.value)
        assign_branch(members=members, organisation=branch, group=wanted.group, on=wanted.on, actor=actor)
        return
    corrections = [Correction(member, member.person.version, wanted.values) for member in members]
    dated = wanted.field in FACTS
    recorded = Recorded(happened_on=wanted.on) if dated else None
    reason = f"批量修改，{wanted.on:%Y-%m-%d}起" if dated and wanted.on else "批量修改"
    correct_members(corrections, actor=actor, reason=reason, recorded=recorded, exact=not dated)

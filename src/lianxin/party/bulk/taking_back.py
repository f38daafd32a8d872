"""Taking a whole bulk change back: allowed until somebody touched one of its people."""

import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from lianxin.audit.work import Work, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle
from lianxin.jobs.models import Job
from lianxin.kernel import clock
from lianxin.party.actions.common import entry_of
from lianxin.party.bulk.committing import AT_ONCE
from lianxin.party.bulk.fields import label_of, wanted_of
from lianxin.party.bulk.rows import held_of, open_content
from lianxin.party.bulk.staging import entry, members_with
from lianxin.party.finding import renew_search
from lianxin.party.images import Held, restore
from lianxin.party.models import BulkChange, BulkRow
from lianxin.party.models.bulk import BulkState
from lianxin.residents.models import Person

TAKE_BACK_JOB = "party.take_back_bulk"
BACK = "party.take_back_bulk_member"
PERSONS = Person._meta.label_lower
NAMED = 5


def written(bulk: BulkChange) -> QuerySet[BulkRow]:
    """Rows that were written and not taken back yet."""
    return BulkRow.objects.filter(bulk=bulk, person_version__isnull=False, taken_back_at__isnull=True)


def touched(bulk: BulkChange) -> QuerySet[BulkRow]:
    """Of those the ones whose record somebody changed since, or set aside."""
    as_written = Person.objects.filter(pk=OuterRef("person_id"), version=OuterRef("person_version"))
    return written(bulk).filter(~Exists(as_written)).order_by("name_key", "id")


def why_not(bulk: BulkChange) -> str:
    """Why the change cannot be taken back, as a sentence; empty when it can."""
    if bulk.state not in (BulkState.COMMITTED, BulkState.TAKING_BACK):
        return "只有已经改好的可以撤回。"
    names = dict(Person.objects.filter(pk__in=touched(bulk).values("person_id")[: NAMED + 1]).values_list("pk", "name"))
    if not names and not touched(bulk).exists():
        return ""
    told = "、".join(list(names.values())[:NAMED]) + ("等" if len(names) > NAMED else "")
    return f"修改以后又有人改动过{f'：{told}' if told else ''}。为不丢掉后来的改动，不能整批撤回，请逐人更正。"


def ask_to_take_back(*, bulk: BulkChange, actor: Actor, once: str = "") -> Job:
    """Let the change be undone: by the caller at once when it is small, else by the worker. Raises ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        bulk.refresh_from_db(fields=["state"])
        if reason := why_not(bulk):
            raise RuleError(reason)
        if BulkChange.objects.filter(pk=bulk.pk, state=BulkState.COMMITTED).update(state=BulkState.TAKING_BACK):
            work.record(entry("party.take_back_bulk", bulk))
        total = written(bulk).count()
        return request_job(
            kind=TAKE_BACK_JOB,
            subject_id=bulk.pk,
            label=f"撤回批量修改{label_of(bulk.field)}",
            actor=actor,
            total=total,
            path=bulk.path,
            wake=total > AT_ONCE,
        )


def run_take_back(handle: JobHandle) -> str:
    """The job: from wherever the change stands to its end."""
    bulk = BulkChange.objects.select_related("community__organisation").get(pk=handle.subject_id)
    if bulk.state != BulkState.TAKING_BACK:
        return "这次修改已经撤回了。"
    total, done = written(bulk).count(), 0
    handle.progress(done, total)
    while rows := list(written(bulk).order_by("name_key", "id")[:AT_ONCE]):
        try:
            with unit_of_work(handle.actor) as work:
                _undo(rows, bulk, work)
        except RuleError as refusal:
            BulkChange.objects.filter(pk=bulk.pk).update(state=BulkState.COMMITTED)
            raise JobFailedError(refusal.message) from refusal
        done += len(rows)
        handle.progress(done, total)
    with unit_of_work(handle.actor):
        BulkChange.objects.filter(pk=bulk.pk).update(state=BulkState.TAKEN_BACK, taken_back_at=clock.now())
    return f"撤回了，{done} 人恢复到修改以前的样子。"


def _undo(rows: Sequence[BulkRow], bulk: BulkChange, work: Work) -> None:
    persons = [row.person_id for row in rows]
    list(Person.objects.filter(pk__in=persons).select_for_update().values_list("pk"))
    now: dict[uuid.UUID, Held] = held_of(persons)
    before: dict[uuid.UUID, Held] = {}
    contents = {row.person_id: open_content(row.pk, row.sealed) for row in rows}
    for pk, content in contents.items():
        if now[pk] != content.after:
            raise RuleError("撤回途中有人改动了其中的人，已停下：撤回过的不受影响，其余请逐人更正。")
        before[pk] = _as_next_version(content.before, content.after, pk)
    restore(_together(before.values()), _together(now.values()))
    members = members_with([row.member_id for row in rows])
    renew_search(persons, [member.pk for member in members])
    wanted = wanted_of(bulk)
    for member in members:
        changes = {bulk.field: [wanted.told, contents[member.person_id].old]}
        work.record(entry_of(BACK, member, changes=changes))
    BulkRow.objects.filter(pk__in=[row.pk for row in rows]).update(taken_back_at=clock.now())


def _as_next_version(before: Held, after: Held, pk: uuid.UUID) -> Held:
    """The rows as before under a version nobody has seen: a page opened in between must not go over them."""
    version = str(int(after[PERSONS][str(pk)]["version"]) + 1)
    person = {**before[PERSONS][str(pk)], "version": version}
    return {**before, PERSONS: {str(pk): person}}


def _together(each: Iterable[Held]) -> Held:
    joined: Held = {}
    for held in each:
        for label, images in held.items():
            joined.setdefault(label, {}).update(images)
    return joined

"""Rows into the register: batches of two hundred, each one transaction that also marks its rows."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple, cast

from django.db import transaction
from django.db.models import Q, QuerySet

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor, Channel, Recorded
from lianxin.declare.bulk import update_rows
from lianxin.declare.errors import RuleError
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobHandle
from lianxin.jobs.models import Job
from lianxin.kernel import clock
from lianxin.orgs.actions import found_organisation
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Community, Organisation
from lianxin.party.actions import Correction, correct_members, enrol_person, register_members
from lianxin.party.models.roster import BatchState, RosterBatch, RowState, StagedRow
from lianxin.party.records import PLACE_FIELDS
from lianxin.party.rosters.branches import BranchFinder
from lianxin.party.rosters.comparing import Outcome, Said, beside, compare_rows, load_members
from lianxin.party.rosters.enrolling import known_of, registered_residents
from lianxin.party.rosters.histories import remember_histories
from lianxin.party.rosters.payload import Payload, open_payload, seal_payload
from lianxin.party.rosters.staging import FIRST_VERSION, entry
from lianxin.party.rosters.trail import length_of, untouched_since

COMMIT_JOB = "party.commit_roster"
AT_ONCE = 200
_FROM_ROSTER = Recorded(channel=Channel.ROSTER)


def ask_for_commit(*, batch: RosterBatch, actor: Actor, once: str = "", wake: bool = True) -> Job:
    """Let the worker bring the batch into the register, or go on with what was interrupted.

    ``wake=False``: the caller does it at once. Raises ``RuleError`` when the batch does not wait for that.
    """
    with unit_of_work(actor, once=once) as work:
        batches = RosterBatch.objects.filter(pk=batch.pk)
        if batches.filter(state=BatchState.PREVIEW).update(state=BatchState.COMMITTING):
            work.record(entry("party.commit_roster", batch))
        elif not batches.filter(state=BatchState.COMMITTING).exists():
            raise RuleError("这份名册已经入册、撤回或放弃了，不能再入册。")
        return request_job(
            kind=COMMIT_JOB,
            subject_id=batch.pk,
            label=f"名册“{batch.file_name}”入册",
            actor=actor,
            total=batch.created_count + batch.changed_count,
            path=batch.path,
            wake=wake,
        )


def run_commit(handle: JobHandle) -> str:
    """The job: from wherever the batch stands to its end."""
    batch = RosterBatch.objects.select_related("community__organisation").get(pk=handle.subject_id)
    if batch.state != BatchState.COMMITTING:
        return "这份名册已经处理过了。"
    run = _Commit(batch, handle.actor)
    handle.progress(run.done, run.total)
    while run.step():
        handle.progress(run.done, run.total)
    return run.finish()


class _Commit:
    """One run over the rows that wait, in the order of the file."""

    def __init__(self, batch: RosterBatch, actor: Actor) -> None:
        self._batch = batch
        self._actor = actor
        self._rows = StagedRow.objects.filter(batch=batch)
        self._writing = self._rows.filter(state__in=(RowState.CREATED, RowState.CHANGED))
        self.total = self._writing.count()
        self.done = self.total - self._writing.filter(person_version__isnull=True).count()
        meant = self._rows.filter(person_id__isnull=False).values_list("person_id", flat=True)
        self._taken = {person for person in meant if person is not None}
        self._last = (0, 0)
        self._finder = found_new_branches(batch, actor)
        self._trail = untouched_since(batch.community_id, batch.reading.get("mark"))

    def step(self) -> bool:
        """Bring in the next rows; False when none is left."""
        waiting = _after(self._writing.filter(person_version__isnull=True), self._last)[:AT_ONCE]
        rows = [_Row(*row) for row in waiting.values_list("pk", "sheet", "row", "person_id", "sealed")]
        if not rows:
            return False
        with unit_of_work(self._actor) as work:
            length = length_of(self._batch.community_id)
            self._trail = length if length == self._trail else None
            self._apply(rows)
            if self._trail is not None:
                self._trail += len(work.entries)
        self._last = (rows[-1].sheet, rows[-1].row)
        self.done += len(rows)
        return True

    def _apply(self, rows: Sequence["_Row"]) -> None:
        """In one transaction: compare once more if others have written meanwhile; write; mark."""
        waiting = [_Waiting(row, open_payload(row.pk, row.sealed), self._finder) for row in rows]
        self._compare(waiting)
        created = [each for each in waiting if each.outcome.state is RowState.CREATED]
        self._register([each for each in created if each.outcome.person_id is None])
        self._enrol([each for each in created if each.outcome.person_id is not None])
        self._correct([each for each in waiting if each.outcome.state is RowState.CHANGED])
        same = [each for each in waiting if each.outcome.state is RowState.UNCHANGED]
        unchanged = RowState.UNCHANGED.value
        update_rows(
            StagedRow,
            ("state", "person_id"),
            ("id",),
            ((unchanged, each.outcome.person_id, each.row.pk) for each in same),
        )

    def _compare(self, waiting: Sequence["_Waiting"]) -> None:
        new = [each for each in waiting if each.row.person_id is None]
        if self._trail is not None:
            for each in new:
                each.outcome = Outcome(RowState.CREATED)
        else:
            outcomes = compare_rows(self._batch.community, [each.said for each in new], self._taken)
            for each, outcome in zip(new, outcomes, strict=True):
                each.outcome = outcome
                if outcome.person_id:
                    self._taken.add(outcome.person_id)
        known = [each for each in waiting if each.row.person_id is not None]
        people = [cast("uuid.UUID", each.row.person_id) for each in known]
        members = load_members(self._batch.community, people)
        residents = registered_residents(self._batch.community, [pk for pk in people if pk not in members])
        for each in known:
            person = cast("uuid.UUID", each.row.person_id)
            if person in members:
                each.outcome = beside(each.said, members[person])
            elif person in residents:
                each.outcome = Outcome(RowState.CREATED, person)

    def _register(self, waiting: Sequence["_Waiting"]) -> None:
        if not waiting:
            return
        members = register_members(
            [each.said.values for each in waiting],
            community=self._batch.community,
            actor=self._actor,
            recorded=_FROM_ROSTER,
        )
        self._taken.update(member.person_id for member in members)
        update_rows(
            StagedRow,
            ("person_id", "person_version"),
            ("id",),
            ((member.person_id, FIRST_VERSION, each.row.pk) for member, each in zip(members, waiting, strict=True)),
        )

    def _enrol(self, waiting: Sequence["_Waiting"]) -> None:
        """Put residents who are registered already on the roll, remembering what was known of each."""
        residents = registered_residents(self._batch.community, [each.outcome.person_id for each in waiting])
        written = []
        for each in waiting:
            person = residents[cast("uuid.UUID", each.outcome.person_id)]
            each.payload.before = known_of(person, each.said.values)
            enrol_person(
                person=person,
                values=each.said.values,
                community=self._batch.community,
                actor=self._actor,
                recorded=_FROM_ROSTER,
            )
            person.refresh_from_db(fields=["version"])
            created = RowState.CREATED.value
            written.append((created, seal_payload(each.row.pk, each.payload), person.pk, person.version, each.row.pk))
        update_rows(StagedRow, ("state", "sealed", "person_id", "person_version"), ("id",), written)

    def _correct(self, waiting: Sequence["_Waiting"]) -> None:
        if not waiting:
            return
        corrections = []
        members = [each.outcome.member for each in waiting if each.outcome.member]
        histories = remember_histories(member.pk for member in members)
        for each, member in zip(waiting, members, strict=True):
            corrections.append(Correction(member, member.person.version, each.outcome.after))
            each.payload.before = each.outcome.before
            each.payload.histories = histories[member.pk]
        reason = f"名册导入：{self._batch.file_name}"
        done = correct_members(corrections, actor=self._actor, reason=reason, recorded=_FROM_ROSTER)
        changed = RowState.CHANGED.value
        update_rows(
            StagedRow,
            ("state", "sealed", "person_id", "person_version"),
            ("id",),
            (
                (changed, seal_payload(each.row.pk, each.payload), each.outcome.person_id, one.version, each.row.pk)
                for each, one in zip(waiting, done, strict=True)
            ),
        )

    def finish(self) -> str:
        """Close the batch with what really happened."""
        applied = self._rows.filter(person_version__isnull=False)
        created = applied.filter(state=RowState.CREATED).count()
        changed = applied.filter(state=RowState.CHANGED).count()
        with unit_of_work(self._actor) as work:
            closed = RosterBatch.objects.filter(pk=self._batch.pk, state=BatchState.COMMITTING).update(
                state=BatchState.COMMITTED,
                committed_at=clock.now(),
                created_count=created,
                changed_count=changed,
                unchanged_count=self._rows.filter(state=RowState.UNCHANGED).count(),
            )
            if closed:
                changes: dict[str, list[Any]] = {"created": [None, created], "changed": [None, changed]}
                work.record(entry("party.finish_roster", self._batch, changes))
        return f"入册完成：新增 {created} 人，更正 {changed} 人。"


class _Row(NamedTuple):
    pk: uuid.UUID
    sheet: int
    row: int
    person_id: uuid.UUID | None
    sealed: bytes | memoryview | None


class _Waiting:
    """A staged row on its way: its content with the branch founded by now, without one dissolved since the preview."""

    def __init__(self, row: _Row, payload: Payload, finder: BranchFinder) -> None:
        self.row = row
        self.payload = payload
        self.outcome = Outcome(RowState.UNCHANGED)
        values = cast("dict[str, Any]", payload.values)
        if payload.branch and (branch := finder.meant(payload.branch, "")) and not branch.new_branch:
            values["organisation"] = branch.organisation
        for name in PLACE_FIELDS:
            if not finder.stands(values.get(name)):
                values.pop(name, None)
        self.said = Said(payload.values)


def _after(rows: QuerySet[StagedRow], last: tuple[int, int]) -> QuerySet[StagedRow]:
    sheet, row = last
    return rows.filter(Q(sheet__gt=sheet) | Q(sheet=sheet, row__gt=row)).order_by("sheet", "row")


def found_new_branches(batch: RosterBatch, actor: Actor) -> BranchFinder:
    """Found the branches the roster names and the register lacks; those already founded are passed over.

    A branch that cannot be founded (its name is taken) is left: its members stand in the community as 待分支部.
    """
    finder = BranchFinder(batch.community)
    missing = [words for words in batch.reading.get("new_branches", []) if finder.meant(words, "").new_branch]
    if not missing:
        return finder
    with unit_of_work(actor):
        for words in missing:
            with suppress(RuleError), transaction.atomic():
                finder.founded(_found(batch, words, actor))
        batch.save(update_fields=["reading"])
    return finder


def _found(batch: RosterBatch, words: str, actor: Actor) -> Organisation:
    branch = found_organisation(
        parent=batch.community.organisation,
        kind=OrganisationKind.BRANCH,
        name=words[:100],
        short_name=_short_name(words, batch.community),
        actor=actor,
    )
    batch.reading["founded"] = [*batch.reading.get("founded", []), str(branch.pk)]
    return branch


def _short_name(words: str, community: Community) -> str:
    """`中共复兴社区第九支部委员会` → `第九支部`."""
    bare = words.removeprefix("中共").removeprefix(community.name).replace("支部委员会", "支部")
    return (bare or words)[:50]

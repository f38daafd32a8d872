"""A roster comes in through the browser: read at once when it is small, by the worker when it is not."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.files import store
from lianxin.files.errors import StorageError
from lianxin.files.models import StoredFile
from lianxin.files.places import upload_as_file
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle
from lianxin.orgs.models import Community
from lianxin.party.models.roster import BatchState, RosterBatch
from lianxin.party.rosters.prepared import Source, UnreadableFile, prepare, read_source
from lianxin.party.rosters.staging import choose_columns, open_batch, stage_rows
from lianxin.tables.result import RosterReading

READ_JOB = "party.read_roster"
SMALL = 3_000
"""Rows up to which a roster is laid beside the register while the browser waits."""
KEEP_DAYS = 7


def receive_roster(
    *, upload: BinaryIO, name: str, sheet: str, community: Community, actor: Actor, once: str = ""
) -> RosterBatch:
    """Take a roster in and keep the file for a week; the register is not touched.

    Raises:
        UnreadableFile: the file as a whole cannot be read; nothing is kept.
        StorageError: it could not be kept.
    """
    shown_name = store.shown_name(name)
    with upload_as_file(upload, "roster-") as path:
        # Outside any transaction: a reader that takes its time must not keep others from writing.
        reading = read_source(Source(path, shown_name, sheet), community)
        small = _size(reading) <= SMALL
        prepared = prepare(reading, community) if small else None
        with unit_of_work(actor, once=once), path.open("rb") as content:
            file = store.keep(
                content,
                name=shown_name,
                purpose="roster",
                community_id=community.pk,
                actor=actor,
                keep_days=KEEP_DAYS,
            )
            batch = open_batch(community=community, file_name=shown_name, actor=actor, file=file, sheet=sheet)
            if prepared:
                stage_rows(batch=batch, prepared=prepared, actor=actor)
            else:
                _ask_to_read(batch, _size(reading), actor)
    return batch


def read_again(
    *, batch: RosterBatch, mapping: Mapping[str, Any], remembered: Mapping[str, str], actor: Actor, once: str = ""
) -> None:
    """Read a waiting roster once more with its columns as corrected by hand; the headings are remembered.

    Raises:
        RuleError: it does not wait any more.
        UnreadableFile: with these columns no sheet can be read; nothing changes.
        StorageError: its content is gone.
    """
    if batch.state != BatchState.PREVIEW or batch.file is None:
        raise RuleError("这份名册已经入册或放弃，列的对应不能再改。")
    reading = _read_kept(batch, batch.file, mapping)
    small = _size(reading) <= SMALL
    with unit_of_work(actor, once=once):
        choose_columns(batch=batch, mapping=mapping, remembered=remembered, actor=actor)
        if not small:
            _ask_to_read(batch, _size(reading), actor)
    if small:
        stage_rows(batch=batch, prepared=prepare(reading, batch.community), actor=actor)


def run_reading(handle: JobHandle) -> str:
    """The job: read a large roster and lay it beside the register."""
    batch = RosterBatch.objects.select_related("community__organisation", "file").get(pk=handle.subject_id)
    if batch.state != BatchState.READING or batch.file is None:
        return "这份名册已经读过了。"
    try:
        reading = _read_kept(batch, batch.file, batch.mapping)
    except (UnreadableFile, StorageError) as problem:
        raise JobFailedError(str(problem)) from problem
    handle.progress(_size(reading))
    stage_rows(batch=batch, prepared=prepare(reading, batch.community), actor=handle.actor)
    return "读好了，请核对。"


def _read_kept(batch: RosterBatch, file: StoredFile, mapping: Mapping[str, Any]) -> RosterReading:
    with store.opened(file) as path:
        return read_source(Source(path, batch.file_name, batch.sheet, mapping), batch.community)


def _ask_to_read(batch: RosterBatch, rows: int, actor: Actor) -> None:
    label = f"读取名册“{batch.file_name}”"
    request_job(kind=READ_JOB, subject_id=batch.pk, label=label, actor=actor, total=rows, path=batch.path)


def _size(reading: RosterReading) -> int:
    return sum(len(sheet.rows) for sheet in reading.sheets)

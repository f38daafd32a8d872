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
from lianxin.residents.rosters.kinds import Kind
from lianxin.residents.rosters.models import Roster, RosterState
from lianxin.residents.rosters.prepared import Source, UnreadableFile, prepare, read_source
from lianxin.residents.rosters.registry import kind_of
from lianxin.residents.rosters.staging import choose_columns, open_roster, stage_lines
from lianxin.tables.result import RosterReading

READ_JOB = "residents.read_roster"
PURPOSE = "places_roster"
"""What a roster's kept file is for."""
SMALL = 3_000
"""Rows up to which a roster is laid beside the register while the browser waits."""
KEEP_DAYS = 7


def receive_roster(
    *, kind: Kind, upload: BinaryIO, name: str, sheet: str, community: Community, actor: Actor, once: str = ""
) -> Roster:
    """Take a roster in and keep the file for a week; the register is not touched.

    Raises:
        UnreadableFile: the file as a whole cannot be read; nothing is kept.
        StorageError: it could not be kept.
    """
    shown_name = store.shown_name(name)
    with upload_as_file(upload, "roster-") as path:
        # Outside any transaction: a reader that takes its time must not keep others from writing.
        reading = read_source(Source(path, shown_name, sheet), kind, community)
        small = _size(reading) <= SMALL
        prepared = prepare(reading, kind, community) if small else None
        with unit_of_work(actor, once=once), path.open("rb") as content:
            file = store.keep(
                content,
                name=shown_name,
                purpose=PURPOSE,
                community_id=community.pk,
                actor=actor,
                keep_days=KEEP_DAYS,
            )
            roster = open_roster(
                kind=kind, community=community, file_name=shown_name, actor=actor, file=file, sheet=sheet
            )
            if prepared:
                stage_lines(roster=roster, prepared=prepared, actor=actor)
            else:
                _ask_to_read(roster, _size(reading), actor)
    return roster


def read_again(
    *, roster: Roster, mapping: Mapping[str, Any], remembered: Mapping[str, str], actor: Actor, once: str = ""
) -> None:
    """Read a waiting roster once more with its columns as corrected by hand; the headings are remembered.

    Raises:
        RuleError: it does not wait any more.
        UnreadableFile: with these columns no sheet can be read; nothing changes.
        StorageError: its content is gone.
    """
    if roster.state != RosterState.PREVIEW or roster.file is None:
        raise RuleError("这份名册已经入册或放弃，列的对应不能再改。")
    reading = _read_kept(roster, roster.file, mapping)
    small = _size(reading) <= SMALL
    with unit_of_work(actor, once=once):
        choose_columns(roster=roster, mapping=mapping, remembered=remembered, actor=actor)
        if not small:
            _ask_to_read(roster, _size(reading), actor)
    if small:
        stage_lines(roster=roster, prepared=prepare(reading, kind_of(roster), roster.community), actor=actor)


def run_reading(handle: JobHandle) -> str:
    """The job: read a large roster and lay it beside the register."""
    roster = Roster.objects.select_related("community__organisation", "file").get(pk=handle.subject_id)
    if roster.state != RosterState.READING or roster.file is None:
        return "这份名册已经读过了。"
    try:
        reading = _read_kept(roster, roster.file, roster.mapping)
    except (UnreadableFile, StorageError) as problem:
        raise JobFailedError(str(problem)) from problem
    handle.progress(_size(reading))
    stage_lines(roster=roster, prepared=prepare(reading, kind_of(roster), roster.community), actor=handle.actor)
    return "读好了，请核对。"


def _read_kept(roster: Roster, file: StoredFile, mapping: Mapping[str, Any]) -> RosterReading:
    with store.opened(file) as path:
        return read_source(Source(path, roster.file_name, roster.sheet, mapping), kind_of(roster), roster.community)


def _ask_to_read(roster: Roster, rows: int, actor: Actor) -> None:
    label = f"读取{roster.get_kind_display()}名册“{roster.file_name}”"
    request_job(kind=READ_JOB, subject_id=roster.pk, label=label, actor=actor, total=rows, path=roster.path)


def _size(reading: RosterReading) -> int:
    return sum(len(sheet.rows) for sheet in reading.sheets)

"""Ledgers leave the house as files: each export is noted with how many rows, of which day, masked or why not."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from lianxin.access.scope import Scope
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import ledger as ledger_by_name
from lianxin.documents.errors import DocumentError
from lianxin.files.errors import StorageError
from lianxin.files.places import passing_file, room_needed
from lianxin.files.store import keep
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.reports.models import ReportRun
from lianxin.reports.queries import organisations_of, run_by_id
from lianxin.reports.reading import Reading, Value
from lianxin.reports.render import FORMATS, file_name

EXPORT_LEDGER = "reports.export_ledger"
RUN = "reports.export"
"""The kind of job."""
KEPT_DAYS = 1
STEP = 2000
LONGEST_REASON = 300

OnRow = Callable[[int], None]


def export_ledger(
    *, reading: Reading, code: str, target: IO[bytes], actor: Actor, reason: str = "", on_step: OnRow | None = None
) -> int:
    """Write the ledger to ``target`` in the format ``code`` (see ``render.FORMATS``) and note it; the number of rows.

    ``on_step`` is told every 2,000 rows how many there are.

    Raises:
        RuleError: a revealed reading without a reason; more rows than the format holds.
        StorageError: no room for the file.
        DocumentError: it could not be typeset.
    """
    why = required_reason(reading, reason)
    count = _write(reading, code, target, on_step)
    with unit_of_work(actor) as work:
        work.record(_entry(reading, code, count, why))
    return count


def request_export(
    *, reading: Reading, code: str, actor: Actor, reason: str = "", total: int = 0, once: str = ""
) -> ReportRun:
    """Let the worker write the file; it is kept for a day, for this user.

    Raises:
        RuleError: a revealed reading without a reason.
        AlreadyDoneError: the same form came before; leads to the first run's identifier.
    """
    why = required_reason(reading, reason)
    assert actor.user_id is not None, "only users come back for a file"
    with unit_of_work(actor, once=once) as work:
        run = ReportRun.objects.create(
            ledger=reading.ledger.name,
            title=reading.ledger.title,
            format=code,
            as_of=reading.as_of,
            filters=dict(reading.filters),
            paths=list(reading.scope.paths),
            revealed=reading.revealed,
            reason=why,
            user_id=actor.user_id,
            created_at=clock.now(),
        )
        work.leads_to(str(run.pk))
        path = reading.scope.paths[0] if reading.scope.paths else ""
        request_job(kind=RUN, subject_id=run.pk, label=f"导出{run.title}", total=total, path=path, actor=actor)
    return run


def make_file(handle: JobHandle) -> str:
    """The runner: begins anew after a kill, and file, row and note come together."""
    run = run_by_id(handle.subject_id)
    if run is None:
        raise JobFailedError("这次导出的记录不在了，请重新导出。")
    if run.file_id is not None:
        return _result(run)
    reading = Reading(ledger_by_name(run.ledger), Scope(tuple(run.paths)), run.as_of, run.filters, run.revealed)
    try:
        with passing_file() as target:
            count = _write(reading, run.format, target, handle.progress)
            target.seek(0)
            _finish(run, reading, count, target, handle.actor)
    except (StorageError, DocumentError, RuleError) as problem:
        raise JobFailedError(str(problem)) from problem
    return _result(run)


def required_reason(reading: Reading, reason: str) -> str:
    """The reason, tidied; a reading that shows what is otherwise masked must have one."""
    why = tidy_text(reason)[:LONGEST_REASON]
    if reading.revealed and not why:
        raise RuleError("请写明为什么需要完整的号码，这会记入审计。", field="reason")
    return why


def _finish(run: ReportRun, reading: Reading, count: int, target: IO[bytes], actor: Actor) -> None:
    entry = _entry(reading, run.format, count, run.reason)
    with unit_of_work(actor) as work:
        run.file = keep(
            target,  # type: ignore[arg-type]
            name=file_name(reading, run.format),
            purpose="report",
            community_id=entry.community_id,
            actor=actor,
            keep_days=KEPT_DAYS,
        )
        run.row_count = count
        run.save(update_fields=["file", "row_count"])
        work.record(entry)


def _write(reading: Reading, code: str, target: IO[bytes], on_step: OnRow | None) -> int:
    rows = reading.values() if on_step is None else _told(reading.values(), on_step)
    with room_needed():
        return FORMATS[code].write(reading, rows, target)


def _told(rows: Iterator[list[Value]], on_step: OnRow) -> Iterator[list[Value]]:
    for number, row in enumerate(rows, 1):
        yield row
        if number % STEP == 0:
            on_step(number)


def _result(run: ReportRun) -> str:
    return f"{run.title}已导出，共 {run.row_count} 行。"


def _entry(reading: Reading, code: str, count: int, reason: str) -> Entry:
    organisation = next(iter(organisations_of(reading.scope)), None)
    return Entry(
        EXPORT_LEDGER,
        target_kind="reports.ledger",
        target_label=reading.ledger.title,
        community_id=organisation.community_id if organisation else None,
        organisation_id=organisation.pk if organisation else None,
        organisation_path=organisation.path if organisation else "",
        changes=_facts(reading, code, count),
        reason=reason,
    )


def _facts(reading: Reading, code: str, count: int) -> Mapping[str, list[Any]]:
    facts: dict[str, Any] = {"format": code, "rows": count, "as_of": reading.as_of.isoformat()}
    facts |= {f"filter: {label}": value for label, value in reading.chosen()}
    facts["sensitive"] = "完整" if reading.revealed else "遮挡"
    return {name: [None, value] for name, value in facts.items()}

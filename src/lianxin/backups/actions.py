"""Making backups, carrying them away, printing the key; each leaves its entry in the system's chain."""

import uuid
from pathlib import Path

from lianxin.audit.work import Entry, unit_of_work
from lianxin.backups.declared import KEEP
from lianxin.backups.errors import BackupError
from lianxin.backups.keeping import Copy, new_place, on_one_disk, thin_out
from lianxin.backups.models import Backup, KeySheet, Reason
from lianxin.backups.reading import check_backup
from lianxin.backups.writing import OnStep, Written, write_backup
from lianxin.declare.actors import SYSTEM, Actor
from lianxin.declare.errors import RuleError
from lianxin.files.errors import StorageError
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle
from lianxin.jobs.models import Job
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring
from lianxin.kernel.text import tidy_text
from lianxin.parameters.queries import rules_on

MAKE = "backups.make"
"""The kind of job, and the trail's word."""
BY_HAND, DAILY = uuid.UUID(int=1), uuid.UUID(int=2)
"""What jobs are about: there is one backup by hand and one daily one at a time."""
SHORTEST_REASON = 2


def request_backup(*, actor: Actor, once: str = "") -> Job:
    """Let the worker make a backup now."""
    with unit_of_work(actor, once=once) as work:
        job = request_job(kind=MAKE, subject_id=BY_HAND, label="备份", actor=actor)
        work.leads_to(str(job.pk))
    return job


def request_daily_backup() -> None:
    """What the schedule does every day."""
    request_job(kind=MAKE, subject_id=DAILY, label="每天的备份", actor=SYSTEM)


def run_backup(handle: JobHandle) -> str:
    """The runner: begins anew after a kill; a backup is whole or not there."""
    reason = Reason.DAILY if handle.subject_id == DAILY else Reason.BY_HAND
    try:
        written = make_backup(reason=reason, actor=handle.actor, on_step=handle.progress)
    except (StorageError, BackupError) as problem:
        raise JobFailedError(str(problem)) from problem
    return (
        f"备份好了，并且从头读了一遍没有问题：{written.path.name}，{written.rows} 行，{size_in_words(written.size)}。"
    )


def make_backup(*, reason: Reason, actor: Actor, target: Path | None = None, on_step: OnStep | None = None) -> Written:
    """Write a backup, read all of it again, remember it; without ``target`` into ``data/backups``, thinning out there.

    Raises:
        StorageError: no room, or the place cannot be written.
        BackupError: what was written cannot be read again.
    """
    place = target or new_place(reason)
    written = write_backup(place, reason=reason.value, on_step=on_step)
    try:
        check_backup(place, keyring())
    except BackupError as problem:
        place.unlink(missing_ok=True)
        raise BackupError("备份写好后读不回来，已经删掉。磁盘可能坏了，请换一个地方再备份。") from problem
    remember(written, reason=reason, elsewhere=target is not None, actor=actor)
    if target is None:
        thin_out(keep=rules_on().whole(KEEP))
    return written


def remember(written: Written, *, reason: Reason, elsewhere: bool, actor: Actor) -> Backup:
    """Note that a backup was made; one written to another disk is carried away already."""
    carried = elsewhere and not on_one_disk(written.path)
    now = clock.now()
    with unit_of_work(actor) as work:
        made = Backup.objects.create(
            name=written.path.name[:200],
            reason=reason,
            made_at=now,
            size=written.size,
            rows=written.rows,
            elsewhere=elsewhere,
            taken_at=now if carried else None,
            taken_by=actor.name if carried else "",
        )
        changes: dict[str, list[object]] = {"rows": ["", written.rows], "size": ["", size_in_words(written.size)]}
        work.record(Entry(MAKE, "backups.backup", made.pk, made.name, changes=changes, reason=reason.label))
    return made


def carry_away(*, copy: Copy, actor: Actor) -> None:
    """A copy leaves this computer by somebody's hand."""
    with unit_of_work(actor) as work:
        values = {"taken_at": clock.now(), "taken_by": actor.name}
        if not Backup.objects.filter(name=copy.name).update(**values):
            Backup.objects.create(
                name=copy.name, reason=copy.reason, made_at=copy.made_at, size=copy.size, rows=0, **values
            )
        changes = {"size": ["", size_in_words(copy.size)]}
        work.record(Entry("backups.carry", "backups.backup", None, copy.name, changes=changes))


def print_key(*, reason: str, actor: Actor, demo: bool) -> list[list[str]]:
    """The groups of every key of the ring, fourteen each, for the printed sheet; noted before they are given out.

    Raises:
        RuleError: without a reason; for an account of the demonstration.
    """
    why = tidy_text(reason)[:200]
    if demo:
        raise RuleError("示范账号不能打印密钥单：它是这台电脑真正的密钥。请用自己的账号。")
    if len(why) < SHORTEST_REASON:
        raise RuleError("请写明为什么打印，例如“第一次打印，锁进保险柜”。", "reason")
    ring = keyring()
    words = ring.words()
    with unit_of_work(actor) as work:
        sheet = KeySheet.objects.create(printed_at=clock.now(), printed_by=actor.name, reason=why, key_id=ring.key_id)
        work.record(Entry("backups.print_key", "backups.key_sheet", sheet.pk, f"密钥 {ring.key_id}", reason=why))
    return [words[start : start + 14] for start in range(0, len(words), 14)]


def size_in_words(size: float) -> str:
    """A size a person can compare with a disk's."""
    for unit in ("字节", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "字节" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"

"""What was sent: fetched again, its note corrected, withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.files.store import pieces
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.reports.actions import LONGEST_REASON
from lianxin.reports.sheets.models import Submission
from lianxin.reports.sheets.trail import about_submission


@dataclass(frozen=True, slots=True)
class Note:
    """What may be corrected of a submission; the file, its day and its 口径 may not."""

    title: str
    asked_by: str
    received_on: date | None
    sent_how: str


def fetch_submission(*, submission: Submission, actor: Actor, reason: str = "") -> Iterator[bytes]:
    """The kept file, piece by piece; that it was fetched is noted. One with whole numbers needs a reason.

    Raises:
        RuleError: no reason.
        StorageError: the content is gone or damaged.
    """
    why = tidy_text(reason)[:LONGEST_REASON]
    if submission.revealed and not why:
        raise RuleError("这份文件里的号码是完整的，请写明为什么要取，会记入审计。", field="reason")
    content = pieces(submission.file)
    first = next(content, b"")
    with unit_of_work(actor) as work:
        work.record(about_submission("reports.fetch_submission", submission, reason=why))

    def whole() -> Iterator[bytes]:
        yield first
        yield from content

    return whole()


def correct_submission(*, submission: Submission, version: int, note: Note, actor: Actor, once: str = "") -> None:
    """Correct what is noted about a submission, or add how it was sent.

    Raises:
        RuleError: no title.
        StaleVersionError: somebody changed it meanwhile.
    """
    title = tidy_text(note.title)[:100]
    if not title:
        raise RuleError("请写上表的名字。", field="title")
    new = {
        "title": title,
        "asked_by": tidy_text(note.asked_by)[:60],
        "received_on": note.received_on,
        "sent_how": tidy_text(note.sent_how)[:200],
    }
    with unit_of_work(actor, once=once) as work:
        bump_version(Submission, submission, version)
        changes = {
            name: [_told(getattr(submission, name)), _told(value)]
            for name, value in new.items()
            if getattr(submission, name) != value
        }
        for name, value in new.items():
            setattr(submission, name, value)
        submission.save(update_fields=list(new))
        work.record(about_submission("reports.correct_submission", submission, changes))


def withdraw_submission(*, submission: Submission, version: int, reason: str, actor: Actor, once: str = "") -> None:
    """Say that what was sent does not hold any more, and why; file and record stay.

    Raises:
        RuleError: no reason, or it is withdrawn already.
        StaleVersionError: somebody changed it meanwhile.
    """
    why = tidy_text(reason)[:200]
    if not why:
        raise RuleError("请写明为什么作废，例如：街道改了表样，另报一份。", field="reason")
    if submission.withdrawn_at is not None:
        raise RuleError("这一份已经作废了。")
    with unit_of_work(actor, once=once) as work:
        bump_version(Submission, submission, version)
        submission.withdrawn_at = clock.now()
        submission.withdrawn_by = actor.name[:100]
        submission.withdrawn_reason = why
        submission.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        work.record(about_submission("reports.withdraw_submission", submission, reason=why))


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

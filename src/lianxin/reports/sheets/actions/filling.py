"""A sheet is filled and kept: file, record and note in the trail come together."""

import io
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.files import store
from lianxin.files.errors import StorageError
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.orgs.models import Community, Organisation
from lianxin.parameters.queries import rules_on
from lianxin.reports.actions import LONGEST_REASON
from lianxin.reports.sheets.actions.drafts import layouts_of
from lianxin.reports.sheets.filling.choice import Choice
from lianxin.reports.sheets.filling.prepared import Prepared, fill, prepare
from lianxin.reports.sheets.layouts.layout import Layout, understood
from lianxin.reports.sheets.models import SheetDraft, Submission
from lianxin.reports.sheets.rules import KEPT_YEARS
from lianxin.reports.sheets.sandboxed import SheetRefused
from lianxin.reports.sheets.trail import about_draft, about_submission

FILL_JOB = "reports.fill_sheet"
SMALL = 3_000
"""Members up to whom a sheet is filled while the browser waits."""
DAYS_IN_A_YEAR = 366
NOTHING_UNDERSTOOD = "这份表里没有一张认得出的工作表，没有填。可以先改列的对应，指明表头在哪一行、各列是什么。"


@dataclass(frozen=True, slots=True)
class Details:
    """What is noted about a sheet that goes out: its title, who asked for it, when it came, how it was sent, the reason
    for whole numbers.
    """

    title: str
    asked_by: str = ""
    received_on: date | None = None
    sent_how: str = ""
    reason: str = ""

    def tidied(self) -> "Details":
        """As it is kept."""
        return Details(
            tidy_text(self.title)[:100],
            tidy_text(self.asked_by)[:60],
            self.received_on,
            tidy_text(self.sent_how)[:200],
            tidy_text(self.reason)[:LONGEST_REASON],
        )

    def kept(self) -> dict[str, str]:
        """As JSON."""
        received = self.received_on.isoformat() if self.received_on else ""
        return {
            "title": self.title,
            "asked_by": self.asked_by,
            "received_on": received,
            "sent_how": self.sent_how,
            "reason": self.reason,
        }


def fill_draft(
    *, draft: SheetDraft, choice: Choice, details: Details, actor: Actor, once: str = ""
) -> tuple[Submission, Prepared]:
    """Fill a blank sheet from the register and keep what was made.

    Raises:
        RuleError: whole numbers without a reason; nothing of the sheet is understood.
        SheetRefused: it cannot be read or filled.
        StorageError: the blank is gone, or there is no room.
        AlreadyDoneError: the same form came before; leads to that submission.
    """
    checked = _checked(choice, details)
    with store.opened(draft.file) as path:
        content, prepared = _made(path, layouts_of(path, draft), choice)
    with unit_of_work(actor, once=once) as work:
        submission = keep_filled(
            community=draft.community,
            file_name=draft.file_name,
            choice=choice,
            details=checked,
            content=content,
            prepared=prepared,
            actor=actor,
        )
        SheetDraft.objects.filter(pk=draft.pk).update(filled_at=clock.now(), submission=submission, choice={})
        work.leads_to(str(submission.pk))
    return submission, prepared


def fill_file(
    *, path: Path, layouts: list[Layout], community: Community, choice: Choice, details: Details, actor: Actor
) -> tuple[Submission, Prepared, bytes]:
    """The same for a file that lies on this computer, as the command line has it; the filled workbook besides.

    Raises as :func:`fill_draft`.
    """
    checked = _checked(choice, details)
    content, prepared = _made(path, layouts, choice)
    with unit_of_work(actor):
        submission = keep_filled(
            community=community,
            file_name=path.name,
            choice=choice,
            details=checked,
            content=content,
            prepared=prepared,
            actor=actor,
        )
    return submission, prepared, content


def request_filling(
    *, draft: SheetDraft, choice: Choice, details: Details, total: int, actor: Actor, once: str = ""
) -> None:
    """Let the worker fill a sheet for many members.

    Raises:
        RuleError: whole numbers without a reason.
    """
    checked = _checked(choice, details)
    with unit_of_work(actor, once=once) as work:
        draft.choice = {**choice.kept(), **checked.kept()}
        draft.filled_at = None
        draft.save(update_fields=["choice", "filled_at"])
        work.record(about_draft("reports.request_filling", draft))
        request_job(
            kind=FILL_JOB,
            subject_id=draft.pk,
            label=f"填“{draft.file_name}”",
            total=total,
            path=draft.path,
            actor=actor,
        )


def run_filling(handle: JobHandle) -> str:
    """The job: file, record and note come in one transaction, so a killed one begins anew and fills once."""
    draft = SheetDraft.objects.select_related("community__organisation", "file").filter(pk=handle.subject_id).first()
    if draft is None:
        raise JobFailedError("这份表已经放弃了。")
    if not draft.choice:
        return "已经填好了。"
    kept = draft.choice
    received = date.fromisoformat(kept["received_on"]) if kept["received_on"] else None
    details = Details(kept["title"], kept["asked_by"], received, kept["sent_how"], kept["reason"])
    organisation = Organisation.objects.get(pk=kept["organisation"])
    try:
        submission, prepared = fill_draft(
            draft=draft, choice=Choice.of(kept, organisation), details=details, actor=handle.actor
        )
    except (RuleError, SheetRefused, StorageError) as problem:
        raise JobFailedError(str(problem)) from problem
    handle.progress(len(prepared.people), len(prepared.people))
    return f"{submission.title}填好了，共 {submission.people_count} 人。"


def _checked(choice: Choice, details: Details) -> Details:
    tidied = details.tidied()
    if choice.revealed and not tidied.reason:
        raise RuleError("请写明为什么需要完整的号码，这会记入审计。", field="reason")
    return tidied if choice.revealed else replace(tidied, reason="")


def _made(path: Path, layouts: list[Layout], choice: Choice) -> tuple[bytes, Prepared]:
    if not understood(layouts):
        raise RuleError(NOTHING_UNDERSTOOD)
    prepared = prepare(layouts, choice)
    return fill(path, prepared), prepared


def keep_filled(
    *,
    community: Community,
    file_name: str,
    choice: Choice,
    details: Details,
    content: bytes,
    prepared: Prepared,
    actor: Actor,
) -> Submission:
    """Keep a filled workbook and everything that is noted about it."""
    stem = file_name.rpartition(".")[0] or file_name
    with unit_of_work(actor) as work:
        file = store.keep(
            io.BytesIO(content),
            name=f"{stem}_{choice.as_of:%Y%m%d}.xlsx",
            purpose="submission",
            community_id=community.pk,
            actor=actor,
            keep_days=rules_on().whole(KEPT_YEARS.code) * DAYS_IN_A_YEAR,
        )
        submission = Submission.objects.create(
            community=community,
            path=community.organisation.path,
            organisation=choice.organisation,
            title=details.title or stem[:100],
            asked_by=details.asked_by,
            received_on=details.received_on,
            as_of=choice.as_of,
            basis=prepared.basis,
            filters={**choice.filters, **({"age": choice.age} if choice.age else {}), "order": choice.order},
            included=prepared.included,
            people_count=len(prepared.people),
            findings=prepared.findings.kept(),
            revealed=choice.revealed,
            reason=details.reason,
            file=file,
            kept_at=clock.now(),
            kept_by=actor.name[:100],
            sent_how=details.sent_how,
        )
        changes: dict[str, list[Any]] = {
            "rows": [None, submission.people_count],
            "as_of": [None, choice.as_of.isoformat()],
            "sensitive": [None, "完整" if choice.revealed else "遮挡"],
        }
        work.record(about_submission("reports.fill_sheet", submission, changes, details.reason))
    return submission

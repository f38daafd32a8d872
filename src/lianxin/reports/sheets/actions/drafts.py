"""Blank sheets: taken in, explained, put aside."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.files import store
from lianxin.files.places import upload_as_file
from lianxin.kernel import clock
from lianxin.orgs.models import Community
from lianxin.reports.sheets.layouts.layout import ByHand, Layout
from lianxin.reports.sheets.layouts.recognise import recognise
from lianxin.reports.sheets.models import SheetDraft, SheetHeading
from lianxin.reports.sheets.queries import words_of
from lianxin.reports.sheets.sandboxed import read_blank
from lianxin.reports.sheets.trail import about_draft

KEEP_DAYS = 7

Explained = Mapping[tuple[str, str], str]
"""(where a heading stands, heading) → what it means."""


def receive_sheet(*, upload: BinaryIO, name: str, community: Community, actor: Actor, once: str = "") -> SheetDraft:
    """Take a blank sheet in and keep it for a week.

    Raises:
        SheetRefused: it cannot be read; nothing is kept.
        StorageError: it could not be kept.
    """
    with upload_as_file(upload, "sheet-") as path:
        read_blank(path)
        with unit_of_work(actor, once=once) as work, path.open("rb") as content:
            file = store.keep(
                content,
                name=store.shown_name(name),
                purpose="sheet",
                community_id=community.pk,
                actor=actor,
                keep_days=KEEP_DAYS,
            )
            draft = SheetDraft.objects.create(
                community=community,
                path=community.organisation.path,
                file=file,
                file_name=file.name,
                created_at=clock.now(),
                created_by=actor.name[:100],
            )
            work.record(about_draft("reports.receive_sheet", draft))
            work.leads_to(str(draft.pk))
    return draft


def layouts_of(path: Path, draft: SheetDraft) -> list[Layout]:
    """What its file asks for, by this community's words and what was corrected by hand.

    Raises:
        SheetRefused: it cannot be read.
    """
    by_hand = {name: ByHand.of(kept) for name, kept in draft.mapping.items()}
    return recognise(read_blank(path), words_of(draft.community), by_hand)


def explain_headings(
    *, draft: SheetDraft, mapping: Mapping[str, Any], explained: Explained, actor: Actor, once: str = ""
) -> None:
    """Note what a clerk says the headings mean; the community's next sheet is understood by it."""
    with unit_of_work(actor, once=once) as work:
        for (use, heading), meaning in explained.items():
            SheetHeading.objects.update_or_create(
                community_id=draft.community_id,
                use=use,
                heading=heading[:100],
                defaults={"meaning": meaning[:60]},
            )
        draft.mapping = dict(mapping)
        draft.save(update_fields=["mapping"])
        changes = {heading: ["", meaning] for (_, heading), meaning in explained.items()}
        work.record(about_draft("reports.explain_headings", draft, changes))


def discard_draft(*, draft: SheetDraft, actor: Actor, once: str = "") -> None:
    """Put a blank sheet aside for good; what was filled from it stays."""
    with unit_of_work(actor, once=once) as work:
        work.record(about_draft("reports.discard_sheet", draft))
        draft.delete()
    store.remove(draft.file)


def clear_old_drafts() -> int:
    """Forget blank sheets whose week is over (their files go by themselves); how many."""
    before = clock.now() - timedelta(days=KEEP_DAYS)
    cleared, _ = SheetDraft.objects.filter(created_at__lt=before).delete()
    return cleared

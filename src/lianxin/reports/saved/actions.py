"""Keeping, renaming, removing and bringing back a view; each is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lianxin.audit.versions import bump_version
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.orgs.models import Organisation
from lianxin.reports.models import SavedView
from lianxin.reports.saved.choices import AsOfKind

SAVE, EDIT = "reports.save_view", "reports.edit_view"
REMOVE, RESTORE = "reports.remove_view", "reports.restore_view"
LABELS = {SAVE: "存常用视图", EDIT: "改常用视图", REMOVE: "删除常用视图", RESTORE: "恢复常用视图"}
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a view shows: see :class:`SavedView`."""

    target: str
    filters: Mapping[str, str] = field(default_factory=dict)
    columns: Sequence[str] = ()
    as_of_kind: AsOfKind = AsOfKind.TODAY
    since: date | None = None
    as_of: date | None = None


def save_view(
    *, wanted: Wanted, name: str, shared: bool, organisation: Organisation, actor: Actor, once: str = ""
) -> SavedView:
    """Keep a view under a name, for oneself or for all who look at the ledgers of an organisation.

    Raises:
        RuleError: no name, one that is taken already, or a fixed day that is not said.
        AlreadyDoneError: the same form came before; leads to the first view's identifier.
    """
    assert actor.user_id is not None, "only users keep views"
    fixed = wanted.as_of_kind is AsOfKind.FIXED
    if fixed and wanted.as_of is None:
        raise RuleError("请写固定在哪一天。", field="as_of_kind")
    with unit_of_work(actor, once=once) as work:
        row = SavedView.objects.create(
            name=_free_name(name, actor, None),
            target=wanted.target,
            filters=dict(wanted.filters),
            columns=list(wanted.columns),
            as_of_kind=wanted.as_of_kind,
            since=wanted.since if fixed else None,
            as_of=wanted.as_of if fixed else None,
            shared=shared,
            organisation=organisation,
            user_id=actor.user_id,
            user_name=actor.name[:100],
            created_at=clock.now(),
        )
        work.leads_to(str(row.pk))
        work.record(_entry(SAVE, row, {"view_name": ["", row.name], "shared": ["", _yes(row.shared)]}))
    return row


def edit_view(*, view: SavedView, version: int, name: str, shared: bool, actor: Actor, once: str = "") -> SavedView:
    """Rename a view, share it or take it back to oneself.

    Raises:
        RuleError: no name, or one that is taken already.
        StaleVersionError: somebody changed it meanwhile.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(SavedView, view, version)
        before = (view.name, view.shared)
        view.name, view.shared = _free_name(name, actor, view), shared
        view.save(update_fields=["name", "shared"])
        changes = {"view_name": [before[0], view.name], "shared": [_yes(before[1]), _yes(view.shared)]}
        work.record(_entry(EDIT, view, {key: pair for key, pair in changes.items() if pair[0] != pair[1]}))
    return view


def remove_view(*, view: SavedView, actor: Actor, once: str = "") -> None:
    """Put a view away; for thirty days it can be brought back."""
    with unit_of_work(actor, once=once) as work:
        if SavedView.objects.filter(pk=view.pk, removed_at__isnull=True).update(removed_at=clock.now()):
            work.record(_entry(REMOVE, view, {"view_name": [view.name, ""]}))


def restore_view(*, view: SavedView, actor: Actor, once: str = "") -> None:
    """Bring a removed view back, under another name where its own was taken meanwhile."""
    with unit_of_work(actor, once=once) as work:
        if SavedView.objects.filter(pk=view.pk, removed_at__isnull=False).update(removed_at=None):
            if _taken(view.name, actor, view):
                view.name = f"{view.name[: LONGEST_NAME - 5]}（恢复的）"
                view.save(update_fields=["name"])
            work.record(_entry(RESTORE, view, {"view_name": ["", view.name]}))


def _free_name(name: str, actor: Actor, own: SavedView | None) -> str:
    tidy = tidy_text(name)[:LONGEST_NAME]
    if not tidy:
        raise RuleError("请起一个名字。", field="name")
    if _taken(tidy, actor, own):
        raise RuleError(f"您已经有一个叫“{tidy}”的常用视图，换个名字。", field="name")
    return tidy


def _taken(name: str, actor: Actor, own: SavedView | None) -> bool:
    assert actor.user_id is not None, "only users keep views"
    rows = SavedView.objects.filter(user_id=actor.user_id, name=name, removed_at__isnull=True)
    return (rows if own is None else rows.exclude(pk=own.pk)).exists()


def _yes(shared: bool) -> str:  # noqa: FBT001 - the value itself
    return "是" if shared else "否"


def _entry(action: str, row: SavedView, changes: Mapping[str, list[Any]]) -> Entry:
    place = row.organisation
    return Entry(
        action,
        target_kind="reports.saved_view",
        target_id=row.pk,
        target_label=row.name,
        community_id=place.community_id,
        organisation_id=place.pk,
        organisation_path=place.path,
        changes=changes,
    )

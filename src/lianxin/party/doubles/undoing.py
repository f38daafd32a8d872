"""Undoing a merge: both records as they were, as long as nobody touched what it moved."""

import uuid
from typing import Any

from django.db import IntegrityError

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.resting import resting
from lianxin.kernel import clock
from lianxin.orgs.models import Organisation
from lianxin.party.doubles.keeping import Kept, open_kept
from lianxin.party.doubles.merging import entry_about
from lianxin.party.doubles.sides import Record
from lianxin.party.finding import renew_search
from lianxin.party.images import Held, Image, held_by, restore
from lianxin.party.models import Affiliation, DuplicateCandidate, Member, PersonMerge
from lianxin.residents.models import Person

UNDO = "party.undo_merge"
MEMBERS, PAIRS = Member._meta.label_lower, DuplicateCandidate._meta.label_lower
TOUCHED = "合并以后有人改动过这位同志的登记。为不丢掉后来的改动，不能再撤销；搁置的那一份仍然完整保留。"


def why_not(merge: PersonMerge) -> str:
    """Why a merge cannot be undone, as a sentence; empty when it can."""
    if merge.undone_at is not None:
        return "这次合并已经撤销了。"
    kept = open_kept(merge.pk, merge.sealed)
    if _firm(_now(merge, kept)) != _firm(kept.after):
        return TOUCHED
    gone = Organisation.objects.filter(pk__in=_places(kept.before), dissolved_on__isnull=False).first()
    if gone is not None:
        return f"{gone.short_name}已经撤销，搁置的那一份没有地方可回。"
    same = Person.objects.filter(community=merge.community_id, id_number_index=merge.id_number_index)
    if merge.id_number_index and same.exclude(id_number_index="").exclude(pk=merge.merged_into).exists():
        return "搁置的那个公民身份号码后来又登记在别人名下，请先核对。"
    return ""


def undo_merge(*, merge: PersonMerge, actor: Actor, once: str = "") -> None:
    """Bring back who was set aside, and let both records stand as before. Raises ``RuleError`` when it cannot be."""
    with unit_of_work(actor, once=once) as work:
        Person.objects.select_for_update().filter(pk=merge.merged_into).first()
        merge.refresh_from_db()
        if reason := why_not(merge):
            raise RuleError(reason)
        kept = open_kept(merge.pk, merge.sealed)
        now = _now(merge, kept)
        pairs = _pairs_to_bring_back(kept.before, now, merge.person_id)
        try:
            restore({**_firm(kept.before), PAIRS: pairs}, _firm(now))
        except IntegrityError as error:
            raise RuleError(TOUCHED) from error
        for code, pk, turned_to, meant, stamp in kept.pointers:
            thing = resting(code)
            hint: Any = thing.model._base_manager.filter(pk=pk, **{thing.column: turned_to})
            hint.update(**{thing.column: meant}, **stamp)
        persons = [merge.merged_into, merge.person_id]
        renew_search(persons, Member.objects.filter(person__in=persons).values_list("pk", flat=True))
        merge.undone_at, merge.undone_by = clock.now(), actor.name[:100]
        merge.save(update_fields=["undone_at", "undone_by"])
        person = Person.objects.get(pk=merge.merged_into)
        work.record(entry_about(UNDO, Record.of(person), changes={"merged": [merge.into_name, merge.name]}))


def _now(merge: PersonMerge, kept: Kept) -> Held:
    """The rows as they stand, of all that the merge knew."""
    members = {pk for held in (kept.before, kept.after) for pk in held.get(MEMBERS, {})}
    return held_by([merge.merged_into, merge.person_id], members)


def _firm(held: Held) -> Held:
    """Without the pairs that may be one person: the machine finds those anew, nobody writes them."""
    return {label: images for label, images in held.items() if label != PAIRS and images}


def _pairs_to_bring_back(before: Held, now: Held, coming: uuid.UUID) -> dict[str, Image]:
    """The pairs that went with who was set aside, without those whose other half is gone by now."""
    pairs, standing = before.get(PAIRS, {}), {_halves(image) for image in now.get(PAIRS, {}).values()}
    halves = {half for image in pairs.values() for half in _halves(image)}
    there = {str(pk) for pk in Person.objects.filter(pk__in=halves).values_list("pk", flat=True)} | {str(coming)}
    return {
        pk: image for pk, image in pairs.items() if there.issuperset(_halves(image)) and _halves(image) not in standing
    }


def _halves(image: Image) -> tuple[str, str]:
    return image["first_id"], image["second_id"]


def _places(before: Held) -> set[str]:
    """Where the relations stood that are open again after the undoing."""
    rows = [*before.get(MEMBERS, {}).values(), *before.get(Affiliation._meta.label_lower, {}).values()]
    still = [row for row in rows if row.get("until") is None and row.get("left_on") is None]
    return {row[column] for row in still for column in ("organisation_id", "group_id") if row[column]}

"""Dated facts of many members at once: the history of a category, and what is newly said of the other aspects."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import F

from lianxin.declare.bulk import insert_rows, update_rows
from lianxin.kernel.ids import uuid7
from lianxin.party.choices import Aspect, NewEconomy
from lianxin.party.models import DatedFact, Member
from lianxin.party.records import NOT_FLOATING
from lianxin.party.spans import category_spans

_COLUMNS = ("id", "member_id", "aspect", "value", "since", "until")


def rewrite_category(members: Sequence[tuple[Member, str]]) -> None:
    """Give members the history of a category that their dates tell ("" for none), and the column its last value."""
    if not members:
        return
    DatedFact.objects.filter(member__in=[member for member, _ in members], aspect=Aspect.CATEGORY).delete()
    insert_rows(
        DatedFact,
        _COLUMNS,
        (
            (uuid7(), member.pk, Aspect.CATEGORY.value, span.value, span.since, _ended(span.since, span.until, member))
            for member, category in members
            for span in category_spans(category, member.joined, member.became_full)
        ),
    )
    for member, category in members:
        member.category = str.__str__(category)
    update_rows(Member, ("category",), ("id",), ((member.category, member.pk) for member, _ in members))


def _ended(since: date | None, until: date | None, member: Member) -> date | None:
    """The end of a span of somebody who may have left: nothing is open after that."""
    if until is not None or member.left_on is None:
        return until
    return max(member.left_on, since or member.left_on)


def say_fact(members: Sequence[tuple[Member, object]], aspect: Aspect, on: date | None) -> None:
    """From ``on`` another value holds (None, False and "no": none); on None the open one was wrong and is replaced.

    A fact that began on that day or later is replaced as well: it never held.
    """
    if not members:
        return
    said = {member.pk: (member, fact_value(aspect, value)) for member, value in members}
    open_facts = {
        fact.member_id: fact for fact in DatedFact.objects.filter(member_id__in=said, aspect=aspect, until__isnull=True)
    }
    replaced = [fact for fact in open_facts.values() if on is None or (fact.since is not None and fact.since >= on)]
    _replace(replaced, {pk: value for pk, (_, value) in said.items()})
    ended = {pk: fact for pk, fact in open_facts.items() if fact not in replaced}
    update_rows(DatedFact, ("until",), ("id",), ((on, fact.pk) for fact in ended.values()))
    opened = [(pk, value) for pk, (_, value) in said.items() if value and (pk in ended or pk not in open_facts)]
    insert_rows(DatedFact, _COLUMNS, ((uuid7(), pk, aspect.value, value, on, None) for pk, value in opened))
    _repeat(said.values(), aspect)


def _replace(facts: Sequence[DatedFact], values: Mapping[uuid.UUID, str]) -> None:
    """Put facts right; one whose right value is that of the span before it melts into it."""
    before = {
        fact.member_id: fact
        for fact in DatedFact.objects.filter(
            member_id__in=[fact.member_id for fact in facts], aspect__in={fact.aspect for fact in facts}
        ).exclude(until__isnull=True)
        for right in (values[fact.member_id],)
        if right == fact.value
    }
    melting = [fact for fact in facts if (old := before.get(fact.member_id)) and old.until == fact.since]
    gone = [fact.pk for fact in facts if fact in melting or not values[fact.member_id]]
    DatedFact.objects.filter(pk__in=gone).delete()
    update_rows(DatedFact, ("until",), ("id",), ((None, before[fact.member_id].pk) for fact in melting))
    update_rows(
        DatedFact, ("value",), ("id",), ((values[fact.member_id], fact.pk) for fact in facts if fact.pk not in gone)
    )


def drop_fact(member: Member, fact: DatedFact) -> None:
    """Delete a span; the one that ended where it began reaches as far as it did."""
    DatedFact.objects.filter(pk=fact.pk).delete()
    if fact.since is not None:
        before = DatedFact.objects.filter(member=member, aspect=fact.aspect, until=fact.since).order_by("-since", "-id")
        if (last := before.first()) is not None:
            DatedFact.objects.filter(pk=last.pk).update(until=fact.until)
    _repeat_open(member, Aspect(fact.aspect))


def let_go_on(member: Member, fact: DatedFact) -> None:
    """Open an ended span again; none may be open."""
    DatedFact.objects.filter(pk=fact.pk).update(until=None)
    _repeat_open(member, Aspect(fact.aspect))


def _repeat_open(member: Member, aspect: Aspect) -> None:
    held = DatedFact.objects.filter(member=member, aspect=aspect, until__isnull=True).values_list("value", flat=True)
    _repeat([(member, held.first() or "")], aspect)


def end_again(member: Member, on: date, left: date) -> None:
    """Undo a coming back on ``on``: what began with it goes, the columns hold again what ended on ``left``."""
    DatedFact.objects.filter(member=member, since=on, until__isnull=True).delete()
    ended = DatedFact.objects.filter(member=member, until__gte=left).order_by("until", "id")
    last = dict(ended.values_list("aspect", "value"))
    for aspect in Aspect:
        _repeat([(member, last.get(aspect.value, ""))], aspect)


def _repeat(said: Iterable[tuple[Member, str]], aspect: Aspect) -> None:
    """Write the open value beside the member, where lists read it."""
    rows = []
    for member, value in said:
        shown = bool(value) if aspect is Aspect.NEW_ECONOMY else value
        setattr(member, aspect.value, shown)
        rows.append((shown, member.pk))
    update_rows(Member, (aspect.value,), ("id",), rows)


def fact_value(aspect: Aspect, said: object) -> str:
    """What a dated fact holds for what was said; "" for none."""
    if not said or said == NOT_FLOATING:
        return ""
    return NewEconomy.YES.value if aspect is Aspect.NEW_ECONOMY else str.__str__(str(said))


def end_facts(member: Member, on: date) -> None:
    """End every open fact of who leaves on a day; one that began later ends where it began."""
    facts = DatedFact.objects.filter(member=member, until__isnull=True)
    facts.filter(since__gt=on).update(until=F("since"))
    facts.update(until=on)


def reopen_facts(member: Member, on: date, *, since: date | None) -> None:
    """Let the facts that ended with a departure on ``on`` hold again: as if it had not been (``since`` None), or anew."""
    facts = list(DatedFact.objects.filter(member=member, until__gte=on).order_by("aspect", "-until", "-id"))
    last = {fact.aspect: fact for fact in reversed(facts) if _repeats(fact, member)}
    if since is None:
        update_rows(DatedFact, ("until",), ("id",), ((None, fact.pk) for fact in last.values()))
        return
    insert_rows(
        DatedFact, _COLUMNS, ((uuid7(), member.pk, fact.aspect, fact.value, since, None) for fact in last.values())
    )


def _repeats(fact: DatedFact, member: Member) -> bool:
    """Whether the member's own column still holds the fact's value."""
    held = getattr(member, fact.aspect)
    return bool(held) if isinstance(held, bool) else str(held) == fact.value

"""Dated facts of one member: from a day on something else holds; and putting right when it began."""

from datetime import date

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor, Recorded
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.actions.common import entry_of, hold, refresh_missing, waiting_in
from lianxin.party.actions.histories import drop_fact, fact_value, let_go_on, rewrite_category, say_fact
from lianxin.party.choices import ASPECT_VALUES, Aspect, Category, Floating
from lianxin.party.models import DatedFact, Member
from lianxin.party.records import shown

SET_FACT = "party.set_fact"
CORRECT_FACT = "party.correct_fact"
UNDO_FACT = "party.undo_fact"
REOPEN_FACT = "party.reopen_fact"
CONVERT = "party.convert_member"


def set_fact(  # noqa: PLR0913 - what holds of whom from when, seen when, who says so
    *,
    member: Member,
    version: int | None = None,
    aspect: Aspect,
    value: str,
    since: date,
    actor: Actor,
    note: str = "",
    recorded: Recorded | None = None,
    once: str = "",
) -> Member:
    """From ``since`` another value of an aspect holds ("" for none); the open fact ends there.

    A category is not set but converted: see :func:`convert_member`.

    Raises:
        RuleError: an unknown value, a day to come, a day before the open fact began, somebody who has left, or
            a flowing in that is not ended by its own change.
        StaleVersionError: somebody changed the record meanwhile.
    """
    if aspect is Aspect.CATEGORY:
        raise RuleError("人员类别请用“转正”登记；登记错了的，用“更正资料”改。", "value")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        _check(member, aspect, value, since)
        old = str(getattr(member, aspect.value) or "")
        say_fact([(member, value)], aspect, since)
        if note:
            DatedFact.objects.filter(member=member, aspect=aspect, until__isnull=True).update(note=note[:120])
        refresh_missing([member], waiting_in(member))
        changes = {aspect.value: [_word(aspect, old), f"{_word(aspect, value) or '无'}（{since:%Y-%m-%d}起）"]}
        work.record(entry_of(SET_FACT, member, changes=changes, reason=note))
    return member


def _check(member: Member, aspect: Aspect, value: str, since: date) -> None:
    if member.left_on is not None:
        raise RuleError("已经离开名册的人不再登记新的情况。")
    if value and value not in ASPECT_VALUES[aspect].values:
        raise RuleError("请从列出的情况里选一项。", "value")
    if since > clock.today():
        raise RuleError("开始日期还没有到，请到那一天再登记。", "since")
    if aspect is Aspect.FLOATING and Floating.INWARD in {value, member.floating}:
        raise RuleError(
            "流入党员在登记时就要注明；流入结束请办理“离开名册”，关系正式转来的再办“重新列入名册”。", "value"
        )
    current = DatedFact.objects.filter(member=member, aspect=aspect, until__isnull=True).first()
    if current is None:
        last = DatedFact.objects.filter(member=member, aspect=aspect).order_by("-until").first()
        if last is not None and last.until is not None and since < last.until:
            raise RuleError(f"上一段情况到 {last.until:%Y-%m-%d} 为止，开始日期不能更早。", "since")
        return
    if current.value == fact_value(aspect, value):
        raise RuleError("现在登记的就是这一项；只改日期请用“更正日期”。", "value")
    if current.since is not None and since < current.since:
        raise RuleError(f"现在这一段从 {current.since:%Y-%m-%d} 起，新的不能更早。", "since")


def correct_fact(
    *,
    fact: DatedFact,
    version: int | None = None,
    since: date | None,
    reason: str,
    actor: Actor,
    once: str = "",
) -> DatedFact:
    """Put right the day a fact began; where another ended on the old day, that moves with it.

    Raises:
        RuleError: no reason, a category (its days are those of joining and full membership), or a day outside the
            neighbours.
        StaleVersionError: somebody changed the record meanwhile.
    """
    member = fact.member
    if fact.aspect == Aspect.CATEGORY:
        raise RuleError("人员类别的起止由入党日期和转正日期决定，请用“更正资料”改这两个日期。", "since")
    if not reason.strip():
        raise RuleError("请写明更正的理由。", "reason")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        before = (
            DatedFact.objects.filter(member=member, aspect=fact.aspect, until__isnull=False, until=fact.since)
            .exclude(pk=fact.pk)
            .first()
        )
        _check_beginning(fact, before, since)
        if before is not None:
            DatedFact.objects.filter(pk=before.pk).update(until=since)
        old, fact.since = fact.since, since
        fact.save(update_fields=["since"])
        word = _word(Aspect(fact.aspect), fact.value)
        changes = {fact.aspect: [f"{word}（{_day(old)}起）", f"{word}（{_day(since)}起）"]}
        work.record(entry_of(CORRECT_FACT, member, changes=changes, reason=reason))
    return fact


def _check_beginning(fact: DatedFact, before: DatedFact | None, since: date | None) -> None:
    if since is None:
        if before is not None:
            raise RuleError("前面还有一段情况，开始日期不能空着。", "since")
        return
    if since > (fact.until or clock.today()):
        raise RuleError("开始日期不能晚于结束日期或今天。", "since")
    if before is not None and before.since is not None and since < before.since:
        raise RuleError(f"前一段从 {before.since:%Y-%m-%d} 起，不能更早。", "since")


def undo_fact(*, fact: DatedFact, version: int | None = None, reason: str, actor: Actor, once: str = "") -> Member:
    """Take back a span that should not have been entered; the one it ended goes on as far as it reached.

    Raises:
        RuleError: no reason, or a span that is not to be taken back here (:func:`why_fact_stays`).
        StaleVersionError: somebody changed the record meanwhile.
    """
    member, aspect = fact.member, Aspect(fact.aspect)
    if not reason.strip():
        raise RuleError("请写明撤回的理由。", "reason")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        if refusal := why_fact_stays(fact):
            raise RuleError(refusal)
        drop_fact(member, fact)
        refresh_missing([member], waiting_in(member))
        now = _word(aspect, str(getattr(member, aspect.value) or "")) or "无"
        changes = {aspect.value: [f"{_word(aspect, fact.value)}（{_day(fact.since)}起）", f"现在：{now}"]}
        work.record(entry_of(UNDO_FACT, member, changes=changes, reason=reason))
    return member


def why_fact_stays(fact: DatedFact) -> str:
    """Why a span cannot be taken back, as a sentence; empty when it can."""
    if fact.aspect == Aspect.CATEGORY:
        return "人员类别由入党日期和转正日期决定，登记错了请用“更正资料”改。"
    if fact.member.left_on is not None:
        return "已经离开名册的人，请先撤销离开登记，再改以前的情况。"
    if fact.value == Floating.INWARD:
        return "流入是进入名册时注明的；登记错了，请撤回这个人的登记，再重新登记。"
    return ""


def reopen_fact(*, fact: DatedFact, version: int | None = None, reason: str, actor: Actor, once: str = "") -> Member:
    """Let the last span of an aspect go on whose end was entered by mistake.

    Raises:
        RuleError: no reason, or it did not end, or another came after it (:func:`why_fact_has_ended`).
        StaleVersionError: somebody changed the record meanwhile.
    """
    member, aspect = fact.member, Aspect(fact.aspect)
    if not reason.strip():
        raise RuleError("请写明撤回的理由。", "reason")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        if refusal := why_fact_has_ended(fact):
            raise RuleError(refusal)
        ended = _day(fact.until)
        let_go_on(member, fact)
        refresh_missing([member], waiting_in(member))
        word = _word(aspect, fact.value)
        work.record(
            entry_of(REOPEN_FACT, member, changes={aspect.value: [f"{word}（{ended}止）", word]}, reason=reason)
        )
    return member


def why_fact_has_ended(fact: DatedFact) -> str:
    """Why the end of a span stands, as a sentence; empty when it can be taken back."""
    if refusal := why_fact_stays(fact):
        return refusal
    if fact.until is None:
        return "这一段没有登记结束。"
    later = DatedFact.objects.filter(member=fact.member, aspect=fact.aspect).exclude(pk=fact.pk)
    if later.filter(until__isnull=True).exists() or later.filter(since__gte=fact.until).exists():
        return "这一段以后又登记过别的情况，请先撤回后面那一段。"
    return ""


def convert_member(
    *,
    member: Member,
    version: int | None = None,
    full_date: PartialDate,
    actor: Actor,
    recorded: Recorded | None = None,
    once: str = "",
) -> Member:
    """转正: a probationary member becomes a full one on the day the branch assembly decided (domain §2.1, §2.8).

    That the probation was shorter than the rule of the time is warned of by the form, not refused here.

    Raises:
        RuleError: not probationary, has left, a day to come or before joining.
        StaleVersionError: somebody changed the record meanwhile.
    """
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        if member.left_on is not None or member.category != Category.PROBATIONARY:
            raise RuleError("只有在册的预备党员可以转正。", "full_date")
        if full_date.on > clock.today():
            raise RuleError("转正日期还没有到。", "full_date")
        if member.joined is not None and full_date.compare(member.joined) < 0:
            raise RuleError("转正日期不能早于入党日期。", "full_date")
        member.full_date, member.full_precision = full_date.on, full_date.precision.value
        member.save(update_fields=["full_date", "full_precision"])
        rewrite_category([(member, Category.FULL.value)])
        refresh_missing([member], waiting_in(member))
        changes = {
            "category": [Category.PROBATIONARY.label, Category.FULL.label],
            "full_date": ["", full_date.chinese()],
        }
        work.record(entry_of(CONVERT, member, changes=changes))
    return member


def _word(aspect: Aspect, value: str) -> str:
    if aspect is Aspect.NEW_ECONOMY:
        return "是" if value else ""
    return shown(aspect.value, value)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else "登记前"

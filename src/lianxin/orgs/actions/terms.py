"""Terms of an organisation's leaders: begun, corrected, put off or brought forward, ended, withdrawn."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.parameters import parameter
from lianxin.kernel import clock
from lianxin.kernel.months import months_after, years_after
from lianxin.kernel.text import tidy_text
from lianxin.orgs.actions.founding import founded_before
from lianxin.orgs.actions.steps import check_standing
from lianxin.orgs.actions.trail import entry
from lianxin.orgs.actions.values import apply_values
from lianxin.orgs.models import Organisation, Term
from lianxin.orgs.parameters import EXTEND_MAX, TERM_LABELS, has_terms
from lianxin.parameters.queries import rules_on


@dataclass(frozen=True, slots=True)
class TermDetails:
    """A term as its papers say it. ``rule`` is the code of the rule its length goes by; ``ended_on`` None: it runs."""

    since: date
    rule: str
    number: int | None = None
    elected_on: date | None = None
    approved_on: date | None = None
    approval_no: str = ""
    ended_on: date | None = None


def record_term(*, organisation: Organisation, details: TermDetails, actor: Actor, once: str = "") -> Term:
    """Record a term; one that still runs ends the day this one begins. A past term is given with its end.

    Its length is that of the rule on the day it began, and stays so.

    Raises:
        RuleError: an organisation whose leaders are appointed, one that is no more, a day to come, or before its
            founding, or days that are another term's.
    """
    with unit_of_work(actor, once=once) as work:
        check_standing(organisation)
        if not has_terms(organisation):
            raise RuleError(f"{organisation.get_kind_display()}不按届选举，没有届次可登记。")
        values = _checked(organisation, details)
        before = _running(organisation)
        if details.ended_on is None and before is not None and before.since < details.since:
            before.ended_on = details.since
            before.version += 1
            before.save(update_fields=["ended_on", "version"])
        _check_free(organisation, details)
        term = Term.objects.create(
            organisation=organisation,
            **values,
            **_length(details),
            recorded_at=clock.now(),
            recorded_by=actor.name[:100],
        )
        changes = {"term": ["", told(term)]}
        work.record(entry("orgs.record_term", organisation, changes, reason=term.approval_no))
        work.leads_to(str(organisation.pk))
    return term


def correct_term(*, term: Term, version: int, details: TermDetails, actor: Actor, once: str = "") -> Term:
    """Correct what was written wrongly; the length changes only with the rule it goes by.

    Raises ``StaleVersionError`` and ``RuleError`` as for recording.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Term, term, version)
        values = _checked(term.organisation, details)
        if details.since != term.since:
            before = _counting(term.organisation).filter(ended_on=term.since, since__lt=details.since)
            before.update(ended_on=details.since)
        _check_free(term.organisation, details, but=term)
        if details.rule != term.rule:
            values |= _length(details)
        else:
            values["due_on"] = years_after(details.since, term.years)
        changes = apply_values(term, values)
        _check_moved(term, term.moved_to)
        term.save()
        work.record(entry("orgs.correct_term", term.organisation, changes))
    return term


def move_election(
    *,
    term: Term,
    version: int,
    moved_to: date | None,
    reason: str,
    document_no: str,
    actor: Actor,
    once: str = "",
) -> Term:
    """Record that the superior let the election be put off or brought forward (None: it did not after all).

    Raises ``StaleVersionError``, and ``RuleError`` when it is further away than the rule lets it be, or without reason.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Term, term, version)
        _check_running(term)
        if moved_to is not None and (not tidy_text(reason) or not tidy_text(document_no)):
            field = "document_no" if tidy_text(reason) else "reason"
            raise RuleError("延期、提前都要写明理由和上级批复的文号。", field)
        _check_moved(term, moved_to)
        changes = apply_values(
            term,
            {
                "moved_to": moved_to,
                "moved_reason": tidy_text(reason) if moved_to else "",
                "moved_document_no": tidy_text(document_no) if moved_to else "",
            },
        )
        term.save()
        work.record(entry("orgs.move_election", term.organisation, changes, reason=tidy_text(reason)))
    return term


def end_term(*, term: Term, version: int, on: date, actor: Actor, once: str = "") -> Term:
    """Let a term end with none to follow yet. Raises ``StaleVersionError`` and ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Term, term, version)
        _check_running(term)
        if on > clock.today():
            raise RuleError("结束日期还没有到。", "on")
        if on < term.since:
            raise RuleError(f"本届从 {term.since:%Y-%m-%d} 起，结束日期不能更早。", "on")
        term.ended_on = on
        term.save(update_fields=["ended_on"])
        work.record(entry("orgs.end_term", term.organisation, {"term": [told(term), f"{on:%Y-%m-%d}止"]}))
    return term


def withdraw_term(*, term: Term, version: int, reason: str, actor: Actor, once: str = "") -> Term | None:
    """Withdraw a term entered by mistake; the term that ended for it runs again and is answered.

    Raises ``StaleVersionError``, and ``RuleError`` when it was withdrawn already.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Term, term, version)
        if term.withdrawn_at is not None:
            raise RuleError("这一届已经撤回了。")
        term.withdrawn_at, term.withdrawn_by = clock.now(), actor.name[:100]
        term.withdrawn_reason = tidy_text(reason)
        term.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        before = None
        if term.ended_on is None:
            before = _counting(term.organisation).filter(ended_on=term.since).order_by("-since").first()
        if before is not None:
            before.ended_on = None
            before.version += 1
            before.save(update_fields=["ended_on", "version"])
        changes = {"term": [told(term), "撤回"]}
        work.record(entry("orgs.withdraw_term", term.organisation, changes, reason=term.withdrawn_reason))
    return before


def told(term: Term) -> str:
    """A term in the trail: 第四届（2022-01-10起，任期5年）."""
    until = f"至{term.ended_on:%Y-%m-%d}" if term.ended_on else "起"
    return f"{term.title}（{term.since:%Y-%m-%d}{until}，任期{term.years}年）"


def _checked(organisation: Organisation, details: TermDetails) -> dict[str, Any]:
    today = clock.today()
    for field in ("since", "elected_on", "approved_on", "ended_on"):
        day = getattr(details, field)
        if day is not None and day > today:
            raise RuleError("日期还没有到，选完、批完再登记。", field)
    if founded_before(organisation, details.since):
        raise RuleError("日期早于这个组织的成立日期。", "since")
    if details.ended_on is not None and details.ended_on < details.since:
        raise RuleError("结束日期不能早于开始日期。", "ended_on")
    if details.rule not in TERM_LABELS:
        raise RuleError("请选择任期按哪一种规定。", "rule")
    return {**asdict(details), "approval_no": tidy_text(details.approval_no)}


def _length(details: TermDetails) -> Mapping[str, Any]:
    years = rules_on(details.since).whole(details.rule)
    return {"years": years, "basis": parameter(details.rule).basis, "due_on": years_after(details.since, years)}


def _counting(organisation: Organisation) -> Any:  # noqa: ANN401 - a queryset, whose name the stubs make long
    return Term.objects.filter(organisation=organisation, withdrawn_at__isnull=True)


def _running(organisation: Organisation) -> Term | None:
    found: Term | None = _counting(organisation).filter(ended_on__isnull=True).first()
    return found


def _check_free(organisation: Organisation, details: TermDetails, but: Term | None = None) -> None:
    """Refuse days or a number that are another term's."""
    others = _counting(organisation).exclude(pk=but.pk if but else None)
    if details.number is not None and others.filter(number=details.number).exists():
        raise RuleError(f"第 {details.number} 届已经登记过了。", "number")
    clash = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=details.since))
    if details.ended_on is not None:
        clash = clash.filter(since__lt=details.ended_on)
    found = clash.order_by("since").first()
    if found is not None:
        raise RuleError(f"和已经登记的{told(found)}在时间上重叠。", "since")


def _check_running(term: Term) -> None:
    if term.ended_on is not None or term.withdrawn_at is not None:
        raise RuleError("这一届已经结束或撤回，不能再办。")


def _check_moved(term: Term, moved_to: date | None) -> None:
    if moved_to is None:
        return
    if moved_to <= term.since:
        raise RuleError("换届日期要在本届开始以后。", "moved_to")
    if moved_to == term.due_on:
        raise RuleError("和届满日期是同一天，不用延期或提前。", "moved_to")
    most = rules_on(term.since).whole(EXTEND_MAX)
    if not months_after(term.due_on, -most) <= moved_to <= months_after(term.due_on, most):
        raise RuleError(
            f"延期或提前一般不超过 {most} 个月（{parameter(EXTEND_MAX).basis}），本届 {term.due_on:%Y-%m-%d} 届满。",
            "moved_to",
        )

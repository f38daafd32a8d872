"""A committee elected for a term, and what becomes of its posts when the term is corrected, ended or withdrawn."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import QuerySet

from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.orgs import actions as orgs
from lianxin.orgs.actions import TermDetails
from lianxin.orgs.models import Organisation, Term
from lianxin.party.actions import appoint_office, end_office
from lianxin.party.actions.common import entry_of, hold
from lianxin.party.actions.offices import APPOINT, END
from lianxin.party.choices import POSTS, Office
from lianxin.party.models import OfficeHolding
from lianxin.party.terms.naming import Post

_CODES = [office.value for office in POSTS]


def elect_committee(
    *, organisation: Organisation, details: TermDetails, posts: Sequence[Post], actor: Actor, once: str = ""
) -> Term:
    """Record a term with those elected; the posts of the term before end the day it begins.

    Whoever took up a post since then keeps it, in this term. A term with an end is a past one: its posts are recorded
    with that end, also of who has left meanwhile.

    Raises ``RuleError`` as for terms and for offices.
    """
    with unit_of_work(actor, once=once) as work:
        term = orgs.record_term(organisation=organisation, details=details, actor=actor)
        if details.ended_on is not None:
            for post in posts:
                _record_past(term, post, work.record)
        else:
            there = _make_way(term, actor)
            for post in posts:
                if (post.member.pk, post.office.value) not in there:
                    _appoint(term, post, actor)
        work.leads_to(str(organisation.pk))
    return term


def correct_committee(*, term: Term, version: int, details: TermDetails, actor: Actor, once: str = "") -> Term:
    """Correct a term; posts that began or ended with it follow its days."""
    begun, ended = term.since, term.ended_on
    with unit_of_work(actor, once=once):
        orgs.correct_term(term=term, version=version, details=details, actor=actor)
        own = OfficeHolding.objects.filter(term=term)
        if term.since != begun:
            before = _posts(term.organisation).filter(until=begun).exclude(term=term)
            if before.filter(since__gt=term.since).exists() or own.filter(until__lt=term.since).exists():
                raise RuleError("有人的任职不在改后的日期里，请先更正那一届或登记任职结束。", "since")
            before.update(until=term.since)
            own.filter(since=begun).update(since=term.since)
        if ended is not None and term.ended_on != ended and term.ended_on is not None:
            own.filter(until=ended, since__lte=term.ended_on).update(until=term.ended_on)
    return term


def end_committee(*, term: Term, version: int, on: date, actor: Actor, once: str = "") -> Term:
    """End a term and the posts still held, with no other to follow yet."""
    with unit_of_work(actor, once=once):
        orgs.end_term(term=term, version=version, on=on, actor=actor)
        for holding in _held(term.organisation):
            end_office(holding=holding, until=on, actor=actor)
    return term


def withdraw_committee(*, term: Term, version: int, reason: str, actor: Actor, once: str = "") -> None:
    """Withdraw a term entered by mistake with the posts entered with it; what ended for it runs again."""
    with unit_of_work(actor, once=once) as work:
        before = orgs.withdraw_term(term=term, version=version, reason=reason, actor=actor)
        own = OfficeHolding.objects.filter(term=term).select_related(*_LOADED)
        for holding in own.filter(since=term.since):
            hold(holding.member, None)
            work.record(entry_of(END, holding.member, changes={"offices": [_name(holding), "撤回"]}, reason=reason))
            holding.delete()
        own.update(term=before)
        if term.ended_on is None:
            _reopen(term)


_LOADED = ("member__person", "member__community__organisation", "organisation")


def _posts(organisation: Organisation) -> QuerySet[OfficeHolding]:
    return OfficeHolding.objects.filter(organisation=organisation, office__in=_CODES)


def _held(organisation: Organisation) -> list[OfficeHolding]:
    return list(_posts(organisation).filter(until__isnull=True).select_related(*_LOADED))


def _make_way(term: Term, actor: Actor) -> set[tuple[object, str]]:
    """End the posts held from before the term; who took one up since stands in it: (member, office)."""
    kept: set[tuple[object, str]] = set()
    for holding in _held(term.organisation):
        if holding.since is None or holding.since < term.since:
            end_office(holding=holding, until=term.since, actor=actor)
        else:
            OfficeHolding.objects.filter(pk=holding.pk).update(term=term)
            kept.add((holding.member_id, holding.office))
    return kept


def _appoint(term: Term, post: Post, actor: Actor) -> None:
    """Appoint one of many: a refusal says who is meant."""
    try:
        appoint_office(
            member=post.member, organisation=term.organisation, office=post.office, since=term.since, actor=actor
        )
    except RuleError as error:
        raise RuleError(f"{post.member.person.name}：{error.message}", post.office.value) from error


def _record_past(term: Term, post: Post, record: Callable[[Entry], object]) -> None:
    member, joined = post.member, post.member.join_date
    if joined is not None and term.ended_on is not None and joined > term.ended_on:
        raise RuleError(f"{member.person.name}那时还没有入党。", post.office.value)
    hold(member, None)
    OfficeHolding.objects.create(
        member=member,
        organisation=term.organisation,
        office=post.office.value,
        term=term,
        since=term.since,
        until=term.ended_on,
    )
    span = f"（{term.since:%Y-%m-%d}至{term.ended_on:%Y-%m-%d}）"
    changes = {"offices": ["", f"{term.organisation.short_name}{post.office.label}{span}"]}
    record(entry_of(APPOINT, member, changes=changes))


def _reopen(term: Term) -> None:
    """Let the posts that ended for the term be held again by who is still on the roll."""
    ended = _posts(term.organisation).filter(until=term.since, member__left_on__isnull=True)
    taken = _posts(term.organisation).filter(office=Office.SECRETARY, until__isnull=True).exists()
    (ended.exclude(office=Office.SECRETARY) if taken else ended).update(until=None)


def _name(holding: OfficeHolding) -> str:
    return f"{holding.organisation.short_name}{holding.get_office_display()}"

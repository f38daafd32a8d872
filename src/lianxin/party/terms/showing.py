"""How terms and posts stand on pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.kernel import clock
from lianxin.orgs.models import Organisation, Term
from lianxin.orgs.parameters import has_terms, term_rule
from lianxin.orgs.registries import Headcount, Section
from lianxin.parameters.queries import rules_on
from lianxin.party.choices import POSTS, Office
from lianxin.party.models import OfficeHolding
from lianxin.party.queries import headcounts
from lianxin.party.rules import VIEW
from lianxin.party.showing import day
from lianxin.party.terms import queries
from lianxin.party.terms.due import Remark, remarks_of, state_of, term_sentence
from lianxin.ui.parts import Fact, Link


@dataclass(frozen=True, slots=True)
class PostLine:
    """Somebody in a post; addresses are empty where the reader may not go."""

    office: str
    name: str
    since: str
    until: str
    url: str
    end_url: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term with those who held its posts."""

    term: Term
    span: str
    posts: list[PostLine]


@dataclass(frozen=True, slots=True)
class Committee:
    """The page of an organisation's leaders: those of today, the former terms, posts outside any term."""

    term: Term | None
    facts: list[Fact]
    remarks: list[Remark]
    present: list[PostLine]
    past: list[TermLine]
    apart: list[PostLine]


def committee_of(organisation: Organisation, terms: Sequence[Term], user: object, *, may_end: bool) -> Committee:
    """Everything about the leaders of one organisation."""
    holders = queries.holders_of(organisation)
    lines = {row.pk: _line(row, user, may_end=may_end) for row in holders}
    current = next((term for term in terms if term.ended_on is None), None)
    past = [term for term in terms if term is not current]
    known = {term.pk for term in past}
    over = [row for row in holders if row.until is not None]
    return Committee(
        current,
        term_facts(current) if current else [],
        _remarks(organisation, current, holders),
        [lines[row.pk] for row in holders if row.until is None],
        [TermLine(term, _span(term), [lines[row.pk] for row in over if row.term_id == term.pk]) for term in past],
        [lines[row.pk] for row in over if row.term_id not in known],
    )


def term_facts(term: Term) -> list[Fact]:
    """The facts of the term that runs."""
    state = state_of(term, rules_on(), clock.today())
    moved = ""
    if term.moved_to:
        word = "延期到" if term.moved_to > term.due_on else "提前到"
        moved = f"{word}{day(term.moved_to)}（{term.moved_document_no}，{term.moved_reason}）"
    return [
        Fact("届次", term.title),
        Fact("情况", state.label),
        Fact("本届起", day(term.since)),
        Fact("届满日期", day(term.due_on), note=f"任期 {term.years} 年。{term.basis}"),
        *([Fact("批准延期或提前", moved, wide=True)] if moved else []),
        Fact("选举日期", day(term.elected_on)),
        Fact("批复", "，".join(filter(None, (day(term.approved_on), term.approval_no)))),
    ]


def section_of(user: object, organisation: Organisation) -> Section:
    """What the organisation's own page says of its leaders."""
    held = queries.holders_of(organisation)
    leaders = [row for row in held if row.until is None and row.office in (Office.SECRETARY, Office.GROUP_LEADER)]
    facts = [Fact(row.get_office_display(), row.member.person.name, url=_member_url(row, user)) for row in leaders]
    if not has_terms(organisation):
        return Section(facts)
    term = queries.terms_on([organisation.pk], clock.today()).get(organisation.pk)
    url = reverse("party:terms", args=[organisation.pk])
    facts.append(Fact("本届班子", term_sentence(term) if term else "没有登记届次", url=url, wide=True))
    remarks = [remark.text for remark in _remarks(organisation, term, held) if remark.tone != "info"]
    return Section(facts, remarks, [Link("班子和任期", url)])


def election_initial(organisation: Organisation, terms: Sequence[Term]) -> dict[str, Any]:
    """What an election's form begins with: the next number and those in post, of whom many are chosen again."""
    last = next((term for term in terms if term.number), None)
    held = [row for row in queries.holders_of(organisation) if row.until is None]
    names = {
        office.value: "、".join(row.member.person.name for row in held if row.office == office) for office in POSTS
    }
    return {"number": last.number + 1 if last and last.number else None, "rule": term_rule(organisation), **names}


def _remarks(organisation: Organisation, term: Term | None, holders: Collection[OfficeHolding]) -> list[Remark]:
    counts: Mapping[str, Headcount] = headcounts([organisation.path])
    return remarks_of(organisation, term, holders, counts.get(organisation.path), rules_on(), clock.today())


def _line(row: OfficeHolding, user: object, *, may_end: bool) -> PostLine:
    end = may_end and row.until is None
    return PostLine(
        row.get_office_display(),
        row.member.person.name,
        day(row.since) or "不详",
        day(row.until),
        _member_url(row, user),
        reverse("party:seat_end", args=[row.organisation_id, row.pk]) if end else "",
    )


def _member_url(row: OfficeHolding, user: object) -> str:
    return reverse("party:member", args=[row.member_id]) if scope_of(user, VIEW).covers(row.member.path) else ""


def _span(term: Term) -> str:
    return f"{day(term.since)}至{day(term.ended_on)}"

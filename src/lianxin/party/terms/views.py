"""The leaders of an organisation: who they are, elections, extensions, ends, seats filled between elections."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from lianxin.access.scope import scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.orgs.actions import move_election
from lianxin.orgs.editing import FormPage, answer_form, sent
from lianxin.orgs.models import Organisation, Term
from lianxin.orgs.parameters import has_terms
from lianxin.orgs.queries import organisations_visible_to, terms_of, terms_visible_to
from lianxin.orgs.rules import VIEW
from lianxin.party.actions import appoint_office, end_office
from lianxin.party.choices import Office
from lianxin.party.rules import APPOINT, RECORD_TERMS
from lianxin.party.terms import actions, forms, queries, showing
from lianxin.party.terms.naming import posts_from

TERM_FIELDS = ("number", "since", "elected_on", "rule", "approved_on", "approval_no", "ended_on")


@require_GET
@allowed(VIEW)
def terms(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The leaders of one organisation: today's, former terms, what is due."""
    row = get_visible_or_404(organisations_visible_to(request.user), pk)
    standing = row.dissolved_on is None
    may_appoint = standing and scope_of(request.user, APPOINT).covers(row.path)
    may_record = standing and has_terms(row) and scope_of(request.user, RECORD_TERMS).covers(row.path)
    committee = showing.committee_of(row, list(terms_of(row)), request.user, may_end=may_appoint)
    context = {
        "organisation": row,
        "committee": committee,
        "has_terms": has_terms(row),
        "may_record": may_record,
        "may_appoint": may_appoint and row.community_id is not None,
    }
    return render(request, "party/terms/committee.html", context)


@require_http_methods(["GET", "POST"])
@allowed(RECORD_TERMS)
def elect(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A term with those elected."""
    row = _organisation(request, pk, RECORD_TERMS)
    initial = showing.election_initial(row, list(terms_of(row)))
    form = forms.ElectionForm(sent(request), initial=initial)
    lead = "选举、批复以后在这里登记一次：新一届的届次和班子，上一届和原来的任职同一天自动结束。已填的是现任，改动的改掉就行。"
    return _elected(request, row, form, FormPage(f"{row.short_name}登记换届", lead, _page(row), "登记", columns=2))


@require_http_methods(["GET", "POST"])
@allowed(RECORD_TERMS)
def elect_past(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A former term, written in afterwards."""
    row = _organisation(request, pk, RECORD_TERMS)
    form = forms.PastTermForm(sent(request), initial={"rule": showing.election_initial(row, [])["rule"]})
    lead = "把以前的届次补进来，历届一目了然；已经离开名册的人也认得出。"
    return _elected(
        request, row, form, FormPage(f"{row.short_name}补记以前的届次", lead, _page(row), "补记", columns=2)
    )


@require_http_methods(["GET", "POST"])
@allowed(RECORD_TERMS)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A slip in a term."""
    term = _term(request, pk)
    kind = forms.CorrectPastTermForm if term.ended_on else forms.CorrectTermForm
    form = kind(sent(request, _initial(term)), initial=_initial(term))

    def act() -> None:
        actions.correct_committee(
            term=term,
            version=form.cleaned_data["version"],
            details=form.details(),
            actor=actor_of(request),
            once=once_of(request),
        )

    lead = "只改写错的；跟着本届开始、结束的任职日期一起改。"
    return _write(request, term.organisation, form, act, (f"更正{term.title}", lead, "更正", "届次已经更正。"))


@require_http_methods(["GET", "POST"])
@allowed(RECORD_TERMS)
def move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An election put off or brought forward."""
    term = _term(request, pk)
    form = forms.MoveElectionForm(sent(request, _moved(term)), initial=_moved(term))

    def act() -> None:
        data = form.cleaned_data
        move_election(
            term=term,
            version=data["version"],
            moved_to=data["moved_to"],
            reason=data["reason"],
            document_no=data["document_no"],
            actor=actor_of(request),
            once=once_of(request),
        )

    lead = f"{term.organisation.short_name}{term.title} {term.due_on:%Y-%m-%d} 届满。上级批准延期或提前的登记在这里，批准了才不算超期。"
    texts = ("延期或提前换届", lead, "登记", "登记好了，提醒按批准的日期算。")
    return _write(request, term.organisation, form, act, texts, _moved)


@require_http_methods(["GET", "POST"])
@allowed(RECORD_TERMS)
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The end of a term that no other follows."""
    term = _term(request, pk)
    form = forms.EndTermForm(sent(request), initial={"version": term.version})

    def act() -> None:
        data = form.cleaned_data
        actions.end_committee(
            term=term, version=data["version"], on=data["on"], actor=actor_of(request), once=once_of(request)
        )

    lead = "没有下一届接上时才用；换届请用“登记换届”，上一届会自动结束。"
    return _write(
        request, term.organisation, form, act, (f"{term.title}结束", lead, "登记", "本届已经结束。"), _version
    )


@require_http_methods(["GET", "POST"])
@allowed(RECORD_TERMS)
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A term entered by mistake."""
    term = _term(request, pk)
    form = forms.WithdrawTermForm(sent(request), initial={"version": term.version})

    def act() -> None:
        data = form.cleaned_data
        actions.withdraw_committee(
            term=term, version=data["version"], reason=data["reason"], actor=actor_of(request), once=once_of(request)
        )

    lead = "误登了才撤回：和它一起登记的任职一并撤回，因它结束的上一届和任职恢复。"
    texts = (f"撤回{term.title}", lead, "撤回", "撤回了，上一届恢复原样。")
    return _write(request, term.organisation, form, act, texts, _version)


@require_http_methods(["GET", "POST"])
@allowed(APPOINT)
def seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody chosen between elections."""
    row = _organisation(request, pk, APPOINT)
    form = forms.SeatForm(sent(request), organisation=row)

    def act() -> None:
        data = form.cleaned_data
        office = data["office"]
        for post in posts_from(row, {office: data["name"]}):
            appoint_office(
                member=post.member,
                organisation=row,
                office=Office(office),
                since=data["since"],
                actor=actor_of(request),
                once=once_of(request),
            )

    lead = "任期中间补选、增补、任命的在这里登记；整个班子换届请用“登记换届”。"
    return _write(request, row, form, act, (f"{row.short_name}补选或增补", lead, "登记", "任职登记好了。"))


@require_http_methods(["GET", "POST"])
@allowed(APPOINT)
def seat_end(request: HttpRequest, pk: uuid.UUID, office: uuid.UUID) -> HttpResponse:
    """A post laid down between elections."""
    row = _organisation(request, pk, APPOINT)
    held = queries.seats_of(row)
    holding = get_visible_or_404(held, office)
    form = forms.SeatEndForm(sent(request))

    def act() -> None:
        end_office(holding=holding, until=form.cleaned_data["until"], actor=actor_of(request), once=once_of(request))

    name = f"{holding.member.person.name}不再担任{holding.get_office_display()}"
    return _write(request, row, form, act, (name, "辞职、调离、免职以后登记，经历留着。", "登记", "任职结束登记好了。"))


def _elected(request: HttpRequest, row: Organisation, form: forms.ElectionForm, page: FormPage) -> HttpResponse:
    if not has_terms(row):
        messages.error(request, f"{row.get_kind_display()}不按届选举，没有届次可登记。")
        return redirect(_page(row))

    def act() -> str:
        details = form.details()
        posts = posts_from(row, form.names(), past=details.ended_on is not None)
        term = actions.elect_committee(
            organisation=row, details=details, posts=posts, actor=actor_of(request), once=once_of(request)
        )
        messages.success(request, f"{term.title}登记好了，{term.ends_on:%Y-%m-%d} 届满。")
        return _page(row)

    return answer_form(request, form, act, page)


def _write(
    request: HttpRequest,
    row: Organisation,
    form: django_forms.Form,
    write: Callable[[], None],
    texts: tuple[str, str, str, str],
    initial_of: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Answer a form; ``texts``: heading, lead, button, what is said when it is done."""
    heading, lead, submit, done = texts

    def act() -> str:
        write()
        messages.success(request, done)
        return _page(row)

    return answer_form(request, form, act, FormPage(heading, lead, _page(row), submit), initial_of or _initial)


def _organisation(request: HttpRequest, pk: uuid.UUID, code: str) -> Organisation:
    return get_visible_or_404(organisations_visible_to(request.user, code).select_related("parent"), pk)


def _term(request: HttpRequest, pk: uuid.UUID) -> Term:
    return get_visible_or_404(terms_visible_to(request.user, RECORD_TERMS), pk)


def _page(row: Organisation) -> str:
    return reverse("party:terms", args=[row.pk])


def _version(term: Term) -> dict[str, Any]:
    return {"version": term.version}


def _initial(term: Term) -> dict[str, Any]:
    return {"version": term.version, **{name: getattr(term, name) for name in TERM_FIELDS}}


def _moved(term: Term) -> dict[str, Any]:
    return {
        "version": term.version,
        "moved_to": term.moved_to,
        "reason": term.moved_reason,
        "document_no": term.moved_document_no,
    }

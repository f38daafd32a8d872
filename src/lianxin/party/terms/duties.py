"""What the rules demand of the leaders of organisations, for 今日 (domain §1.1, §1.2)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse

from lianxin.access.scope import Scope, scope_of
from lianxin.declare.duties import Duty, DutyKind
from lianxin.kernel.months import months_after
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Organisation
from lianxin.orgs.parameters import (
    BRANCH_COMMITTEE_RULES,
    BRANCH_MIN,
    BRANCH_RULES,
    BRANCH_SOFT_MAX,
    REMIND_AHEAD,
)
from lianxin.orgs.queries import elections_by, organisations_visible_to, terms_visible_to
from lianxin.orgs.registries import Headcount
from lianxin.parameters.queries import Rules, rules_on
from lianxin.party.queries import headcounts
from lianxin.party.rules import RECORD_TERMS
from lianxin.party.terms import queries
from lianxin.party.terms.due import committee_sentence, needs_committee, term_sentence, vacancy_sentence

AT_MOST = 10
"""Single lines of a sort; what is more stands in one line that leads to the ledger."""
FEW_MEMBERS = 3000
FEW_BRANCHES = 200
"""Up to here sizes are counted for the first page of the day; a larger scope sees them on the organisations' pages."""
SIZED = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)


def duties_of(user: AbstractBaseUser, today: date) -> Iterable[Duty]:
    """What is due about terms, secretaries and sizes within the scope of who records them; at most nine queries."""
    scope = scope_of(user, RECORD_TERMS)
    if not scope:
        return
    rules = rules_on(today)
    rows = queries.electing(organisations_visible_to(user, RECORD_TERMS))
    yield from _elections(user, rules, today)
    yield from _vacancies(rows)
    yield from _unrecorded(rows)
    yield from _sizes(rows, scope, rules)


def _elections(user: AbstractBaseUser, rules: Rules, today: date) -> Iterator[Duty]:
    ahead = rules.whole(REMIND_AHEAD)
    terms = elections_by(terms_visible_to(user, RECORD_TERMS), months_after(today, ahead))
    found = list(terms[: AT_MOST + 1])
    for term in found[:AT_MOST]:
        yield Duty(
            DutyKind.RULE,
            "换届",
            term.organisation.short_name,
            "登记换届",
            _page(term.organisation),
            note=f"{term_sentence(term)}。需要延期、提前的，报上级批准",
            basis=term.basis,
            since=months_after(term.ends_on, -ahead),
            due_on=term.ends_on,
        )
    if len(found) > AT_MOST:
        url = f"{reverse('reports:ledger', args=['terms'])}?state=soon"
        yield Duty(DutyKind.RULE, "换届", "还有其他党组织", "看台账", url, note="到换届日期的不止上面这些。")


def _vacancies(rows: QuerySet[Organisation]) -> Iterator[Duty]:
    found = list(queries.without_secretary(rows)[: AT_MOST + 1])
    for row in found[:AT_MOST]:
        yield Duty(
            DutyKind.WISH,
            "书记空缺",
            row.short_name,
            "登记书记",
            _page(row),
            note=vacancy_sentence(row.vacant_since),
            since=row.vacant_since,
        )
    if len(found) > AT_MOST:
        url = reverse("reports:ledger", args=["terms"])
        yield Duty(DutyKind.WISH, "书记空缺", "还有其他党组织", "看台账", url, note="没有书记的不止上面这些。")


def _unrecorded(rows: QuerySet[Organisation]) -> Iterator[Duty]:
    found = list(queries.without_term(rows)[: AT_MOST + 1])
    if not found:
        return
    names = "、".join(row.short_name for row in found[:3])
    more = " 等" if len(found) > 3 else ""
    url = f"{reverse('reports:ledger', args=['terms'])}?state=none" if len(found) > 1 else _page(found[0])
    yield Duty(
        DutyKind.WISH,
        "登记届次",
        f"{names}{more}",
        "去登记" if len(found) == 1 else "看是哪些",
        url,
        note="登记了届次，系统才能在届满以前提醒换届。",
        count=len(found),
    )


def _sizes(rows: QuerySet[Organisation], scope: Scope, rules: Rules) -> Iterator[Duty]:
    branches = list(rows.filter(kind__in=[kind.value for kind in SIZED])[: FEW_BRANCHES + 1])
    if not branches or len(branches) > FEW_BRANCHES or queries.more_members_than(scope, FEW_MEMBERS):
        return
    counts = headcounts([row.path for row in branches])
    present = queries.committee_sizes(branches)
    yield from _few(branches, counts, rules)
    for row in branches:
        count = counts[row.path]
        if count.members > rules.whole(BRANCH_SOFT_MAX):
            note = f"有党员 {count.members} 名，一般不超过 {rules.whole(BRANCH_SOFT_MAX)} 名，可分设支部或升为党总支。"
            yield _size("支部党员超过一般规模", row, DutyKind.WISH, note, BRANCH_RULES)
        elif needs_committee(row, count, present.get(row.pk, 0), rules):
            yield _size("设支部委员会", row, DutyKind.RULE, committee_sentence(count, rules), BRANCH_COMMITTEE_RULES)


def _few(branches: Sequence[Organisation], counts: Any, rules: Rules) -> Iterator[Duty]:  # noqa: ANN401 - a mapping of head counts
    least = rules.whole(BRANCH_MIN)
    for row in branches:
        count: Headcount = counts[row.path]
        if count.full < least and count.members:
            note = f"正式党员 {count.full} 名，不足 {least} 名，应与邻近单位联合建立支部。"
            yield _size("正式党员不足", row, DutyKind.RULE, note, BRANCH_RULES)


def _size(what: str, row: Organisation, kind: DutyKind, note: str, basis: str) -> Duty:
    return Duty(kind, what, row.short_name, "看看怎么办", _page(row), note=note, basis=basis)


def _page(row: Organisation) -> str:
    return reverse("party:terms", args=[row.pk])

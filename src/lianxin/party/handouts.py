"""The list of members as a source of sheets: the filters of the list, its order, nothing that is masked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from lianxin.access.models import User
from lianxin.access.scope import Scope
from lianxin.declare.handouts import MOST_ON_HANDOUTS, HandoutRow, HandoutSource
from lianxin.kernel.partial_dates import PartialDate
from lianxin.party import queries
from lianxin.party.choices import Category, Employment
from lianxin.party.forms import narrowing
from lianxin.party.forms.lists import MemberFilterForm
from lianxin.party.queries.lists import COLUMNS as COLUMNS_OF_LIST
from lianxin.party.rules import VIEW
from lianxin.ui.forms import filters_told

COLUMNS = (
    ("branch", "所在党支部"),
    ("sex", "性别"),
    ("birth", "出生年月"),
    ("category", "人员类别"),
    ("employment", "在职离退"),
    ("residence", "现居住地"),
)
_SEXES = {"1": "男", "2": "女"}
_CATEGORIES, _EMPLOYMENTS = dict(Category.choices), dict(Employment.choices)


def _rows(user: User, scope: Scope, query: QueryDict) -> Sequence[HandoutRow]:
    words = query.get("q", "").strip()[:64]
    places = queries.places_in(scope)
    filters, _ = narrowing(places, query)
    found = queries.search_members(user, words) if words else None
    rows = queries.member_list(scope, replace(filters, found=found), places)
    ordered = rows.values(*COLUMNS_OF_LIST, "person__residence").order_by("name_key", "id")
    return [_row(row) for row in ordered[: MOST_ON_HANDOUTS + 1]]


def _row(row: Mapping[str, Any]) -> HandoutRow:
    birth = PartialDate.of(row["person__birth_date"], row["person__birth_precision"])
    group = row["group__short_name"]
    return HandoutRow(
        name=row["person__name"],
        courtesy="同志",
        address=row["person__residence"],
        cells={
            "branch": row["organisation__short_name"] + (f" {group}" if group else ""),
            "sex": _SEXES.get(row["person__sex"], ""),
            "birth": birth.chinese() if birth else "",
            "category": _CATEGORIES.get(row["category"], ""),
            "employment": _EMPLOYMENTS.get(row["employment"], ""),
            "residence": row["person__residence"],
        },
    )


def _told(scope: Scope, query: QueryDict) -> str:
    form = MemberFilterForm(query, places=queries.places_in(scope))
    form.is_valid()
    return filters_told(form)


MEMBERS = HandoutSource("party.members", "党员名单", VIEW, "party:members", COLUMNS, _rows, _told)

"""党员花名册.

Rows are tuples of ``FIELDS``, read straight from one query: a roster of a hundred thousand is a stream of them, and
building an object for each would take most of the time.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse

from lianxin.access.scope import Scope
from lianxin.declare.ledgers import CellKind, Choice, Column, Filter, Ledger, LedgerQuery, LedgerScope
from lianxin.declare.rows import beyond, cursor_of
from lianxin.kernel.codes import EDUCATION, ETHNICITY, SEX
from lianxin.kernel.crypto import keyring
from lianxin.kernel.identity_numbers import mask_id_number
from lianxin.kernel.partial_dates import PartialDate
from lianxin.kernel.phones import mask_phone
from lianxin.kernel.standing import political_birthday_years, standing_years
from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.orgs.models import Organisation
from lianxin.party.choices import Category, Employment, Floating
from lianxin.party.models import Member
from lianxin.party.queries import NO_FLOATING, in_organisation, on_roll
from lianxin.party.rules import REVEAL_ID_NUMBER, VIEW_LEDGERS
from lianxin.residents.models import ID_NUMBER, PHONE

KEYS = ("name_key", "id")
CHUNK = 2000
MOST_BRANCHES = 300
FIELDS = (
    "id_text",
    "name_key",
    "person_text",
    "person__name",
    "person__sex",
    "person__ethnicity",
    "birth_text",
    "person__birth_precision",
    "person__id_number_sealed",
    "person__education",
    "category_then",
    "joined_text",
    "join_precision",
    "full_text",
    "full_precision",
    "party_age_adj",
    "branch_then",
    "team_then",
    "employment_then",
    "floating_then",
    "new_economy_then",
    "post_in_party",
    "job_post",
    "person__employer",
    "person__mobile_sealed",
    "person__residence",
)
(
    _ID, _KEY, _PERSON, _NAME, _SEX, _ETHNICITY, _BIRTH, _BIRTH_PRECISION, _NUMBER, _EDUCATION,
    _CATEGORY, _JOINED, _JOINED_PRECISION, _FULL, _FULL_PRECISION, _ADJUSTMENT, _BRANCH, _TEAM,
    _EMPLOYMENT, _FLOATING, _NEW_ECONOMY, _OFFICE, _POST, _EMPLOYER, _MOBILE, _RESIDENCE,
) = range(len(FIELDS))  # fmt: skip
_AS_OF = len(FIELDS)
"""Behind its fields each row carries the ledger's day."""

_TEXTS = {
    "id_text": "id",
    "person_text": "person_id",
    "birth_text": "person__birth_date",
    "joined_text": "join_date",
    "full_text": "full_date",
}
"""Identifiers and dates come as text: turning each into an object takes as long as reading the row."""

Row = tuple[Any, ...]
Text = Callable[[Row], str]
Day = Callable[[Row], date | str | None]


@dataclass(frozen=True, slots=True)
class MemberRows:
    """The rows of the roster in the order of names."""

    queryset: QuerySet[Member]
    bare: QuerySet[Member]
    """The same without names, for counting."""
    as_of: date

    @property
    def _ordered(self) -> QuerySet[Member]:
        texts = {name: Cast(field, CharField()) for name, field in _TEXTS.items()}
        return self.queryset.annotate(**texts).order_by(*KEYS)

    def count(self) -> int:
        """How many there are; asked only where the scope bounds them."""
        return self.bare.count()

    def page(self, after: str, size: int) -> tuple[Sequence[Row], str]:
        """``size`` rows after the key, and the key of the next page ("" at the end)."""
        condition = beyond(self.queryset, KEYS, after) if after else None
        rows = self._ordered
        found = list((rows if condition is None else rows.filter(condition)).values_list(*FIELDS)[: size + 1])
        shown = [(*row, self.as_of) for row in found[:size]]
        following = cursor_of({"name_key": shown[-1][_KEY], "id": shown[-1][_ID]}, KEYS) if len(found) > size else ""
        return shown, following

    def stream(self) -> Iterator[Row]:
        """All rows, read in chunks."""
        day = (self.as_of,)
        for row in self._ordered.values_list(*FIELDS).iterator(chunk_size=CHUNK):
            yield row + day


def members_in(query: LedgerQuery, *, named: bool = False) -> QuerySet[Member]:
    """Members on the roll on the ledger's day, as :func:`on_roll` has them; who flows in only when asked for.

    Whatever else counts or lists members by this ledger's 口径 begins here, so that figures agree.
    """
    return on_roll(query.as_of, named=named).filter(_scope(query.scope) & _filters(query.filters))


def member_rows(query: LedgerQuery) -> MemberRows:
    """The ledger's rows."""
    return MemberRows(members_in(query, named=True), members_in(query), query.as_of)


def _filters(chosen: Mapping[str, str]) -> Q:
    wanted = _floating(chosen.get("floating", ""))
    if branch := _identifier(chosen.get("branch", "")):
        wanted &= Q(organisation_then=branch)
    if category := chosen.get("category", ""):
        wanted &= Q(category_then=category)
    if employment := chosen.get("employment", ""):
        wanted &= Q(employment_then=employment)
    return wanted


def _scope(scope: Scope) -> Q:
    """The scope on the day: a whole community keeps its members, below it the place of that day decides."""
    if len(scope.paths) == 1 and not scope.things:
        organisation = Organisation.objects.filter(path=scope.paths[0]).first()
        if organisation is not None and organisation.community_id == organisation.pk:
            return in_organisation(organisation)
    return scope.q("path_then", residents__person="person_id")


def _identifier(text: str) -> uuid.UUID | None:
    """A branch's identifier; for a text that is none an identifier nobody has."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return uuid.UUID(int=0)


def _floating(chosen: str) -> Q:
    if chosen == NO_FLOATING:
        return Q(floating_then="")
    return Q(floating_then=chosen) if chosen else ~Q(floating_then=Floating.INWARD.value)


def _at(place: int) -> Text:
    return lambda row: row[place]


def _label(labels: dict[str, str], place: int) -> Text:
    get = labels.get

    def label(row: Row) -> str:
        code = row[place]
        return get(code, code) or ""

    return label


def _day(place: int, precision: int) -> Day:
    """A whole date as a date, a coarser one as it is known: 1957-07."""
    lengths = {"m": 7, "y": 4}

    def day(row: Row) -> date | str | None:
        text: str | None = row[place]
        if text is None:
            return None
        return date.fromisoformat(text) if row[precision] == "d" else text[: lengths[row[precision]]]

    return day


_written_full = _day(_FULL, _FULL_PRECISION)


def _full_date(row: Row) -> date | str | None:
    """The day of full membership, once it has come."""
    written = _written_full(row)
    return None if written is None or date.fromisoformat(row[_FULL]) > row[_AS_OF] else written


def _birthday(row: Row) -> int | None:
    """The number of the latest political birthday on the ledger's day."""
    return _years_since(row[_JOINED], row[_JOINED_PRECISION], row[_AS_OF])


def _standing(row: Row) -> str:
    """党龄 on the ledger's day, of full members."""
    if row[_CATEGORY] != Category.FULL:
        return ""
    return _standing_between(
        row[_JOINED], row[_JOINED_PRECISION], row[_FULL], row[_FULL_PRECISION], row[_ADJUSTMENT], row[_AS_OF]
    )


# Whole intakes joined on one day and became full on another: few pairs of dates, many members.
@lru_cache(maxsize=20_000)
def _years_since(joined: str | None, precision: str, on: date) -> int | None:
    return political_birthday_years(_partial(joined, precision), on)


@lru_cache(maxsize=20_000)
def _standing_between(
    joined: str | None, joined_precision: str, full: str | None, full_precision: str, adjustment: int, on: date
) -> str:
    standing = standing_years(_partial(joined, joined_precision), _partial(full, full_precision), adjustment, on)
    return standing.chinese() if standing else ""


def _partial(text: str | None, precision: str) -> PartialDate | None:
    return PartialDate.of(date.fromisoformat(text) if text else None, precision)


def _sealed(place: int, context: str) -> Text:
    def clear(row: Row) -> str:
        sealed = row[place]
        return keyring().open(sealed, f"{context}:{_dashed(row[_PERSON])}") if sealed else ""

    return clear


def _dashed(identifier: str) -> str:
    """An identifier as it stands in a seal's context; SQLite keeps it without dashes."""
    if len(identifier) != 32:
        return identifier
    parts = (identifier[:8], identifier[8:12], identifier[12:16], identifier[16:20], identifier[20:])
    return "-".join(parts)


_id_number = _sealed(_NUMBER, ID_NUMBER)
_mobile = _sealed(_MOBILE, PHONE)


def _masked_id_number(row: Row) -> str:
    number = _id_number(row)
    return f"{number[:6]}********{number[14:]}" if len(number) == 18 else mask_id_number(number)


def _masked_mobile(row: Row) -> str:
    """What is stored as eleven digits is masked without reading it again."""
    number = _mobile(row)
    return f"{number[:3]}****{number[7:]}" if len(number) == 11 and number.isdecimal() else mask_phone(number)


def branches(scope: LedgerScope) -> Sequence[Choice]:
    """The branches in scope that stand today."""
    rows = Organisation.objects.filter(kind__in=BRANCH_KINDS, dissolved_on__isnull=True).order_by("path")
    inside = scope.narrow(rows, "path") if isinstance(scope, Scope) else rows.none()
    return [Choice(str(pk), name) for pk, name in inside.values_list("pk", "short_name")[:MOST_BRANCHES]]


def _choices(pairs: Sequence[tuple[str, str]]) -> Callable[[LedgerScope], Sequence[Choice]]:
    choices = [Choice(value, str(label)) for value, label in pairs]
    return lambda _: choices


def _basis(query: LedgerQuery) -> str:
    if query.filters.get("floating") == Floating.INWARD:
        return "口径：当天流入本社区、组织关系不在本社区的党员，不计入党员总数。"
    return "口径：当天组织关系在本级和下级的正式党员、预备党员，含流出党员；流入党员不计入，用“流动”筛选另列。党龄按当天计。"


MEMBERS = Ledger(
    name="members",
    title="党员花名册",
    app="party",
    purpose="有哪些党员、在哪个支部、什么时候入党。",
    action=VIEW_LEDGERS,
    columns=[
        Column(
            "name",
            "姓名",
            _at(_NAME),
            width=10,
            present=True,
            href=lambda row: reverse("party:member", args=[_dashed(row[_ID])]),
        ),
        Column("sex", "性别", _label(dict(SEX.labels), _SEX), width=6, present=True),
        Column("ethnicity", "民族", _label(dict(ETHNICITY.labels), _ETHNICITY), width=8, present=True),
        Column("birth_date", "出生日期", _day(_BIRTH, _BIRTH_PRECISION), CellKind.DATE, width=12, present=True),
        Column(
            "id_number",
            "公民身份号码",
            _id_number,
            width=20,
            sensitive=True,
            masked=_masked_id_number,
            present=True,
        ),
        Column("education", "学历", _label(dict(EDUCATION.labels), _EDUCATION), width=12, present=True),
        Column("category", "人员类别", _label(dict(Category.choices), _CATEGORY), width=10),
        Column("join_date", "入党日期", _day(_JOINED, _JOINED_PRECISION), CellKind.DATE, width=12, present=True),
        Column("full_date", "转正日期", _full_date, CellKind.DATE, width=12, present=True),
        Column("standing", "党龄", _standing, width=10),
        Column("political_birthday", "政治生日（周年）", _birthday, CellKind.NUMBER, width=9),
        Column("branch", "所在党支部", _at(_BRANCH), width=14),
        Column("group", "党小组", _at(_TEAM), width=12),
        Column("post_in_party", "党内职务", _at(_OFFICE), width=12, present=True, on_page=False),
        Column("employment", "在职离退情况", _label(dict(Employment.choices), _EMPLOYMENT), width=10),
        Column("floating", "流动情况", _label(dict(Floating.choices), _FLOATING), width=8),
        Column("new_economy", "两新组织从业", lambda row: "是" if row[_NEW_ECONOMY] else "", width=8, on_page=False),
        Column("job_post", "工作岗位", _at(_POST), width=16, present=True, on_page=False),
        Column("employer", "工作单位及职务", _at(_EMPLOYER), width=20, present=True, on_page=False),
        Column(
            "mobile",
            "手机",
            _mobile,
            width=14,
            sensitive=True,
            masked=_masked_mobile,
            present=True,
        ),
        Column("residence", "现居住地", _at(_RESIDENCE), width=28, present=True),
    ],
    rows=member_rows,
    basis=_basis,
    filters=[
        Filter("branch", "党支部", branches),
        Filter("category", "人员类别", _choices(Category.choices)),
        Filter("employment", "在职离退", _choices(Employment.choices)),
        Filter("floating", "流动", _choices([*Floating.choices, (NO_FLOATING, "不是流动党员")])),
    ],
    reveal_action=REVEAL_ID_NUMBER,
)

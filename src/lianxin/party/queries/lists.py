"""The list of members: filtered, in the order of names, read by key."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from lianxin.access.models import User
from lianxin.access.scope import Scope, scope_of
from lianxin.kernel.crypto import keyring
from lianxin.kernel.identity_numbers import IdentityNumber, IdentityNumberError
from lianxin.kernel.phones import is_mobile, tidy_phone
from lianxin.orgs.choices import BRANCH_KINDS, OrganisationKind
from lianxin.orgs.models import Community, Organisation
from lianxin.party.choices import Category, Employment, Floating
from lianxin.party.finding import KIND
from lianxin.party.models import Member, OfficeHolding
from lianxin.party.queries.visible import Place, in_organisation, in_scope, members_visible_to, person_with_number
from lianxin.party.rules import CHANGE, VIEW
from lianxin.residents.models import ID_NUMBER, PHONE, Person
from lianxin.search.index import find_ids

FOUND_AT_MOST = 200
NO_FLOATING = "none"
"""In filters, where "" means all: neither flows in nor out."""

COLUMNS = (
    "id",
    "name_key",
    "person__name",
    "person__sex",
    "person__birth_date",
    "person__birth_precision",
    "category",
    "employment",
    "floating",
    "new_economy",
    "join_date",
    "join_precision",
    "organisation_id",
    "community_id",
    "organisation__kind",
    "organisation__short_name",
    "group__short_name",
    "is_complete",
    "left_on",
    "left_kind",
)


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What a list is narrowed to; empty values narrow nothing. ``found`` are answers of a search."""

    branch: Place | None = None
    category: str = ""
    employment: str = ""
    floating: str = ""
    new_economy: bool = False
    incomplete: bool = False
    unassigned: bool = False
    left: bool = False
    found: Sequence[uuid.UUID] | None = None


def member_list(scope: Scope, filters: ListFilters, places: Sequence[Place] | None = None) -> Any:  # noqa: ANN401 - a query of dictionaries, for which the stubs have no name
    """Rows of ``COLUMNS`` of the members in scope, to be paged by (name_key, id); no row costs a query."""
    rows = Member.objects.filter(in_scope(scope, places), left_on__isnull=not filters.left)
    if filters.branch is not None:
        rows = rows.filter(in_organisation(filters.branch))
    rows = _by_aspects(rows, filters)
    if filters.incomplete:
        rows = rows.filter(is_complete=False)
    if filters.unassigned:
        rows = unassigned(rows, scope)
    if filters.found is not None:
        rows = rows.filter(pk__in=filters.found)
    return rows.values(*COLUMNS)


def _by_aspects(rows: QuerySet[Member], filters: ListFilters) -> QuerySet[Member]:
    if filters.category in Category.values:
        rows = rows.filter(category=filters.category)
    if filters.employment in Employment.values:
        rows = rows.filter(employment=filters.employment)
    if filters.floating == NO_FLOATING:
        rows = rows.filter(floating="")
    elif filters.floating in Floating.values:
        rows = rows.filter(floating=filters.floating)
    return rows.filter(new_economy=True) if filters.new_economy else rows


def unassigned(rows: QuerySet[Member], scope: Scope) -> QuerySet[Member]:
    """待分支部: the relation stands in the community's own organisation, which is not itself a branch."""
    own = scope.narrow(Organisation.objects.filter(community=F("pk")), "path").exclude(kind__in=BRANCH_KINDS)
    return rows.filter(organisation__in=list(own.values_list("pk", flat=True)), left_on__isnull=True)


def incomplete(rows: QuerySet[Member]) -> QuerySet[Member]:
    """资料不全: a required field of the record is not known."""
    return rows.filter(is_complete=False, left_on__isnull=True)


def search_members(user: User, query: str) -> list[uuid.UUID]:
    """Members the user may see who answer a query by characters, pinyin or initials, at most 200."""
    scope = scope_of(user, VIEW)
    paths = ("",) if scope.everything else scope.paths
    return find_ids(query, paths, KIND, FOUND_AT_MOST)


def looks_like_number(query: str) -> bool:
    """Whether a query is an identity number or a mobile: looked up exactly, never put into an address."""
    return _identity_number(query) is not None or is_mobile(query)


def look_up_number(user: User, query: str) -> Member | None:
    """The one visible member with exactly this identity number or mobile."""
    rows = members_visible_to(user)
    index = keyring().index
    number = _identity_number(query)
    if number is not None:
        rows = person_with_number(rows, id_index=index(number.number, ID_NUMBER))
    elif is_mobile(query):
        rows = person_with_number(rows, mobile_index=index(tidy_phone(query), PHONE))
    else:
        return None
    return rows.order_by(F("left_on").desc(nulls_first=True), "pk").first()


def _identity_number(query: str) -> IdentityNumber | None:
    try:
        return IdentityNumber.parse(query)
    except IdentityNumberError:
        return None


def communities_to_register_in(user: User) -> QuerySet[Community]:
    """Communities in which the user may register members."""
    rows = Community.objects.select_related("organisation").order_by("organisation__path")
    return scope_of(user, CHANGE).narrow(rows, "organisation__path")


def places_of(community: Community) -> list[Organisation]:
    """The branches and groups of a community that stand today, in the order of the tree, parents loaded."""
    rows = Organisation.objects.filter(
        community=community.pk, kind__in=[*BRANCH_KINDS, OrganisationKind.GROUP], dissolved_on__isnull=True
    )
    return list(rows.select_related("parent").order_by("path"))


def organisations_of(community: Community) -> list[Organisation]:
    """Every organisation of a community that stands today, its own first."""
    return list(Organisation.objects.filter(community=community.pk, dissolved_on__isnull=True).order_by("path"))


def offices_held_by(member: Member) -> QuerySet[OfficeHolding]:
    """The offices of a member, whole, to be put right."""
    return OfficeHolding.objects.select_related("organisation").filter(member=member)


def resident_with(community: Community, id_number: str | None) -> Person | None:
    """Somebody the community knows by this identity number who is no member."""
    if not id_number:
        return None
    same = Person.objects.filter(community=community, id_number_index=keyring().index(id_number, ID_NUMBER))
    return same.exclude(id_number_index="").filter(member__isnull=True).first()


def namesakes(community: Community, name: str) -> list[str]:
    """Members on the roll of the same name, each with the branch."""
    rows = Member.objects.filter(community=community, person__name=name, left_on__isnull=True)
    return [f"{name}（{branch}）" for branch in rows.values_list("organisation__short_name", flat=True)[:10]]

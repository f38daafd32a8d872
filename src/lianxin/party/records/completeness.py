"""资料不全: what a member's record still lacks."""

import uuid
from collections.abc import Mapping
from typing import cast

from lianxin.kernel.partial_dates import PartialDate
from lianxin.kernel.standing import full_membership_start
from lianxin.party.choices import Category
from lianxin.party.models import Member
from lianxin.party.records.fields import MemberValues, said

REQUIRED = (
    "name",
    "sex",
    "ethnicity",
    "id_number",
    "birth_date",
    "education",
    "category",
    "join_date",
    "full_date",
    "organisation",
    "job_post",
    "employment",
    "mobile",
    "residence",
)
"""The rows of domain §2.1 marked as required. ``full_date`` of full members only, and
not of those who joined when there was no probation; ``mobile`` is settled by a landline,
``residence`` by the registered place; a degree is not asked of those who have none."""

_BLANK = (None, "")
_BRANCH = REQUIRED.index("organisation")
_ASKED = tuple(name for name in REQUIRED if name != "organisation")
_SETTLED_BY = {"mobile": "phone", "residence": "hukou"}


def missing_fields(
    known: Member | MemberValues, *, waiting_in: uuid.UUID | None = None, standing_in: uuid.UUID | None = None
) -> list[str]:
    """Names of required fields that are not known, in the record's order.

    Args:
        known: A member with its person loaded, or a record of values.
        waiting_in: The community's own organisation, when standing there means 待分支部.
        standing_in: Where the member stands, when the values do not say.
    """
    held = _held(known) if isinstance(known, Member) else cast("Mapping[str, object]", known)
    missing = [name for name in _ASKED if held.get(name) in _BLANK]
    place = standing_in or held.get("organisation")
    if place is None or place == waiting_in:
        missing.insert(sum(_ASKED.index(name) < _BRANCH for name in missing), "organisation")
    return [name for name in missing if not _excused(name, held)] if missing else missing


def _excused(name: str, held: Mapping[str, object]) -> bool:
    if name == "full_date":
        return not _needs_full_date(held)
    return name in _SETTLED_BY and said(held.get(_SETTLED_BY[name]))


def _needs_full_date(held: Mapping[str, object]) -> bool:
    if held.get("category") != Category.FULL:
        return False
    joined = held.get("join_date")
    return not (isinstance(joined, PartialDate) and full_membership_start(joined, None))


def _held(member: Member) -> dict[str, object]:
    """The required values as they stand, sealed ones unopened."""
    person = member.person
    return {
        "name": person.name,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "id_number": person.id_number_index,
        "birth_date": person.birth_date,
        "education": person.education,
        "category": member.category,
        "join_date": member.joined,
        "full_date": member.full_date,
        "organisation": member.organisation_id,
        "job_post": member.job_post,
        "employment": member.employment,
        "mobile": person.mobile_index or person.phone_sealed,
        "residence": person.residence or person.hukou,
    }

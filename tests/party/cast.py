"""Invented members for the tests of this app."""

from datetime import date
from typing import Any, cast

from tests.factories import fake_id_number

from lianxin.declare.actors import OPERATOR
from lianxin.kernel.partial_dates import PartialDate
from lianxin.orgs.models import Community, Organisation
from lianxin.party import checks
from lianxin.party.actions import register_members
from lianxin.party.models import Member
from lianxin.party.records import MemberValues

D = PartialDate.parse


def values(name: str = "柳秀兰", **more: Any) -> MemberValues:
    """A retired full member who joined in 1985; nothing missing but what ``more`` takes away."""
    record = {
        "name": name,
        "sex": "2",
        "ethnicity": "01",
        "id_number": fake_id_number(date(1957, 7, 1)),
        "birth_date": D("1957-07-01"),
        "education": "61",
        "category": "full",
        "join_date": D("1985-03-05"),
        "full_date": D("1986-03-05"),
        "job_post": "离退休人员",
        "employment": "retired",
        "mobile": "13800001234",
        "residence": "和平巷3号院",
    }
    return cast("MemberValues", {**record, **more})


def enrol(community: Community, *rows: MemberValues, **how: Any) -> list[Member]:
    """Members registered by the product's own action, with person and places loaded."""
    made = register_members(list(rows), community=community, actor=OPERATOR, **how)
    return [again(member) for member in made]


def member_of(branch: Organisation, name: str = "柳秀兰", **more: Any) -> Member:
    """One member of a branch."""
    community = Community.objects.get(pk=branch.community_id)
    return enrol(community, values(name, organisation=branch.pk, **more))[0]


def again(member: Member) -> Member:
    """The member as it stands in the database."""
    rows = Member.objects.select_related("person", "organisation", "group", "community__organisation")
    return rows.get(pk=member.pk)


def faults() -> list[str]:
    """What ``verify`` finds wrong with members."""
    found = (
        *checks.check_places(),
        *checks.check_facts(),
        *checks.check_completeness(),
        *checks.check_sealed(),
    )
    return [f"{fault.table} {fault.message}" for fault in found]

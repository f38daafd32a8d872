"""A register of invented people in a folder of its own, made once a run."""

import random
from datetime import date, timedelta

from lianxin.declare.actors import SYSTEM
from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.orgs.actions import found_home_community, found_organisation
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Community
from lianxin.party.actions import register_members
from lianxin.party.choices import Category, Employment
from lianxin.party.records import MemberValues
from lianxin.portal.demo.names import MEN, SURNAMES, WOMEN
from lianxin.portal.demo.people import fake_id_number

BRANCHES = 40
AT_ONCE = 1000


def community() -> Community:
    """A home community with forty branches."""
    made = found_home_community(
        street_name="测量街道",
        district_name="测量区",
        community_name="测量社区",
        general_branch_name="中共测量社区委员会",
        kind=OrganisationKind.PRIMARY_COMMITTEE,
        actor=SYSTEM,
    )
    for number in range(1, BRANCHES + 1):
        found_organisation(
            parent=made.organisation,
            kind=OrganisationKind.BRANCH,
            name=f"中共测量社区第{number}支部委员会",
            short_name=f"第{number}支部",
            actor=SYSTEM,
        )
    return made


def people(count: int, branches: list[object], seed: int = 1) -> list[MemberValues]:
    """Values of as many people; every number has area 000000 and a right check digit."""
    chance = random.Random(seed)
    return [_person(chance, number, branches) for number in range(count)]


def _person(chance: random.Random, number: int, branches: list[object]) -> MemberValues:
    sex = "12"[number % 2]
    birth = date(1930, 1, 1) + timedelta(days=number // 400)
    joined = birth + timedelta(days=365 * 24)
    given = chance.choice(MEN if sex == "1" else WOMEN)
    name = chance.choice(SURNAMES) + given[: chance.choice((1, 2))]
    values: dict[str, object] = {
        "name": name,
        "sex": sex,
        "ethnicity": "01",
        "id_number": fake_id_number(birth, sex, number % 400 // 2 + 1),
        "birth_date": PartialDate(birth, Precision.DAY),
        "education": "61",
        "category": Category.FULL.value,
        "employment": Employment.RETIRED.value,
        "join_date": PartialDate(joined, Precision.DAY),
        "full_date": PartialDate(joined + timedelta(days=366), Precision.DAY),
        "mobile": f"199{number:08d}",
        "residence": f"测量路{number % 300}号院",
        "job_post": "离退休人员",
        "organisation": chance.choice(branches),
    }
    return values  # type: ignore[return-value]


def fill(made: Community, count: int) -> None:
    """Register as many people."""
    branches = [row.pk for row in made.organisation.children.all()]
    rows = people(count, list(branches))
    for start in range(0, count, AT_ONCE):
        register_members(rows[start : start + AT_ONCE], community=made, actor=SYSTEM)

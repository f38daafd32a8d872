"""Making the demonstration: through the same actions as everything else, with a fixed seed."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from lianxin.access.actions import Thing
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import SYSTEM, Channel, Recorded
from lianxin.declare.demonstration import demo_parts
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate
from lianxin.orgs.actions import (
    CommunityDetails,
    FigureDetails,
    OrganisationDetails,
    found_community,
    found_organisation,
    state_figure,
)
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Community, Organisation
from lianxin.orgs.queries import home_community
from lianxin.party.actions import Joining, appoint_office, convert_member, depart_member, register_members
from lianxin.party.choices import Office
from lianxin.party.doubles.finding import find_duplicates
from lianxin.party.models import Member
from lianxin.party.records import MemberValues
from lianxin.portal.demo.accounts import Post, open_demo_account
from lianxin.portal.demo.names import Names
from lianxin.portal.demo.people import BRANCHES, GROUPS, OLD_MEMBER, SECRETARY_NAME, DemoMember, fake_id_number, members
from lianxin.portal.demo.places import SPECIAL, DemoCourtyard, courtyards
from lianxin.portal.demo.rosters import stage_demo_rosters
from lianxin.portal.demo.terms import elect_all
from lianxin.portal.demo.units import RENAMED, UNITS
from lianxin.residents.actions import (
    PersonDetails,
    PlaceDetails,
    UnitDetails,
    add_stairways,
    register_person,
    register_place,
    register_unit,
    rename_unit,
)
from lianxin.residents.models import Person, Place, Unit

NAME = "复兴社区"
SEED = 20091200
NUMERALS = "一二三四五六"
FIGURES = (
    ("area", Decimal("0.35")),
    ("households", Decimal(4519)),
    ("residents", Decimal(9325)),
)
DOUBLED, MISTYPED = 30, 480
SOURCE = "社区党建工作经验交流材料（2009年12月）；截止日期为演示所设"


def demo_community() -> Community | None:
    """The demonstration community, when it is there."""
    return Community.objects.select_related("organisation").filter(is_demo=True).first()


def ensure_demo() -> tuple[Community, bool]:
    """The demonstration community, and whether it was made just now. Its dates are relative to today."""
    there = demo_community()
    if there is not None:
        return there, False
    with unit_of_work(SYSTEM) as work:
        chance = random.Random(SEED)  # noqa: S311 - the same people everywhere, nothing secret
        today = clock.today()
        district, street, community = _organisations()
        branches = _branches(community)
        yards = courtyards(chance)
        roll = _members(community, branches, members(today, chance, [yard.name for yard in yards]), today)
        _places(community, yards)
        units = _units(community)
        stage_demo_rosters(community, yards)
        _figures(community, today)
        _double(community, roll)
        for part in demo_parts():
            part.build(community)
        _accounts(_Cast(district, street, community, branches, roll, units))
        work.record(Entry("portal.make_demonstration", "orgs.organisation", community.pk, NAME, community.pk))
    return community, True


def _organisations() -> tuple[Organisation, Organisation, Community]:
    district = found_organisation(
        parent=None,
        kind=OrganisationKind.LOCAL_COMMITTEE,
        name="中共西山区委员会（演示）",
        short_name="西山区委（演示）",
        actor=SYSTEM,
    )
    street = found_organisation(
        parent=district,
        kind=OrganisationKind.WORKING_COMMITTEE,
        name="中共西山区某某街道工作委员会（演示）",
        short_name="某某街道党工委（演示）",
        actor=SYSTEM,
    )
    community = found_community(
        parent=street,
        kind=OrganisationKind.GENERAL_BRANCH,
        name="中共复兴社区总支部委员会",
        short_name="复兴社区党总支",
        community=CommunityDetails(
            name=NAME,
            street_name="某某街道",
            district_name="西山区",
            area_code="530112",
            boundary_east="东寺街",
            boundary_west="西昌路",
            boundary_south="柿花桥",
            boundary_north="金碧路",
            office_address="金碧路社区办公楼二楼（演示）",
            office_phone="0871-00000000",
            office_hours="周一至周五 9:00—12:00、14:00—17:30",
        ),
        actor=SYSTEM,
        is_home=home_community() is None,
        is_demo=True,
    )
    return district, street, community


def _branches(community: Community) -> list[tuple[Organisation, list[Organisation]]]:
    made = []
    for number in range(BRANCHES):
        branch = found_organisation(
            parent=community.organisation,
            kind=OrganisationKind.BRANCH,
            name=f"中共复兴社区第{NUMERALS[number]}支部委员会",
            short_name=f"第{NUMERALS[number]}支部",
            actor=SYSTEM,
            details=OrganisationDetails(founded_on=date(2004, 7, 1)),
        )
        groups = [
            found_organisation(
                parent=branch,
                kind=OrganisationKind.GROUP,
                name=f"第{NUMERALS[number]}支部第{NUMERALS[place]}党小组",
                short_name=f"第{NUMERALS[place]}党小组",
                actor=SYSTEM,
            )
            for place in range(GROUPS)
        ]
        made.append((branch, groups))
    return made


def _members(
    community: Community,
    branches: Sequence[tuple[Organisation, list[Organisation]]],
    people: Sequence[DemoMember],
    today: date,
) -> dict[str, Member]:
    rows: list[MemberValues] = []
    for person in people:
        branch, groups = branches[person.branch]
        place = {} if person.waiting else {"organisation": branch.pk, "group": groups[person.group].pk}
        rows.append({**person.values, **place})  # type: ignore[typeddict-item]
    made = _registered(community, people, rows)
    roll = {str(row["name"]): member for row, member in zip(rows, made, strict=True)}
    Person.objects.filter(pk=roll[OLD_MEMBER].person_id).update(
        mobility="slow", hearing="loud", channel="visit", dialect="昆明话", carer_name="柳家珍", carer_relation="女儿"
    )
    teams = []
    for number, (branch, groups) in enumerate(branches):
        team = [
            member
            for person, member in zip(people, made, strict=True)
            if person.branch == number
            and not person.values.get("floating")
            and person.values["name"] != SECRETARY_NAME
            and person.values.get("full_date")
            and person.gone is None
        ]
        teams.append((branch, team[3:9]))
        appoint_office(member=team[9], organisation=groups[0], office=Office.GROUP_LEADER, since=None, actor=SYSTEM)
    elect_all(community.organisation, roll[SECRETARY_NAME], teams, today)
    return roll


def _registered(community: Community, people: Sequence[DemoMember], rows: Sequence[MemberValues]) -> Sequence[Member]:
    """The roster as it was typed in, then those who joined of late with their reasons; what happened to some since."""
    lots: dict[Joining | None, list[int]] = {}
    for place, person in enumerate(people):
        lots.setdefault(person.joining, []).append(place)
    found: dict[int, Member] = {}
    for joining, places in lots.items():
        lot = [rows[place] for place in places]
        channel = Recorded(channel=Channel.DESK if joining else Channel.ROSTER)
        made = register_members(lot, community=community, actor=SYSTEM, recorded=channel, joining=joining)
        found |= dict(zip(places, made, strict=True))
    for place, person in enumerate(people):
        if person.converted_on is not None:
            convert_member(member=_loaded(found[place]), full_date=PartialDate(person.converted_on), actor=SYSTEM)
        if person.gone is not None:
            gone = person.gone
            depart_member(member=_loaded(found[place]), kind=gone.kind, on=gone.on, paper=gone.paper, actor=SYSTEM)
    return [found[place] for place in range(len(people))]


def _loaded(member: Member) -> Member:
    return Member.objects.select_related("person", "community__organisation").get(pk=member.pk)


def _places(community: Community, yards: Sequence[DemoCourtyard]) -> None:
    for yard in yards:
        details = PlaceDetails(name=yard.name, address=yard.address, upkeep=yard.upkeep, keeper=yard.keeper)
        place = register_place(community=community, details=details, actor=SYSTEM)
        for building in yard.buildings:
            row = register_place(
                community=community, parent=place, details=PlaceDetails(name=building.name), actor=SYSTEM
            )
            stairways = [(f"{number}单元", households) for number, households in enumerate(building.stairways, 1)]
            add_stairways(building=row, stairways=stairways, actor=SYSTEM)


def _double(community: Community, roll: Mapping[str, Member]) -> None:
    """A member whom somebody registered once more as a resident, with a figure of the number mistyped."""
    member = list(roll.values())[DOUBLED]
    person = Person.objects.get(pk=member.person_id)
    assert person.birth is not None
    details = PersonDetails(
        name=person.name,
        sex=person.sex,
        birth=person.birth,
        id_number=fake_id_number(person.birth.on, person.sex, MISTYPED),
        mobile=person.mobile,
        residence=person.residence,
        skills="会修家电",
    )
    register_person(community=community, details=details, actor=SYSTEM)
    find_duplicates(community)


def _units(community: Community) -> list[Unit]:
    names = Names(random.Random(SEED + 1))  # noqa: S311 - the same people everywhere, nothing secret
    made = {
        unit.name: register_unit(
            community=community,
            details=UnitDetails(
                name=unit.name,
                kind=unit.kind,
                address=unit.address,
                new_economy=unit.new_economy,
                contact_name=names.take("1"),
                contact_phone=f"1990000{number:04d}",
            ),
            actor=SYSTEM,
        )
        for number, unit in enumerate(UNITS, start=500)
    }
    old, new, day = RENAMED
    rename_unit(
        unit=made[old],
        version=made[old].version,
        new_name=new,
        on=date(*day),
        note="与国家税务局合并；日期为演示所设",
        actor=SYSTEM,
    )
    return list(made.values())


def _figures(community: Community, today: date) -> None:
    for code, value in FIGURES:
        state_figure(
            community=community,
            details=FigureDetails(code=code, value=value, stated_on=date(today.year - 1, 12, 31), source=SOURCE),
            actor=SYSTEM,
        )


class _Cast:
    """Who and what the accounts are about."""

    def __init__(
        self,
        district: Organisation,
        street: Organisation,
        community: Community,
        branches: Sequence[tuple[Organisation, list[Organisation]]],
        roll: Mapping[str, Member],
        units: Sequence[Unit],
    ) -> None:
        self.district, self.street, self.own = district, street, community.organisation
        self.branch, groups = branches[0]
        self.group = groups[0]
        self.roll, self.unit = roll, units[0]
        self.community = community


def _accounts(cast: _Cast) -> None:
    old = cast.roll[OLD_MEMBER]
    courtyard = Place.objects.get(community=cast.community, name=SPECIAL)
    posts = (
        Post(Role.SECRETARY, SECRETARY_NAME, cast.own),
        Post(Role.PARTY_WORKER, "钱文静", cast.own),
        Post(Role.BRANCH_SECRETARY, "第一支部书记（演示）", cast.branch),
        Post(Role.GROUP_LEADER, "第一党小组长（演示）", cast.group),
        Post(Role.MEMBER, OLD_MEMBER, cast.own, Thing("residents.person", old.person_id, OLD_MEMBER)),
        Post(Role.COURTYARD_HEAD, "院坝委员（演示）", cast.own, Thing("residents.place", courtyard.pk, SPECIAL)),
        Post(Role.GRID_WORKER, "网格员（演示）", cast.own),
        Post(Role.UNIT_LIAISON, "单位联络员（演示）", cast.own, Thing("residents.unit", cast.unit.pk, cast.unit.name)),
        Post(Role.STREET_OVERSEER, "街道查看员（演示）", cast.street),
        Post(Role.DISTRICT_VIEWER, "区级查看员（演示）", cast.district),
        Post(Role.AUDITOR, "审计管理员（演示）", cast.own),
        Post(Role.SYSTEM_ADMIN, "系统管理员（演示）", cast.own),
        Post(Role.SECURITY_ADMIN, "安全管理员（演示）", cast.own),
    )
    for post in posts:
        user = open_demo_account(post)
        if post.role is Role.MEMBER:
            from lianxin.party.actions import tie_account

            tie_account(user=user, person_id=old.person_id, actor=SYSTEM)

"""The 78 members of the source document, those who flow in beside them, and the one old member."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lianxin.kernel.identity_numbers import IdentityNumber
from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.kernel.standing import political_birthday_years
from lianxin.party.choices import Category, Employment, Floating
from lianxin.portal.demo.names import Names

IN_POST, RETIRED, LAID_OFF = 5, 48, 25
VETERANS = 2
PROBATIONARY = 2
PROBATION_AGES = (timedelta(days=347), timedelta(days=150))
"""How long ago the two probationary members joined: one probation ends within the month, so that 今日 reminds of it."""
FLOWN_OUT, FLOWN_IN = 3, 4
STANDING = 52
OLD_MEMBER = "柳秀兰"
SECRETARY_NAME = "吴启慧"
FAKE_AREA = "000000"
BRANCHES = 3
GROUPS = 2
WAITING = 70
"""The one member no branch was named for yet; a laid-off one."""


@dataclass(frozen=True, slots=True)
class DemoMember:
    """Values as the register takes them, and where the member stands."""

    values: dict[str, Any]
    branch: int
    group: int
    waiting: bool = False
    """待分支部: the relation came with the last post and no branch was named yet."""


def fake_id_number(birth: date, sex: str, serial: int) -> str:
    """A number nobody has: area 000000, right check digit; ``serial`` 1–499 tells people apart."""
    order = serial * 2 + (1 if sex == "1" else 0)
    body = f"{FAKE_AREA}{birth:%Y%m%d}{order:03d}"
    for check in "0123456789X":
        try:
            return IdentityNumber.parse(body + check).number
        except ValueError:
            continue
    raise AssertionError(body)


def members(today: date, chance: random.Random, addresses: Sequence[str]) -> list[DemoMember]:
    """All members; the first is the old member of the document. ``addresses`` are where people live."""
    names = Names(chance)
    kinds = (
        [Employment.VETERAN_RETIRED] * VETERANS
        + [Employment.RETIRED] * (RETIRED - VETERANS)
        + [Employment.LAID_OFF] * LAID_OFF
        + [Employment.IN_POST] * IN_POST
    )
    people = [_old_member(today)]
    kinds.remove(Employment.RETIRED)
    for number, employment in enumerate(kinds, start=1):
        people.append(_member(today, chance, names, number, employment))
    _mark(people)
    people += [_floated_in(today, chance, names, 200 + n) for n in range(FLOWN_IN)]
    for person in people[1:]:
        person.values["residence"] = chance.choice(addresses)
    return people


def _mark(people: list[DemoMember]) -> None:
    """Who flows out, who works in a new-economy unit, who leads, who is home-bound."""
    in_post = [p for p in people if p.values["employment"] is Employment.IN_POST]
    in_post[0].values.update(name=SECRETARY_NAME, post_in_party="书记", employer="社区居委会 书记")
    for person in in_post[3:]:
        person.values.update(new_economy=True, employer="金碧路便民超市 店员")
    retired = [p for p in people if p.values["employment"] is Employment.RETIRED]
    for person in retired[10:12]:
        person.values.update(mobile=None)
    retired[20].values.update(education=None)
    laid_off = [p for p in people if p.values["employment"] is Employment.LAID_OFF]
    for person in laid_off[:FLOWN_OUT]:
        person.values.update(floating=Floating.OUTWARD, note="外出务工，每月一次电话")


def _old_member(today: date) -> DemoMember:
    joined = _years_before(today, STANDING, 6, 18)
    birth = date(joined.year - 24, 3, 5)
    values = {
        "name": OLD_MEMBER,
        "sex": "2",
        "ethnicity": "07",
        "birth_date": PartialDate(birth, Precision.DAY),
        "id_number": fake_id_number(birth, "2", 1),
        "education": "61",
        "category": Category.FULL,
        "employment": Employment.RETIRED,
        "join_date": PartialDate(joined, Precision.DAY),
        "full_date": PartialDate(joined, Precision.DAY),
        "mobile": _mobile(1),
        "residence": "西昌路126号院 2 栋 1 单元",
        "native_place": "云南昆明",
        "employer": "昆明某纺织厂 退休",
        "job_post": "离退休人员",
        "skills": "调解、说得上话",
        "note": "文中老党员的化名；日期为演示所设",
    }
    return DemoMember(values, 0, 0)


def _years_before(today: date, years: int, month: int, day: int) -> date:
    """The day so many years ago whose anniversary has passed this year or falls today."""
    start = date(today.year - years, month, day)
    on = PartialDate(start, Precision.DAY)
    return start if political_birthday_years(on, today) == years else date(today.year - years - 1, month, day)


_AGES = {
    Employment.VETERAN_RETIRED: (90, 96),
    Employment.RETIRED: (60, 88),
    Employment.LAID_OFF: (42, 59),
    Employment.IN_POST: (26, 55),
}
_JOBS = {
    Employment.VETERAN_RETIRED: "离退休人员",
    Employment.RETIRED: "离退休人员",
    Employment.LAID_OFF: "其他职业人员",
    Employment.IN_POST: "企事业单位、社会组织管理人员",
}
_EDUCATION = {
    Employment.VETERAN_RETIRED: ("71", "61"),
    Employment.RETIRED: ("61", "71", "41", "31", "31", "21"),
    Employment.LAID_OFF: ("61", "47", "41", "31"),
    Employment.IN_POST: ("21", "31", "21", "14"),
}


def _member(today: date, chance: random.Random, names: Names, number: int, employment: Employment) -> DemoMember:
    sex = chance.choice("12")
    youngest, oldest = _AGES[employment]
    birth = date(today.year - chance.randint(youngest, oldest) - 1, chance.randint(1, 12), chance.randint(1, 28))
    probationary = number > IN_POST + RETIRED + LAID_OFF - 1 - PROBATIONARY
    join, full = (
        (_at(today - PROBATION_AGES[number % 2], Precision.DAY), None) if probationary else _dates(today, birth, chance)
    )
    values: dict[str, Any] = {
        "name": names.take(sex),
        "sex": sex,
        "ethnicity": chance.choices(("01", "07", "14", "03", "06", "08"), (80, 8, 6, 3, 2, 1))[0],
        "birth_date": PartialDate(birth, Precision.DAY),
        "id_number": fake_id_number(birth, sex, number + 1),
        "education": chance.choice(_EDUCATION[employment]),
        "category": Category.PROBATIONARY if probationary else Category.FULL,
        "employment": employment,
        "join_date": join,
        "full_date": full,
        "mobile": _mobile(number + 1),
        "job_post": _JOBS[employment],
        "native_place": chance.choice(("云南昆明", "云南玉溪", "云南大理", "四川宜宾", "云南曲靖")),
    }
    return DemoMember(values, number % BRANCHES, number // BRANCHES % GROUPS, waiting=number == WAITING)


def _dates(today: date, birth: date, chance: random.Random) -> tuple[PartialDate, PartialDate | None]:
    youngest = birth.year + 20
    latest = min(today.year - 3, birth.year + 45)
    joined = date(chance.randint(youngest, max(youngest, latest)), chance.choice((6, 7, 10, 12)), chance.randint(1, 28))
    precision = Precision.MONTH if joined.year < 1990 and chance.random() < 0.3 else Precision.DAY
    if political_birthday_years(_at(joined, precision), today) == STANDING:
        joined = joined.replace(year=joined.year - 1)  # the old member of the document stands alone
    none_then = date(1969, 4, 1) <= joined <= date(1977, 8, 11)
    full = joined if none_then else joined.replace(year=joined.year + 1)
    return _at(joined, precision), _at(full, precision)


def _at(day: date, precision: Precision) -> PartialDate:
    return PartialDate(day if precision is Precision.DAY else day.replace(day=1), precision)


def _floated_in(today: date, chance: random.Random, names: Names, number: int) -> DemoMember:
    person = _member(today, chance, names, number - 199 + 90, Employment.LAID_OFF)
    values = person.values | {
        "category": Category.FULL,
        "employment": Employment.OTHER,
        "floating": Floating.INWARD,
        "employer": "东寺街餐馆 务工",
        "note": "流入党员，组织关系在原籍",
    }
    if values["full_date"] is None:
        values["join_date"], values["full_date"] = _dates(today, values["birth_date"].on, chance)
    values["id_number"] = fake_id_number(values["birth_date"].on, values["sex"], number)
    values["mobile"] = _mobile(number)
    return DemoMember(values, number % BRANCHES, 0)


def _mobile(number: int) -> str:
    """Nobody's: 1990000 followed by four figures."""
    return f"1990000{number:04d}"

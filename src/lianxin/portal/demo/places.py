"""Sixty courtyards between the four streets, 4,519 households in all."""

import random
from dataclasses import dataclass, field

from lianxin.residents.choices import Upkeep

HOUSEHOLDS = 4519
COURTYARDS = 60
STREETS = ("东寺街", "西昌路", "柿花桥", "金碧路")
SPECIAL = "西昌路126号院"


@dataclass(slots=True)
class DemoBuilding:
    """A building and the households of its stairways."""

    name: str
    stairways: list[int] = field(default_factory=list)


@dataclass(slots=True)
class DemoCourtyard:
    """A courtyard: how it is looked after and what stands in it."""

    name: str
    address: str
    upkeep: Upkeep
    keeper: str
    buildings: list[DemoBuilding]


def courtyards(chance: random.Random) -> list[DemoCourtyard]:
    """All courtyards; the households of their stairways add up to the stated figure."""
    made = [_courtyard(chance, number) for number in range(COURTYARDS)]
    slots = [
        (building, index) for yard in made for building in yard.buildings for index in range(len(building.stairways))
    ]
    surplus = HOUSEHOLDS - sum(building.stairways[index] for building, index in slots)
    step = 1 if surplus > 0 else -1
    for turn in range(abs(surplus)):
        building, index = slots[turn % len(slots)]
        building.stairways[index] += step
    return made


def _courtyard(chance: random.Random, number: int) -> DemoCourtyard:
    street = STREETS[number % len(STREETS)]
    door = 126 if number == 1 else 3 + number // len(STREETS) * 9 + number % len(STREETS)
    name = SPECIAL if number == 1 else f"{street}{door}号院"
    upkeep = chance.choices((Upkeep.NONE, Upkeep.SELF, Upkeep.UNIT, Upkeep.PROPERTY), (40, 20, 20, 20))[0]
    if number == 1:
        upkeep = Upkeep.UNIT
    keeper = {Upkeep.PROPERTY: "昆明玉带物业管理有限公司", Upkeep.UNIT: "产权单位自管"}.get(upkeep, "")
    buildings = [
        DemoBuilding(f"{index}幢", [chance.randint(10, 16) for _ in range(chance.randint(2, 3))])
        for index in range(1, chance.randint(2, 3) + 1)
    ]
    return DemoCourtyard(name, f"{street}{door}号", upkeep, keeper, buildings)

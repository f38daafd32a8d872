"""Places of the desk's frame, registered by the apps that have something to show."""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """The ten places of the rail, in order, and the foot."""

    TODAY = "今日"
    MEMBERS = "党员"
    ACTIVITIES = "活动"
    COMMITTEE = "共建"
    ZONES = "责任区"
    CASES = "民情"
    VENUE = "阵地"
    APPRAISAL = "评议"
    CREATION = "创建"
    LEDGERS = "台账"
    FOOT = "管理"


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page of a place: shown to who may do ``action`` (empty: everyone signed in).

    The first item of a place (by ``order``) that the user may see is where the place leads;
    the others are its tabs.
    """

    place: Place
    label: str
    url_name: str
    action: str = ""
    order: int = 50


_items: list[NavItem] = []


def register_nav(*items: NavItem) -> None:
    """Add pages to the frame."""
    known = {*_items, *items}
    places = list(Place)
    _items[:] = sorted(known, key=lambda item: (places.index(item.place), item.order, item.label))


def nav_items() -> list[NavItem]:
    """All registered pages by place and order."""
    return list(_items)

"""What the register of members counts for a community's profile: members by the four aspects."""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from django.db.models import Count

from lianxin.orgs.models import Community
from lianxin.orgs.registries import Counted
from lianxin.party.choices import Category, Employment, Floating, NewEconomy
from lianxin.party.queries import on_roll
from lianxin.party.rules import VIEW_LEDGERS

_Group = tuple[str, str, str, str]
"""Category, employment, floating, new economy."""

_IN_TOTAL = "当天在册，流出的计入，流入的不计入"
_ITEMS: Sequence[tuple[str, str, str, Callable[[_Group], bool]]] = (
    ("members", "党员", _IN_TOTAL, lambda _: True),
    ("full_members", "其中正式党员", _IN_TOTAL, lambda group: group[0] == Category.FULL),
    ("probationary", "其中预备党员", _IN_TOTAL, lambda group: group[0] == Category.PROBATIONARY),
    ("in_post", "其中在职党员", _IN_TOTAL, lambda group: group[1] == Employment.IN_POST),
    (
        "retired",
        "其中离退休党员",
        f"{_IN_TOTAL}；离休和退休",
        lambda group: group[1] in (Employment.RETIRED, Employment.VETERAN_RETIRED),
    ),
    ("laid_off", "其中下岗失业党员", _IN_TOTAL, lambda group: group[1] == Employment.LAID_OFF),
    ("new_economy", "其中在两新组织从业的党员", _IN_TOTAL, lambda group: group[3] == NewEconomy.YES),
    ("flowed_out", "其中流出党员", _IN_TOTAL, lambda group: group[2] == Floating.OUTWARD),
)


def counted_members(communities: Collection[Community], day: date) -> Mapping[uuid.UUID, Sequence[Counted]]:
    """Members of the day by category, employment, floating and new economy; one query."""
    names = ("category_then", "employment_then", "floating_then", "new_economy_then")
    rows = on_roll(day).filter(community__in=communities).order_by().values_list("community_id", *names)
    groups: dict[uuid.UUID, Counter[_Group]] = {row.pk: Counter() for row in communities}
    for community, category, employment, floating, new_economy, number in rows.annotate(number=Count("pk")):
        groups[community][category, employment, floating, new_economy] += number
    return {pk: _figures(counted) for pk, counted in groups.items()}


def _figures(counted: Counter[_Group]) -> list[Counted]:
    here = {group: number for group, number in counted.items() if group[2] != Floating.INWARD}
    figures = [
        _figure(code, label, sum(number for group, number in here.items() if fits(group)), basis)
        for code, label, basis, fits in _ITEMS
    ]
    inward = sum(number for group, number in counted.items() if group[2] == Floating.INWARD)
    return [*figures, _figure("flowed_in", "流入党员", inward, "当天流入的，另计，不在党员总数里")]


def _figure(code: str, label: str, value: int, basis: str) -> Counted:
    return Counted(code, label, value, "名", "members", VIEW_LEDGERS, basis)

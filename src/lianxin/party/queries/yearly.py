"""Table 1 of the annual statistics (党员数量变化情况) with its check formulas, and who makes them fail (domain §14.3).

Line 17, the difference, is worked out member by member too: in the roll now, less in the roll at the end of last year,
less increases, plus decreases. The members for whom that is not nought are those who cause it, and their sum is the
difference: it is named, never made to vanish.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q

from lianxin.access.scope import Scope
from lianxin.kernel import clock
from lianxin.party.choices import Aspect, ChangeKind, Floating
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange
from lianxin.party.queries.changes import ADDING, SUBTRACTING, changes_between, flowed_in_when_died
from lianxin.party.queries.rolls import COUNTED, on_roll
from lianxin.party.queries.visible import roll_scope

AT_ONCE = 5000
_K = ChangeKind


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: number, words, how deep it stands, from which reasons or lines it comes."""

    number: int
    label: str
    depth: int = 0
    kinds: tuple[ChangeKind, ...] = ()
    formula: str = ""


LINES = (
    Line(1, "一、上年底总数"),
    Line(2, "二、本年增加", formula="3+5+7"),
    Line(3, "发展党员", 1, (_K.DEVELOPED, _K.REJOINED)),
    Line(4, "其中：重新入党", 2, (_K.REJOINED,)),
    Line(5, "恢复党籍", 1, (_K.RESTORED, _K.RESUMED)),
    Line(6, "其中：停止党籍后恢复", 2, (_K.RESUMED,)),
    Line(7, "转入组织关系", 1, (_K.MOVED_IN, _K.BLOCK_IN)),
    Line(8, "其中：整建制转入", 2, (_K.BLOCK_IN,)),
    Line(9, "三、本年减少", formula="10+11+12+13"),
    Line(10, "出党", 1, (_K.EXPELLED, _K.STRUCK_OFF, _K.PERSUADED_OUT, _K.WITHDREW, _K.REVOKED)),
    Line(11, "停止党籍", 1, (_K.SUSPENDED,)),
    Line(12, "死亡", 1, (_K.DIED,)),
    Line(13, "转出组织关系", 1, (_K.MOVED_OUT, _K.BLOCK_OUT)),
    Line(14, "其中：整建制转出", 2, (_K.BLOCK_OUT,)),
    Line(15, "四、本年底应有数", formula="1+2−9"),
    Line(16, "五、本年底实有数"),
    Line(17, "六、差", formula="16−15"),
)
"""Lines and sums as in the annual statistics; 取消预备党员资格 is counted under 出党 with the other ways out."""


@dataclass(frozen=True, slots=True)
class Check:
    """A formula of the table with its two sides."""

    formula: str
    left: int
    right: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """A member who stands in the difference: by how much, and why."""

    member: uuid.UUID
    name: str
    branch: str
    amount: int
    why: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class TableOne:
    """The table of the year of ``as_of`` up to that day: numbers by line, checks, causes of what does not balance."""

    as_of: date
    numbers: Mapping[int, int]
    causes: Sequence[Cause]
    opened: int
    """Members on the roll at the end of last year who were entered here only this year, as they stood (建档)."""

    @property
    def checks(self) -> list[Check]:
        """The check formulas of domain §14.3."""
        return checks_of(self.numbers)


def checks_of(numbers: Mapping[int, int]) -> list[Check]:
    """The formulas for a table's numbers."""
    pairs = [(3, 4), (5, 6), (7, 8), (13, 14)]
    made = [Check(f"{a} ≥ {b}", numbers[a], numbers[b], numbers[a] >= numbers[b]) for a, b in pairs]
    return [*made, Check("16 = 15（差 17 为 0）", numbers[16], numbers[15], numbers[17] == 0)]


def table_one(scope: Scope, as_of: date) -> TableOne:
    """Table 1 for what is in scope, in a fixed number of queries (one more for every few thousand changes)."""
    last_end, first = date(as_of.year - 1, 12, 31), date(as_of.year, 1, 1)
    changes: Any = changes_between(scope, first, as_of).exclude(flowed_in_when_died())
    counted: Any = changes.order_by().values_list("kind").annotate(number=Count("pk"))
    by_kind: Counter[str] = Counter(dict(counted))
    numbers = {1: _counted(scope, last_end), 16: _counted(scope, as_of)}
    for line in LINES:
        if line.kinds:
            numbers[line.number] = sum(by_kind[kind] for kind in line.kinds)
    numbers[2] = numbers[3] + numbers[5] + numbers[7]
    numbers[9] = numbers[10] + numbers[11] + numbers[12] + numbers[13]
    numbers[15] = numbers[1] + numbers[2] - numbers[9]
    numbers[17] = numbers[16] - numbers[15]
    return TableOne(as_of, numbers, _causes(scope, last_end, as_of, changes), _opened(scope, last_end, as_of))


def _counted(scope: Scope, day: date) -> int:
    return on_roll(day).filter(COUNTED, roll_scope(scope)).count()


def _opened(scope: Scope, last_end: date, as_of: date) -> int:
    since = datetime.combine(date(last_end.year + 1, 1, 1), time.min, clock.TZ)
    rows = on_roll(last_end).filter(COUNTED, roll_scope(scope), recorded_at__gte=since)
    joined = MembershipChange.objects.filter(kind__in=ADDING, withdrawn_at__isnull=True).values("member")
    return rows.exclude(pk__in=joined).count()


def _causes(scope: Scope, last_end: date, as_of: date, changes: Any) -> list[Cause]:  # noqa: ANN401 - annotated rows
    said: dict[uuid.UUID, Counter[str]] = {}
    for member, kind in changes.values_list("member", "kind"):
        said.setdefault(member, Counter())[kind] += 1
    found: list[Cause] = []
    candidates = sorted(said.keys() | _touched(last_end, as_of))
    for start in range(0, len(candidates), AT_ONCE):
        part = candidates[start : start + AT_ONCE]
        before, after = _among(scope, last_end, part), _among(scope, as_of, part)
        odd = {
            pk: amount
            for pk in part
            if (amount := (pk in after) - (pk in before) - _sum(said.get(pk), ADDING) + _sum(said.get(pk), SUBTRACTING))
        }
        found += _named(odd, before, after, said, last_end, as_of)
    return sorted(found, key=lambda cause: (cause.why, cause.name, str(cause.member)))


def _sum(kinds: Counter[str] | None, wanted: Iterable[ChangeKind]) -> int:
    return sum(kinds[kind] for kind in wanted) if kinds else 0


def _touched(last_end: date, as_of: date) -> set[uuid.UUID]:
    """Everybody whose being on the roll can differ between the two days: a date of theirs lies between."""
    between = {"gt": last_end, "lte": as_of}

    def dated(field: str) -> Q:
        return Q(**{f"{field}__{step}": day for step, day in between.items()})

    joined = Member.objects.filter(dated("join_date")).values_list("pk", flat=True)
    placed = Affiliation.objects.filter(dated("since") | dated("until")).values_list("member", flat=True)
    flowed = DatedFact.objects.filter(
        dated("since") | dated("until"), aspect=Aspect.FLOATING, value=Floating.INWARD
    ).values_list("member", flat=True)
    return {*joined, *placed, *flowed}


def _among(scope: Scope, day: date, members: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    rows = on_roll(day).filter(COUNTED, roll_scope(scope), pk__in=members)
    return set(rows.values_list("pk", flat=True))


def _named(
    odd: Mapping[uuid.UUID, int],
    before: set[uuid.UUID],
    after: set[uuid.UUID],
    said: Mapping[uuid.UUID, Counter[str]],
    last_end: date,
    as_of: date,
) -> list[Cause]:
    if not odd:
        return []
    facts = Member.objects.filter(pk__in=list(odd)).values_list(
        "pk", "person__name", "organisation__short_name", "join_date"
    )
    moved = set(
        MembershipChange.objects.filter(
            member__in=list(odd),
            kind=ChangeKind.BRANCH_MOVED,
            happened_on__gt=last_end,
            happened_on__lte=as_of,
            withdrawn_at__isnull=True,
        ).values_list("member", flat=True)
    )
    causes = []
    for pk, name, branch, joined in facts:
        kinds = said.get(pk, Counter())
        joined_then = joined is not None and last_end < joined <= as_of
        why, what = _why(
            was=pk in before,
            stands=pk in after,
            kinds=kinds,
            moved=pk in moved,
            joined_then=joined_then,
        )
        causes.append(Cause(pk, name, branch, odd[pk], why, what))
    return causes


def _why(*, was: bool, stands: bool, kinds: Counter[str], moved: bool, joined_then: bool) -> tuple[str, str]:
    added, taken = _sum(kinds, ADDING) > 0, _sum(kinds, SUBTRACTING) > 0
    came, went = stands and not was and not added, was and not stands and not taken
    answers = (
        (
            moved and not added and not taken,
            "支部之间调整",
            "只看一个支部时才会有；看整个社区，两边相抵。",
        ),
        (
            came and joined_then,
            "建档时没有写增加原因，入党日期在本年",
            "核对入党日期；确是今年新增的，上报时在说明里写清是“发展党员”还是“转入”。",
        ),
        (
            came,
            "在册了，但没有登记增加原因",
            "核对是怎样来的；流入转为正式关系的，办“离开名册”再“重新列入”。",
        ),
        (went, "不在册了，但没有登记减少原因", "核对是怎样走的，补办“离开名册”。"),
        (added and was, "登记了增加，但上年底已经在册", "核对增加的日期是不是写错了年份。"),
        (taken and stands, "登记了减少，但仍在册", "核对减少的登记，误登的撤销。"),
        (True, "增减登记与在册情况对不上", "打开这位同志的页面，核对“组织关系”和“增减变动”。"),
    )
    return next((why, what) for holds, why, what in answers if holds)

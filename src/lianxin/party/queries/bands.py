"""The breakdowns of the Party statistics (domain §14.4) over a roll: which band a member falls into on a day.

One expression serves counting and listing, so a figure and the list behind it cannot differ. What is not known has a
band of its own, ``UNKNOWN``, so that every breakdown adds up to the total.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from lianxin.kernel.codes import EDUCATION, ETHNICITY, OCCUPATION
from lianxin.kernel.codes.people import is_minority
from lianxin.kernel.codes.schooling import EDUCATION_BANDS, education_band
from lianxin.kernel.partial_dates import days_in_month
from lianxin.party.choices import Category, Employment, Floating
from lianxin.party.models import Member
from lianxin.party.queries.tenure import LABELS, NOT_FULL, START_UNKNOWN, standing_band

UNKNOWN = "-"
OFFICIAL, OURS = "公报口径", "本系统口径"


@dataclass(frozen=True, slots=True)
class Band:
    """One line of a breakdown."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One breakdown. ``value`` gives the expression of a member's band on a day over :func:`on_roll`.

    ``source``: whether its bands are those of the published statistics or ours. ``note``: how borders are drawn.
    """

    code: str
    label: str
    bands: Sequence[Band]
    value: Callable[[date], Any]
    source: str = OURS
    note: str = ""

    def label_of(self, code: str) -> str:
        """A band's label."""
        return next((band.label for band in self.bands if band.code == code), code)


_AGES = ((30, "30岁及以下"), (35, "31–35岁"), (40, "36–40岁"), (45, "41–45岁"), (50, "46–50岁"), (55, "51–55岁"))
_AGES_LATER = ((60, "56–60岁"), (0, "61岁及以上"))
_NOT_SAID = Band(UNKNOWN, "未登记")

PERIODS = (
    ("founding", date(1949, 10, 1), "新中国成立前"),
    ("before_cr", date(1966, 5, 16), "新中国成立后至“文革”前"),
    ("cr", date(1976, 11, 1), "“文革”期间"),
    ("before_3rd", date(1978, 12, 18), "“文革”后至十一届三中全会前"),
    ("before_16th", date(2002, 11, 8), "十一届三中全会后至十六大前"),
    ("before_18th", date(2012, 11, 8), "十六大后至十八大前"),
    ("since_18th", None, "十八大以来"),
)
"""Seven periods of joining with the first day after each (domain §14.4; a congress counts from its first day)."""
BULLETIN = (
    ("b_founding", date(1949, 10, 1), "新中国成立前"),
    ("b_before_3rd", date(1978, 12, 18), "新中国成立后至十一届三中全会前"),
    ("b_before_18th", date(2012, 11, 8), "十一届三中全会后至十八大前"),
    ("b_since_18th", None, "十八大以来"),
)
"""The four of the yearly bulletin (党内统计公报)."""


def born_by(day: date, years: int) -> date:
    """The latest day of birth of who has completed so many years on a day; 29 February counts as the 28th elsewhere."""
    year = day.year - years
    last = days_in_month(year, day.month)
    whole_month = day.day == days_in_month(day.year, day.month)
    return date(year, day.month, last if whole_month and day.month == 2 else min(day.day, last))


def _text(code: str) -> Value:
    return Value(code, output_field=CharField())


def _case(*whens: When, default: str = UNKNOWN) -> Case:
    return Case(*whens, default=_text(default), output_field=CharField())


def _one_of(field: str, codes: Collection[str]) -> Callable[[date], Any]:
    whens = [When(**{field: code}, then=_text(code)) for code in codes]
    return lambda _: _case(*whens)


def _age(day: date) -> Case:
    """Full years at the cut-off; a birth of which only month or year is known counts from its first day."""
    whens = [
        When(person__birth_date__gt=born_by(day, last + 1), then=_text(f"to{last}"))
        for last, _ in (*_AGES, _AGES_LATER[0])
    ]
    return _case(When(person__birth_date__isnull=True, then=_text(UNKNOWN)), *whens, default="to0")


def _education(_: date) -> Case:
    return _case(
        *(
            When(
                person__education__in=[code for code in EDUCATION.labels if education_band(code) == band],
                then=_text(str(place)),
            )
            for place, band in enumerate(EDUCATION_BANDS, 1)
        )
    )


def _ethnicity(_: date) -> Case:
    minorities = [code for code in ETHNICITY.labels if is_minority(code)]
    return _case(
        When(person__ethnicity="01", then=_text("han")),
        When(person__ethnicity__in=minorities, then=_text("minority")),
        When(person__ethnicity="", then=_text(UNKNOWN)),
        default="other",
    )


def _occupation(_: date) -> Case:
    whens = [When(job_post__in=sorted(OCCUPATION.words_of(code)), then=_text(code)) for code in OCCUPATION.labels]
    return _case(When(job_post="", then=_text(UNKNOWN)), *whens, default="unread")


def _periods(periods: Sequence[tuple[str, date | None, str]]) -> Callable[[date], Any]:
    whens = [When(join_date__lt=end, then=_text(code)) for code, end, _ in periods if end is not None]
    last = periods[-1][0]
    return lambda _: _case(When(join_date__isnull=True, then=_text(UNKNOWN)), *whens, default=last)


def _then(field: str, codes: Collection[str], nothing: str = UNKNOWN) -> Callable[[date], Any]:
    return lambda _: Case(
        When(**{f"{field}__in": list(codes)}, then=F(field)), default=_text(nothing), output_field=CharField()
    )


def _lost(day: date) -> Case:
    return _case(
        When(Q(lost=True) & (Q(lost_date__isnull=True) | Q(lost_date__lte=day)), then=_text("lost")), default="reached"
    )


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        "category",
        "正式、预备",
        [*(Band(value, str(label)) for value, label in Category.choices), _NOT_SAID],
        _then("category_then", Category.values),
    ),
    Dimension("sex", "性别", [Band("1", "男"), Band("2", "女"), _NOT_SAID], _one_of("person__sex", "12"), OFFICIAL),
    Dimension(
        "ethnicity",
        "民族",
        [Band("han", "汉族"), Band("minority", "少数民族"), Band("other", "其他、外国血统"), _NOT_SAID],
        _ethnicity,
        OFFICIAL,
        "少数民族是国家标准里汉族以外的五十五个民族。",
    ),
    Dimension(
        "age",
        "年龄",
        [*(Band(f"to{last}", label) for last, label in (*_AGES, *_AGES_LATER)), _NOT_SAID],
        _age,
        OFFICIAL,
        "到截止日期的周岁；只知道年月的按第一天算。",
    ),
    Dimension(
        "education",
        "学历",
        [*(Band(str(place), band) for place, band in enumerate(EDUCATION_BANDS, 1)), _NOT_SAID],
        _education,
        OFFICIAL,
        "按登记的最高学历，结业、肄业算在同一层次。",
    ),
    Dimension(
        "occupation",
        "职业",
        [
            *(Band(code, label) for code, label in OCCUPATION.labels.items()),
            Band("unread", "写法不在八类里"),
            _NOT_SAID,
        ],
        _occupation,
        OFFICIAL,
        "按“工作岗位”一栏。",
    ),
    Dimension(
        "joined",
        "入党时间（四段）",
        [*(Band(code, label) for code, _, label in BULLETIN), _NOT_SAID],
        _periods(BULLETIN),
        OFFICIAL,
        "十一届三中全会按1978年12月18日、十八大按2012年11月8日起算；只知道年月的按第一天算。",
    ),
    Dimension(
        "joined_finely",
        "入党时间（七段）",
        [*(Band(code, label) for code, _, label in PERIODS), _NOT_SAID],
        _periods(PERIODS),
        OFFICIAL,
        "旧表的分法：“文革”按1966年5月16日至1976年10月，十六大按2002年11月8日起算。",
    ),
    Dimension(
        "standing",
        "党龄",
        [
            *(Band(code, label) for code, label in LABELS),
            Band(NOT_FULL, "预备党员，党龄未起算"),
            Band(START_UNKNOWN, "算不出（缺转正日期等）"),
        ],
        standing_band,
        OURS,
        "按截止日期满几年，含党龄校正值；分段是本系统的。",
    ),
    Dimension(
        "employment",
        "在职离退",
        [*(Band(value, str(label)) for value, label in Employment.choices), _NOT_SAID],
        _then("employment_then", Employment.values),
    ),
    Dimension(
        "floating",
        "流动",
        [Band(Floating.OUTWARD.value, "流出"), Band("none", "不流动")],
        _then("floating_then", [Floating.OUTWARD.value], "none"),
        OURS,
        "流入的不在总数里，另列。",
    ),
    Dimension("lost", "失联", [Band("lost", "失联"), Band("reached", "联系得上")], _lost),
)
BY_CODE = {dimension.code: dimension for dimension in DIMENSIONS}


def in_band(rows: QuerySet[Member], day: date, dimension: str, band: str) -> QuerySet[Member]:
    """Of a roll of that day those in one band; nobody for a breakdown or band there is none of."""
    found = BY_CODE.get(dimension)
    if found is None:
        return rows.none()
    name = f"{dimension}_band"
    return rows.alias(**{name: found.value(day)}).filter(**{name: band})

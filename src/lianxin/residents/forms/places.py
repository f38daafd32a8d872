"""Shape and wording of what is asked about places."""

import re
from typing import Any

from django import forms

from lianxin.orgs.editing import DayField, VersionedForm
from lianxin.residents.choices import Upkeep
from lianxin.residents.forms.fields import HouseholdsField
from lianxin.residents.rules import MOST_HOUSEHOLDS
from lianxin.ui.widgets import FigureInput

MOST_STAIRWAYS = 12


class CourtyardFields(forms.Form):
    """A courtyard."""

    name = forms.CharField(
        label="院坝名称", max_length=60, help_text="居民平时怎么叫，例如“西昌路 126 号院”；责任区、公示栏用它。"
    )
    address = forms.CharField(label="地址", max_length=120, required=False, help_text="门牌地址，上门和派单要找得到。")
    upkeep = forms.ChoiceField(
        label="管理方式", choices=Upkeep.choices, required=False, help_text="没有物业的院坝是志愿服务先去的地方。"
    )
    keeper = forms.CharField(label="物业或管理单位", max_length=60, required=False, help_text="出了问题找谁。")
    households = HouseholdsField(
        label="户数", required=False, help_text="楼栋、单元填了户数的，按楼栋、单元相加，这里可不填。"
    )
    opened_on = DayField(label="从哪天起", required=False, help_text="新建成、新划入的填；一直就有的空着。")
    note = forms.CharField(
        label="备注", max_length=200, required=False, help_text="别人去之前要知道的，例如“北门晚上锁”。"
    )


class RegisterCourtyardForm(CourtyardFields):
    """A new courtyard."""


class CorrectCourtyardForm(VersionedForm, CourtyardFields):
    """A courtyard corrected."""


class PartFields(forms.Form):
    """A building or a stairway."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如“2 幢”“1 单元”；同一处里不能重名。")
    households = HouseholdsField(label="户数", required=False, help_text="单元填了的，楼栋不用再填，系统会加。")
    address = forms.CharField(label="地址", max_length=120, required=False, help_text="和院坝的门牌不同才填。")
    opened_on = DayField(label="从哪天起", required=False, help_text="新建成的填；一直就有的空着。")
    note = forms.CharField(label="备注", max_length=200, required=False, help_text="例如“电梯常坏”“一楼是商铺”。")


class RegisterBuildingForm(PartFields):
    """A new building, perhaps with its stairways at once."""

    stairways = forms.IntegerField(
        label="有几个单元",
        min_value=0,
        max_value=MOST_STAIRWAYS,
        required=False,
        widget=FigureInput,
        help_text="填 4 就一次建好 1 至 4 单元；不分单元的空着。",
    )
    each = forms.CharField(
        label="各单元户数",
        max_length=80,
        required=False,
        help_text="每个单元一样多，写一个数，例如 24；不一样，按顺序写，例如 24、24、18、18。",
    )

    def clean(self) -> dict[str, Any]:
        """Turn number and counts into (name, households) pairs under ``pairs``."""
        data = super().clean() or {}
        data["pairs"] = _pairs(self, 1, data.get("stairways") or 0, data.get("each", ""))
        return data


class AddStairwaysForm(forms.Form):
    """Several stairways at once."""

    first = forms.IntegerField(
        label="从几单元",
        min_value=1,
        max_value=99,
        initial=1,
        widget=FigureInput,
        help_text="已有 1、2 单元的，从 3 写起。",
    )
    last = forms.IntegerField(
        label="到几单元", min_value=1, max_value=99, widget=FigureInput, help_text="只加一个，两处写一样的数。"
    )
    each = forms.CharField(
        label="各单元户数",
        max_length=80,
        required=False,
        help_text="一样多写一个数，例如 24；不一样按顺序写，例如 24、24、18、18；不清楚先空着。",
    )

    def clean(self) -> dict[str, Any]:
        """Turn range and counts into (name, households) pairs under ``pairs``."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last:
            if not 0 <= last - first < MOST_STAIRWAYS:
                self.add_error("last", f"一次最多加 {MOST_STAIRWAYS} 个单元，而且不能比起始的小。")
            else:
                data["pairs"] = _pairs(self, first, last, data.get("each", ""))
        return data


class CorrectPartForm(VersionedForm, PartFields):
    """A building or stairway corrected."""


class ClosePlaceForm(VersionedForm):
    """The end of a place."""

    closed_on = DayField(label="从哪天起不在了", help_text="拆除、合并的日子；按当天的台账以它为准。")
    note = forms.CharField(label="原因", max_length=200, required=False, help_text="例如“危房拆除，建成小花园”。")


class PlaceFilterForm(forms.Form):
    """What the list of courtyards shows."""

    q = forms.CharField(label="名称或地址", required=False, max_length=40)
    upkeep = forms.ChoiceField(
        label="管理方式",
        required=False,
        choices=[("", "全部"), *[(value or "unknown", label) for value, label in Upkeep.choices]],
    )
    all = forms.BooleanField(label="连同不在了的", required=False)


def _pairs(form: forms.Form, first: int, last: int, each: str) -> list[tuple[str, int | None]]:
    counts = [int(text) for text in re.findall(r"\d+", each)]
    number = max(0, last - first + 1)
    if counts and len(counts) not in {1, number}:
        form.add_error("each", f"有 {number} 个单元，写了 {len(counts)} 个户数；请写一个或写 {number} 个。")
        return []
    if any(count > MOST_HOUSEHOLDS for count in counts):
        form.add_error("each", f"户数超过 {MOST_HOUSEHOLDS}，请核对。")
        return []
    filled: list[int | None] = list(counts) if len(counts) > 1 else [counts[0] if counts else None] * number
    return [(f"{first + index}单元", filled[index]) for index in range(number)]

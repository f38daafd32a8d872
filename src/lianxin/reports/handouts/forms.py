"""What is asked before a sheet is made."""

import re
from typing import Any

from django import forms

from lianxin.declare.handouts import HandoutSource
from lianxin.documents.handouts import ENVELOPES, LABELS
from lianxin.reports.handouts.kinds import HandoutKind

MOST_TICKS, LONGEST_TICK = 6, 12
MOST_BLANK = 60


class HandoutForm(forms.Form):
    """Every field there is; a kind of sheet keeps those it asks."""

    title = forms.CharField(label="标题", max_length=40, help_text="印在最上面，例如“11月主题党日签到表”。")
    note = forms.CharField(
        label="标题下面的一行", max_length=80, required=False, help_text="时间、地点、主持人；不写就不印。"
    )
    ticks = forms.CharField(
        label="要打勾的项目",
        max_length=80,
        help_text=f"用顿号隔开，例如“已通知、能来、要接送”，最多 {MOST_TICKS} 项。",
    )
    columns = forms.MultipleChoiceField(
        label="姓名后面印哪几列", required=False, widget=forms.CheckboxSelectMultiple, help_text="越少字越大。"
    )
    blank_rows = forms.IntegerField(
        label="后面留几行空行", min_value=0, max_value=MOST_BLANK, help_text="给名单上没有、临时来的人。"
    )
    layout = forms.ChoiceField(
        label="标签纸",
        choices=[(code, kind.name) for code, kind in LABELS.items()],
        widget=forms.RadioSelect,
        help_text="和手头的不干胶纸一样；先用白纸印一张对着光看。",
    )
    with_address = forms.BooleanField(label="印地址", required=False, help_text="寄东西才用，贴档案袋、桌牌不用。")
    below = forms.ChoiceField(label="名字下面印什么", required=False, help_text="分发时好归拢。")
    envelope = forms.ChoiceField(
        label="信封", choices=[(code, kind.name) for code, kind in ENVELOPES.items()], widget=forms.RadioSelect
    )
    sender = forms.CharField(label="寄信人", max_length=60, help_text="印在右下角，退信时要用。")
    postcode = forms.RegexField(
        r"^\d{6}$",
        label="寄信人邮编",
        required=False,
        help_text="六位数字，不知道就空着。",
        error_messages={"invalid": "邮编是六位数字。"},
    )
    boxes = forms.BooleanField(
        label="印左上角的六个邮编框", required=False, help_text="信封上已经印好红框的，不要再印。"
    )
    large = forms.BooleanField(label="大字", required=False, help_text="年纪大的同志看得清、好下笔。")

    def __init__(self, *args: Any, source: HandoutSource, kind: HandoutKind, **more: Any) -> None:
        super().__init__(*args, **more)
        self._titles = dict(source.columns)
        for name in list(self.fields):
            if name not in kind.fields:
                del self.fields[name]
        if "columns" in self.fields:
            self.fields["columns"].choices = source.columns  # type: ignore[attr-defined]
        if "below" in self.fields:
            self.fields["below"].choices = [("", "不印"), *source.columns]  # type: ignore[attr-defined]
        self.order_fields(kind.fields)

    def clean_columns(self) -> dict[str, str]:
        """The chosen columns with their titles, in the order of the list."""
        chosen = set(self.cleaned_data["columns"])
        return {name: title for name, title in self._titles.items() if name in chosen}

    def clean_ticks(self) -> list[str]:
        """The things to tick."""
        words = [word.strip() for word in re.split(r"[、，,；;\s]+", self.cleaned_data["ticks"]) if word.strip()]
        if not words:
            raise forms.ValidationError("请写要打勾的项目。")
        if len(words) > MOST_TICKS:
            raise forms.ValidationError(f"最多 {MOST_TICKS} 项，这里有 {len(words)} 项；多的另做一张。")
        too_long = next((word for word in words if len(word) > LONGEST_TICK), None)
        if too_long:
            raise forms.ValidationError(f"“{too_long}”太长，一项最多 {LONGEST_TICK} 个字。")
        return words

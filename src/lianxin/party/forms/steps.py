"""Steps of a membership: facts that change, leaving, coming back, offices."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from lianxin.orgs.editing import DayField, PartialDateField, VersionedForm
from lianxin.orgs.models import Organisation
from lianxin.party.choices import ASPECT_VALUES, LEAVING, RETURNING, Aspect, ChangeKind, Office
from lianxin.party.forms.fields import TidyField, place_choices

NO_VALUE = {
    Aspect.EMPLOYMENT: "不清楚",
    Aspect.FLOATING: "不再流动",
    Aspect.NEW_ECONOMY: "不再在两新组织从业",
}


class PaperFields(forms.Form):
    """What a change rests on."""

    counterpart = TidyField(
        label="对方党组织", max_length=100, required=False, help_text="转到哪里、从哪里来；没有就空着。"
    )
    document_no = TidyField(label="文号或介绍信号", max_length=60, required=False, help_text="凭什么办的，以后查得到。")
    note = TidyField(label="说明", max_length=200, required=False, help_text="别人以后要知道的一句话。")


class FactForm(VersionedForm):
    """From a day on something else holds."""

    value = forms.ChoiceField(label="从这天起是", help_text="旧的那一段到这一天为止，自动留着。")
    since = DayField(label="从哪一天起", help_text="按当天的台账以它为准。")
    note = TidyField(label="说明", max_length=120, required=False, help_text="例如去了哪里、在哪个单位；没有就空着。")

    def __init__(self, *args: Any, aspect: Aspect, **more: Any) -> None:
        super().__init__(*args, **more)
        values = [choice for choice in ASPECT_VALUES[aspect].choices if choice[0] != "in"]
        self.fields["value"].choices = [*values, ("none", NO_VALUE[aspect])]  # type: ignore[attr-defined]

    def clean_value(self) -> str:
        """The value, "" for none."""
        value = str(self.cleaned_data["value"])
        return "" if value == "none" else value


class FactBeginningForm(VersionedForm):
    """The day a fact began, put right."""

    since = DayField(label="从哪一天起", required=False, help_text="不清楚就空着，按一直如此计。")
    reason = TidyField(label="更正的理由", max_length=200, help_text="凭什么改的，别人以后看得到。")


class ConversionForm(VersionedForm):
    """A probationary member becomes a full one."""

    full_date = PartialDateField(label="转正日期", help_text="支部大会通过转正、上级批准的日子；党龄从这一天算。")


class DepartureForm(VersionedForm, PaperFields):
    """Leaving the roll."""

    kind = forms.ChoiceField(
        label="为什么离开",
        choices=[(kind.value, kind.label) for kind in LEAVING],
        widget=forms.RadioSelect,
        help_text="年报按这个原因统计。",
    )
    on = DayField(label="离开日期", help_text="从这一天起不在名册上；去世填去世的日子。")
    fieldsets = (
        ("离开", "", ("kind", "on")),
        ("依据", "", ("counterpart", "document_no", "note")),
    )

    def clean_kind(self) -> ChangeKind:
        """The reason."""
        return ChangeKind(self.cleaned_data["kind"])


class UndoForm(VersionedForm):
    """A departure entered by mistake."""

    reason = TidyField(label="撤销的理由", max_length=200, help_text="为什么说是误登；别人以后看得到。")


class ReturnForm(VersionedForm, PaperFields):
    """On the roll again."""

    kind = forms.ChoiceField(
        label="怎样回来的",
        choices=[(kind.value, kind.label) for kind in RETURNING],
        widget=forms.RadioSelect,
        help_text="年报按这个原因统计。",
    )
    on = DayField(label="日期", help_text="从这一天起又在名册上。")
    place = forms.ChoiceField(label="所在党支部", required=False, help_text="还不清楚先空着，列为“待分支部”。")

    def __init__(self, *args: Any, places: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        branches = list(place_choices([row for row in places if row.kind != "340"]))
        self.fields["place"].choices = [("", "待分支部"), *branches]  # type: ignore[attr-defined]

    def clean_kind(self) -> ChangeKind:
        """The reason."""
        return ChangeKind(self.cleaned_data["kind"])


class OfficeForm(VersionedForm):
    """An office taken up."""

    organisation = forms.ChoiceField(label="在哪个党组织", help_text="只列出本社区的党组织。")
    office = forms.ChoiceField(label="职务", choices=Office.choices, help_text="党小组只设党小组长。")
    since = DayField(label="从哪一天起", required=False, help_text="选举或任命的日子；不清楚先空着。")

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.organisations = {str(row.pk): row for row in organisations}
        choices = [(pk, row.short_name) for pk, row in self.organisations.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        """The chosen organisation."""
        return self.organisations[self.cleaned_data["organisation"]]


class OfficeCorrectionForm(VersionedForm):
    """From when to when an office was held, put right."""

    since = DayField(label="从哪一天起", required=False, help_text="选举或任命的日子；不清楚空着。")
    until = DayField(label="到哪一天为止", required=False, help_text="还在任的空着；误登了结束的，清空。")
    reason = TidyField(label="更正的理由", max_length=200, help_text="凭什么改的，别人以后看得到。")


class OfficeEndForm(VersionedForm):
    """An office laid down."""

    until = DayField(label="到哪一天为止", help_text="届满、辞职或免职的日子。")

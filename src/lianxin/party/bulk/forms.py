"""For whom which field is changed, and to what."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from lianxin.kernel import clock
from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.orgs.editing import DayField
from lianxin.orgs.models import Organisation
from lianxin.party.bulk.fields import CHANGEABLE, FACTS, FLOATINGS, PLACE, Wanted, label_of, place_words, words_of
from lianxin.party.choices import Employment
from lianxin.party.forms import fields
from lianxin.party.forms.fields import place_choices

TICKED, ALL = "ticked", "all"


class WhoForm(forms.Form):
    """Those ticked or all that the list is narrowed to; and which field."""

    who = forms.ChoiceField(
        label="改哪些人",
        choices=[(TICKED, "上面打勾的人"), (ALL, "符合条件的全部，不止这一页")],
        initial=TICKED,
        help_text="下一步还能逐人核对，把不该改的去掉。",
    )
    field = forms.ChoiceField(
        label="改哪一项",
        choices=[("", "请选一项"), *((name, label_of(name)) for name in CHANGEABLE)],
        help_text="一次改一项；姓名、号码、日期因人而异，请到各人页面上更正。",
    )


class ValueForm(forms.Form):
    """The new value of one field, dated where it is a dated fact."""

    value = forms.CharField(required=False)
    clear = forms.BooleanField(label="清空这一项", required=False, help_text="原来填的都不要了才勾；审计里还查得到。")
    on = DayField(label="从哪一天起", help_text="以前的情况留着，到这一天为止。")

    def __init__(self, *args: Any, field: str, places: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.field = field
        self._places = {str(row.pk): row for row in places}
        self.fields["value"] = self._value_field(places)
        if field not in (PLACE, *FACTS):
            del self.fields["on"]
            return
        del self.fields["clear"]
        self.fields["on"].initial = "" if field == PLACE else clock.today().isoformat()
        if field == PLACE:
            self.fields["on"].required = False
            self.fields["on"].help_text = "原来就在这个支部、只是没写明的，空着；从别处调来的填日期。"

    def _value_field(self, places: Sequence[Organisation]) -> forms.Field:
        if self.field == PLACE:
            return _chosen("编入", place_choices(places), "党支部，或支部里的党小组。")
        if self.field == "employment":
            return _chosen("改成", Employment.choices, "决定建哪张管理卡。")
        if self.field == "floating":
            return _chosen("改成", FLOATINGS, "流入的在登记时注明，不在这里改。")
        if self.field == "new_economy":
            return _chosen("改成", [(fields.YES, "是"), (fields.NO, "否")], "在不在非公企业、社会组织工作。")
        if self.field == "job_post":
            return fields.chosen("job_post", fields.OCCUPATIONS, "年报的八类职业；要清空，勾下面一格。")
        return fields.text(self.field, "每个人都写成这样；要清空，勾下面一格。")

    def clean(self) -> dict[str, Any]:
        """Something is said, or it is emptied; not both."""
        data = super().clean() or self.cleaned_data
        if "clear" in self.fields and bool(data.get("value")) == data.get("clear", False):
            self.add_error("value", "写上新的内容，或者勾“清空这一项”；两样只能有一样。")
        return data

    def wanted(self) -> Wanted:
        """What is to be written."""
        said, on = self.cleaned_data["value"], self.cleaned_data.get("on")
        if self.field == PLACE:
            place = self._places[said]
            if place.kind in BRANCH_KINDS:
                return Wanted(PLACE, place.pk, on, None, place_words(place, None))
            assert place.parent is not None
            return Wanted(PLACE, place.parent.pk, on, place.pk, place_words(place.parent, place))
        value: object = said == fields.YES if self.field == "new_economy" else said or None
        return Wanted(self.field, value, on, None, words_of(self.field, value) if value is not None else "")


def ticked(values: Sequence[str]) -> list[uuid.UUID]:
    """The identifiers behind ticked boxes; what is none is passed over."""
    found = []
    for text in values:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _chosen(label: str, choices: Sequence[tuple[str, Any]], help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "请选一项"), *choices], help_text=help_text)

"""Shape and wording of what is asked about units."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from lianxin.orgs.editing import DayField, VersionedForm
from lianxin.residents.choices import UnitKind
from lianxin.residents.forms.fields import CourtyardChoice, SealedField, tell_present
from lianxin.residents.models import Place, Unit
from lianxin.ui.widgets import FigureInput, PhoneInput


class UnitFields(forms.Form):
    """A unit."""

    name = forms.CharField(label="单位名称", max_length=80, help_text="与公章或营业执照一致。")
    kind = forms.ChoiceField(
        label="类别", choices=[("", "请选择"), *UnitKind.choices], help_text="共建委员会、年报按它分类。"
    )
    new_economy = forms.BooleanField(
        label="两新组织", required=False, help_text="新经济组织、新社会组织；决定用不用“两新”联系卡。"
    )
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=24, required=False, help_text="18 位，营业执照上有；采集表要填。"
    )
    place = CourtyardChoice(label="在哪个院坝", empty_label="不在院坝里", help_text="单位职工进院坝服务时要知道。")
    address = forms.CharField(label="地址", max_length=120, required=False, help_text="送通知、上门要找得到。")
    contact_name = forms.CharField(label="联络员", max_length=50, required=False, help_text="联席会议、活动通知谁。")
    contact_phone = SealedField(
        label="联络员电话",
        max_length=30,
        required=False,
        widget=PhoneInput,
        help_text="加密保存，平时打码；看一次记一次。",
    )
    headcount = forms.IntegerField(
        label="从业人数",
        min_value=0,
        max_value=999_999,
        required=False,
        widget=FigureInput,
        help_text="两新组织统计要用，大约数就行。",
    )
    party_organisation = forms.CharField(
        label="党组织", max_length=80, required=False, help_text="单位自己的党组织；没有的空着。"
    )
    party_members = forms.IntegerField(
        label="党员人数",
        min_value=0,
        max_value=999_999,
        required=False,
        widget=FigureInput,
        help_text="单位说的数，两新组织党建、报到服务要用。",
    )
    opened_on = DayField(label="入驻日期", required=False, help_text="新来的填；早就在的空着。")
    note = forms.CharField(label="备注", max_length=200, required=False, help_text="例如能提供的场地、资源。")
    fieldsets = (
        ("单位", "", ["name", "kind", "new_economy", "credit_code", "headcount"]),
        ("党建", "", ["party_organisation", "party_members"]),
        ("在哪里", "", ["address", "place", "opened_on"]),
        ("找谁", "", ["contact_name", "contact_phone"]),
        ("其他", "", ["note"]),
    )

    def __init__(self, *args: Any, courtyards: QuerySet[Place], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["place"].queryset = courtyards  # type: ignore[attr-defined]


class RegisterUnitForm(UnitFields):
    """A new unit."""


class CorrectUnitForm(VersionedForm, UnitFields):
    """A unit corrected."""

    def __init__(self, *args: Any, phone_now: str, **more: Any) -> None:
        super().__init__(*args, **more)
        tell_present(self.fields["contact_phone"], phone_now)


class UnitStepFields(VersionedForm):
    """The day and a remark of a step in a unit's history."""

    on = DayField(label="日期", help_text="从哪一天起；按当天的台账以它为准。")
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="别人以后看沿革时要知道的一句话。")


class RenameUnitForm(UnitStepFields):
    """A unit's new name."""

    new_name = forms.CharField(label="新名称", max_length=80, help_text="与新公章一致；原名称留在沿革里。")
    field_order = ("new_name",)


class MergeUnitForm(UnitStepFields):
    """A unit merged into another."""

    into = forms.ModelChoiceField(
        Unit.objects.none(), label="并入哪个单位", empty_label="请选择", help_text="登记在本单位的人一起过去。"
    )
    field_order = ("into",)

    def __init__(self, *args: Any, others: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class CloseUnitForm(UnitStepFields):
    """A unit closed or moved out."""

    kind = forms.ChoiceField(
        label="怎么不在了",
        choices=[("closed", "关停"), ("moved_out", "迁出")],
        widget=forms.RadioSelect,
        help_text="迁出的还在别处，关停的没有了。",
    )
    field_order = ("kind",)


class UnitFilterForm(forms.Form):
    """What the list of units shows."""

    q = forms.CharField(label="名称、地址、联络员", required=False, max_length=40)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *UnitKind.choices])
    new_economy = forms.BooleanField(label="只看两新组织", required=False)
    all = forms.BooleanField(label="连同不在了的", required=False)

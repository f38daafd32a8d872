"""Shape and wording of what is asked about organisations and communities."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from lianxin.orgs.choices import Figure, OrganisationKind, UnitSituation
from lianxin.orgs.editing import DayField, VersionedForm
from lianxin.orgs.models import Organisation

NAME_HELP = "与印章一致的全称，花名册和台账上用它。"
SHORT_HELP = "平时怎么叫，例如“第一支部”；列表和导入认人用它。"
STEP_FIELDSET = ("依据", "哪一天、凭什么文件办的，写进沿革，以后查得到。", ["on", "document_no", "note"])


class StepFields(forms.Form):
    """The day, the document and a remark of a step of history."""

    on = DayField(label="日期", help_text="从哪一天起算；按当天的台账以它为准。")
    document_no = forms.CharField(
        label="文号", max_length=60, required=False, help_text="上级批复或决定的文号，没有可不填。"
    )
    note = forms.CharField(label="说明", max_length=150, required=False, help_text="别人以后看沿革时要知道的一句话。")


class DetailFields(forms.Form):
    """Facts without history of their own."""

    founded_on = DayField(label="成立日期", required=False, help_text="批复成立的日子；不清楚先空着，按一直存在计。")
    approval_no = forms.CharField(
        label="批准文号", max_length=60, required=False, help_text="批准成立的文件，检查时要看。"
    )
    unit_situation = forms.ChoiceField(
        label="所在单位情况",
        choices=[("", "未登记"), *UnitSituation.choices],
        required=False,
        help_text="全国党员信息采集表要填的一项。",
    )
    floating = forms.BooleanField(
        label="流动党员党组织", required=False, help_text="专为流入、流出党员设立的才勾；设立要经县级以上党委批准。"
    )
    contact_name = forms.CharField(label="联系人", max_length=50, required=False, help_text="有事找谁。")
    contact_phone = forms.CharField(
        label="联系电话（公开）",
        max_length=30,
        required=False,
        help_text="办公电话；会原样显示和打印，不要填私人手机。",
    )
    address = forms.CharField(label="通讯地址", max_length=120, required=False, help_text="信件和介绍信寄到哪里。")


class FoundForm(DetailFields):
    """Founding an organisation under another."""

    kind = forms.ChoiceField(label="类别", help_text="只列出可以设在这个上级下面的类别。")
    name = forms.CharField(label="党组织全称", max_length=100, help_text=NAME_HELP)
    short_name = forms.CharField(label="简称", max_length=50, help_text=SHORT_HELP)
    field_order = ("kind", "name", "short_name")
    fieldsets = (
        ("名称", "", ["kind", "name", "short_name"]),
        ("成立", "", ["founded_on", "approval_no", "unit_situation", "floating"]),
        ("联系", "", ["contact_name", "contact_phone", "address"]),
    )

    def __init__(self, *args: Any, kinds: Iterable[OrganisationKind], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class CorrectForm(VersionedForm, DetailFields):
    """Correcting what carries no history."""

    fieldsets = (
        ("成立", "", ["founded_on", "approval_no", "unit_situation", "floating"]),
        ("联系", "", ["contact_name", "contact_phone", "address"]),
    )


class RenameForm(VersionedForm, StepFields):
    """A new name from a day on."""

    name = forms.CharField(label="新的全称", max_length=100, help_text=NAME_HELP)
    short_name = forms.CharField(label="新的简称", max_length=50, help_text=SHORT_HELP)
    fieldsets = (("名称", "", ["name", "short_name"]), STEP_FIELDSET)


class MoveForm(VersionedForm, StepFields):
    """Another parent from a day on."""

    parent = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="新的上级党组织",
        empty_label="请选择",
        help_text="连同下面的组织和党员一起过去。",
    )
    fieldsets = (("隶属", "", ["parent"]), STEP_FIELDSET)

    def __init__(self, *args: Any, parents: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class RegradeForm(VersionedForm, StepFields):
    """Another kind from a day on."""

    kind = forms.ChoiceField(label="新的类别", help_text="例如党支部升为党总支；名称要变的另办更名。")
    fieldsets = (("类别", "", ["kind"]), STEP_FIELDSET)

    def __init__(self, *args: Any, kinds: Iterable[OrganisationKind], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class DissolveForm(VersionedForm, StepFields):
    """The end, from a day on."""


class CommunityForm(VersionedForm):
    """The community's profile."""

    name = forms.CharField(label="社区名称", max_length=60, help_text="页眉、台账、打印件上的名字。")
    street_name = forms.CharField(label="所属街道", max_length=60, required=False, help_text="报送的去处。")
    district_name = forms.CharField(label="所属区（县）", max_length=60, required=False, help_text="报送的去处。")
    area_code = forms.RegexField(
        r"^\d{6}(\d{3}(\d{3})?)?$",
        label="行政区划代码",
        required=False,
        max_length=12,
        help_text="6、9 或 12 位数字，年报要用；不清楚先空着。",
        error_messages={"invalid": "应是 6、9 或 12 位数字。"},
    )
    boundary_east = forms.CharField(
        label="东至", max_length=60, required=False, help_text="以路、河、墙为界，写路名就行。"
    )
    boundary_south = forms.CharField(label="南至", max_length=60, required=False, help_text="同上。")
    boundary_west = forms.CharField(label="西至", max_length=60, required=False, help_text="同上。")
    boundary_north = forms.CharField(label="北至", max_length=60, required=False, help_text="同上。")
    office_address = forms.CharField(
        label="办公地址", max_length=120, required=False, help_text="居民、党员来办事的地方。"
    )
    office_phone = forms.CharField(
        label="办公电话", max_length=30, required=False, help_text="印在通知和卡片上，给人打的。"
    )
    fieldsets = (
        ("名称与隶属", "", ["name", "street_name", "district_name", "area_code"]),
        (
            "四至",
            "社区的边界，写进概况和经验材料。",
            ["boundary_east", "boundary_south", "boundary_west", "boundary_north"],
        ),
        ("办公", "", ["office_address", "office_phone"]),
    )


class FigureFields(forms.Form):
    """A stated figure."""

    code = forms.ChoiceField(
        label="项目",
        choices=Figure.choices,
        help_text="党员、单位、院坝由登记数出，不用填；户数登记也数，两个数会并排。",
    )
    value = forms.DecimalField(
        label="数值", max_digits=14, decimal_places=2, min_value=0, help_text="单位随项目自动带出。"
    )
    stated_on = DayField(label="截止日期", help_text="这个数字是哪一天的；以后有新数字就再填一条。")
    source = forms.CharField(label="来源", max_length=120, help_text="谁报的、哪份表上的；没有来源的数字不出门。")


class StateFigureForm(FigureFields):
    """A new stated figure."""


class CorrectFigureForm(VersionedForm, FigureFields):
    """A slip in a stated figure."""


class WithdrawFigureForm(VersionedForm):
    """A figure that should not stand."""

    reason = forms.CharField(label="撤回的理由", max_length=200, help_text="为什么不算数；别人以后看得到。")


class TreeFilterForm(forms.Form):
    """What the tree shows."""

    q = forms.CharField(label="名称", required=False, max_length=40)
    all = forms.BooleanField(label="连同已撤销的", required=False)

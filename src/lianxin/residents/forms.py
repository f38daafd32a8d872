"""Shape and wording of what is asked about places, units and persons."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet

from lianxin.kernel.codes import ETHNICITY, SEX
from lianxin.orgs.editing import DayField, PartialDateField, VersionedForm
from lianxin.residents.choices import ConsentPurpose, ContactChannel, Hearing, Mobility, UnitKind, Upkeep
from lianxin.residents.models import Place, Unit
from lianxin.residents.queries import full_name
from lianxin.residents.rules import MOST_HOUSEHOLDS
from lianxin.ui.widgets import FigureInput, IdNumberInput, PhoneInput

REMOVE = "无"
"""Typed into a sealed field to empty it; a blank keeps what is there."""
MOST_STAIRWAYS = 12


class CourtyardChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """A place by its whole name."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Place.objects.none(), required=False, **more)

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 (as Django declares it)
        """``3号院 2幢``."""
        return full_name(obj)


class HouseholdsField(forms.IntegerField):
    """A count of households."""

    widget = FigureInput

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_HOUSEHOLDS, **more)


class SealedField(forms.CharField):
    """A sensitive value that is never shown in the form: blank keeps it (None), 无 removes it ("")."""

    def clean(self, value: Any) -> str | None:  # noqa: ANN401 (as Django declares it)
        """None, "" or the value typed."""
        text = str(super().clean(value) or "")
        return None if not text else "" if text == REMOVE else text


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
    opened_on = DayField(label="入驻日期", required=False, help_text="新来的填；早就在的空着。")
    note = forms.CharField(label="备注", max_length=200, required=False, help_text="例如能提供的场地、资源。")
    fieldsets = (
        ("单位", "", ["name", "kind", "new_economy", "credit_code", "headcount"]),
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
        _tell_present(self.fields["contact_phone"], phone_now)


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


class PersonFields(forms.Form):
    """A person who is no member."""

    name = forms.CharField(label="姓名", max_length=50, help_text="按身份证写。")
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "未登记"), *SEX.choices()], help_text="称呼和安排帮扶时要用。"
    )
    birth = PartialDateField(label="出生日期", required=False, help_text="知道到年月也行；算年龄用。")
    ethnicity = forms.ChoiceField(
        label="民族",
        required=False,
        choices=[("", "未登记"), *ETHNICITY.choices()],
        help_text="需要照顾饮食习惯时要知道。",
    )
    id_number = SealedField(
        label="公民身份号码",
        max_length=24,
        required=False,
        widget=IdNumberInput,
        help_text="只在办事确实要用时填；加密保存，平时打码。",
    )
    mobile = SealedField(
        label="手机", max_length=30, required=False, widget=PhoneInput, help_text="加密保存，平时打码；看一次记一次。"
    )
    phone = SealedField(
        label="固定电话", max_length=30, required=False, widget=PhoneInput, help_text="老人常用座机，一样加密。"
    )
    place = CourtyardChoice(label="住在哪个院坝", empty_label="未登记", help_text="分责任区、找人用。")
    residence = forms.CharField(label="现居住地", max_length=120, required=False, help_text="写到门牌；上门要找得到。")
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="在哪个驻区单位",
        required=False,
        empty_label="不在驻区单位",
        help_text="单位联系人看这里。",
    )
    employer = forms.CharField(
        label="工作单位及职务", max_length=120, required=False, help_text="不在驻区单位的写这里。"
    )
    skills = forms.CharField(label="特长", max_length=120, required=False, help_text="组织志愿服务时按特长找人。")
    note = forms.CharField(label="备注", max_length=200, required=False, help_text="写事情，不写评价。")
    fieldsets = (
        ("本人", "", ["name", "sex", "birth", "ethnicity", "id_number"]),
        ("怎么找到", "", ["mobile", "phone", "place", "residence"]),
        ("工作与特长", "", ["unit", "employer", "skills", "note"]),
    )

    def __init__(self, *args: Any, courtyards: QuerySet[Place], units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["place"].queryset = courtyards  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class RegisterPersonForm(PersonFields):
    """A new person."""


class CorrectPersonForm(VersionedForm, PersonFields):
    """A person corrected."""

    def __init__(self, *args: Any, present: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, masked in present.items():
            _tell_present(self.fields[name], masked)


class PersonFilterForm(forms.Form):
    """Whom the list shows."""

    q = forms.CharField(label="姓名、拼音或首字母", required=False, max_length=40)


class ReachForm(VersionedForm):
    """How a person is best reached."""

    channel = forms.ChoiceField(
        label="怎样联系", choices=ContactChannel.choices, required=False, help_text="按本人习惯；通知时先用这种办法。"
    )
    hearing = forms.ChoiceField(
        label="听力", choices=Hearing.choices, required=False, help_text="打电话、开会排座位时要照顾。"
    )
    dialect = forms.CharField(label="方言", max_length=30, required=False, help_text="只听得懂方言的，找会说的人去。")
    mobility = forms.ChoiceField(
        label="行动", choices=Mobility.choices, required=False, help_text="开会要不要接送、是不是送学上门。"
    )
    carer_name = forms.CharField(label="家人或照料人", max_length=50, required=False, help_text="本人联系不上时找谁。")
    carer_relation = forms.CharField(label="与本人关系", max_length=20, required=False, help_text="例如“女儿”“邻居”。")
    carer_phone = SealedField(
        label="照料人电话",
        max_length=30,
        required=False,
        widget=PhoneInput,
        help_text="加密保存，平时打码；看一次记一次。",
    )
    fieldsets = (
        ("本人", "", ["channel", "hearing", "dialect", "mobility"]),
        ("家人或照料人", "", ["carer_name", "carer_relation", "carer_phone"]),
    )

    def __init__(self, *args: Any, phone_now: str, **more: Any) -> None:
        super().__init__(*args, **more)
        _tell_present(self.fields["carer_phone"], phone_now)


class GiveConsentForm(forms.Form):
    """A consent given."""

    purpose = forms.ChoiceField(
        label="同意什么",
        choices=ConsentPurpose.choices,
        help_text="一件事一次同意，分开登记（个人信息保护法第十四、二十五、二十九条）。",
    )
    given_on = DayField(label="同意日期", help_text="本人点头的那一天。")
    how = forms.CharField(
        label="怎样同意的", max_length=60, required=False, help_text="例如“当面签字”“电话，罗平接听”。"
    )


class WithdrawConsentForm(forms.Form):
    """A consent withdrawn."""

    withdrawn_on = DayField(label="撤回日期", help_text="从这一天起不再公开、不再使用。")


def _tell_present(field: forms.Field, masked: str) -> None:
    if masked:
        field.help_text = f"现登记 {masked}。不改就空着，要去掉写“{REMOVE}”。{field.help_text}"


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

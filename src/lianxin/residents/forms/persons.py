"""Shape and wording of what is asked about persons, how they are reached and what they agreed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from lianxin.kernel.codes import ETHNICITY, SEX
from lianxin.orgs.editing import DayField, PartialDateField, VersionedForm
from lianxin.residents.choices import ConsentPurpose, ContactChannel, Hearing, Mobility
from lianxin.residents.forms.fields import CourtyardChoice, SealedField, tell_present
from lianxin.residents.models import Place, Unit
from lianxin.ui.widgets import IdNumberInput, PhoneInput


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
            tell_present(self.fields[name], masked)


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
        tell_present(self.fields["carer_phone"], phone_now)


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


class CorrectConsentForm(VersionedForm):
    """A consent put right."""

    given_on = DayField(label="同意日期", help_text="本人点头的那一天。")
    how = forms.CharField(
        label="怎样同意的", max_length=60, required=False, help_text="例如“当面签字”“电话，罗平接听”。"
    )
    withdrawn_on = DayField(label="撤回日期", required=False, help_text="没有撤回的空着；误登了撤回的，清空。")


class WithdrawConsentForm(forms.Form):
    """A consent withdrawn."""

    withdrawn_on = DayField(label="撤回日期", help_text="从这一天起不再公开、不再使用。")

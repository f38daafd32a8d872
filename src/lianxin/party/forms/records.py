"""Registering a member, and correcting what is known of one."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from lianxin.kernel.codes import DEGREE, EDUCATION, ETHNICITY
from lianxin.orgs.editing import DayField, VersionedForm
from lianxin.orgs.models import Organisation
from lianxin.party.choices import AdmissionType, Category, ChangeKind, Employment, Floating
from lianxin.party.forms import fields
from lianxin.party.records import SENSITIVE_FIELDS, MemberValues, judged

JOINING_KINDS = (
    ChangeKind.OPENING,
    ChangeKind.DEVELOPED,
    ChangeKind.REJOINED,
    ChangeKind.MOVED_IN,
    ChangeKind.BLOCK_IN,
    ChangeKind.FLOATED_IN,
)
IDENTITY = ("name", "id_number", "sex", "birth_date", "ethnicity", "education", "degree", "native_place")
MEMBERSHIP = ("category", "join_date", "full_date", "application_date", "admission_type", "party_age_adj")
WORK = ("job_post", "employer", "work_start", "new_stratum", "tech_title", "is_migrant_worker", "frontline")
REACH = ("mobile", "phone", "residence", "hukou")
PARTY = ("post_in_party", "archive_unit", "other_party")
CARE = ("skills", "hardship", "health", "note")
LOST = ("lost", "lost_date")


class RecordFields(forms.Form):
    """The fields that registration and correction share."""

    name = fields.NameField(label="姓名", max_length=50, help_text="与身份证上的一致。")
    id_number = fields.IdNumberField(
        label="公民身份号码", required=False, help_text="用来认人、核对出生日期，加密保存；没有先空着。"
    )
    sex = fields.chosen("sex", fields.SEXES, "填了身份号码可以空着，由号码得出。")
    birth_date = fields.partial("birth_date", "按档案；与身份号码不一致会提醒，不会改。")
    ethnicity = fields.code("ethnicity", ETHNICITY, "年报按民族统计。")
    education = fields.code("education", EDUCATION, "最高学历；年报按学历统计。")
    degree = fields.code("degree", DEGREE, "没有学位就空着。")
    native_place = fields.text("native_place", "祖父出生的省、县。")
    category = fields.chosen("category", Category.choices, "预备党员还是正式党员。")
    join_date = fields.partial("join_date", "支部大会通过接收为预备党员的日子；政治生日从这一天算。")
    full_date = fields.partial("full_date", "预备期满转正的日子；党龄从这一天算。")
    application_date = fields.partial("application_date", "递交入党申请书的日子。")
    admission_type = fields.chosen("admission_type", AdmissionType.choices, "是怎样入党的。")
    party_age_adj = fields.months("party_age_adj", "档案里对党龄的更正，按月填，可以是负数；没有就空着。")
    job_post = fields.chosen("job_post", fields.OCCUPATIONS, "年报的八类职业。")
    employer = fields.text("employer", "现在或退休前在哪里、做什么。")
    work_start = fields.partial("work_start", "参加工作的日子。")
    new_stratum = fields.text("new_stratum", "属于新的社会阶层的才填。")
    tech_title = fields.text("tech_title", "例如“工程师”“副主任医师”。")
    is_migrant_worker = fields.yes_no("is_migrant_worker", "年报单列。")
    frontline = fields.text("frontline", "在生产、工作一线的才填。")
    mobile = fields.MobileField(
        label="手机", max_length=30, required=False, help_text="通知活动用；加密保存，平时打码。"
    )
    phone = fields.PhoneField(label="固定电话", max_length=30, required=False, help_text="没有手机的填这里，带区号。")
    residence = fields.text("residence", "现在住在哪里，走访、分责任区用。")
    hukou = fields.text("hukou", "户口所在的地方，与现居住地不同的才填。")
    post_in_party = fields.text("post_in_party", "名册上原来写的；任职请用“登记任职”，那里有起止日期。")
    archive_unit = fields.text("archive_unit", "党员档案放在哪个单位。")
    other_party = fields.text("other_party", "还参加民主党派的填这里。")
    skills = fields.text("skills", "会什么，志愿服务、排班时用得上。")
    hardship = fields.text("hardship", "走访慰问用；要本人同意才登记。")
    health = fields.text("health", "敏感信息；要本人同意才登记，只在需要照料时填。")
    note = fields.text("note", "别人办事时要知道的一句话。")

    def record(self) -> MemberValues:
        """The record's values as typed, None for what was left empty."""
        typed = {name: self.cleaned_data.get(name) for name in RecordFields.base_fields if name in self.cleaned_data}
        worker = typed.get("is_migrant_worker")
        typed["is_migrant_worker"] = worker == fields.YES if worker else None
        return cast("MemberValues", {name: None if value == "" else value for name, value in typed.items()})

    def check_together(self, values: MemberValues) -> None:
        """Hold the values against one another as a line of a roster is; what refuses becomes a field's error."""
        for remark in judged(values)[1]:
            if remark.refuses:
                self.add_error(remark.field if remark.field in self.fields else None, remark.reason)


class RegistrationForm(RecordFields):
    """A new member: already on the roll, or really joining it now."""

    place = forms.ChoiceField(label="所在党支部", required=False, help_text="还不清楚先空着，列为“待分支部”。")
    employment = fields.chosen("employment", Employment.choices, "决定建哪张管理卡。")
    floating = fields.chosen("floating", Floating.choices, "流入的不计入本社区总数；不是流动党员就空着。")
    new_economy = forms.BooleanField(
        label="在两新组织从业", required=False, help_text="在非公企业、社会组织工作的勾上。"
    )
    joining_kind = forms.ChoiceField(
        label="怎样进入名册",
        choices=[(kind.value, kind.label) for kind in JOINING_KINDS],
        initial=ChangeKind.OPENING.value,
        help_text="原来就在名册上的选“建档”，不计入本年增加。",
    )
    joining_on = DayField(label="进入日期", required=False, help_text="发展、转入、流入的哪一天；建档不用填。")
    counterpart = fields.TidyField(
        label="对方党组织", max_length=100, required=False, help_text="从哪里转来、流来；建档不用填。"
    )
    document_no = fields.TidyField(
        label="介绍信号", max_length=60, required=False, help_text="以后查得到；没有先空着。"
    )
    fieldsets = (
        ("本人", "", IDENTITY),
        ("党员身份", "", (*MEMBERSHIP, "place", "joining_kind", "joining_on", "counterpart", "document_no")),
        ("现在的情况", "这几项以后会变，变了再登记新的，旧的留着。", ("employment", "floating", "new_economy")),
        ("联系", "", REACH),
        ("工作", "", WORK),
        ("其他", "", (*PARTY, *CARE)),
    )

    def __init__(self, *args: Any, places: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self._places = {str(row.pk): row for row in places}
        self.fields["place"].choices = [("", "待分支部"), *fields.place_choices(places)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check the values together, and that a real joining has its day."""
        data = super().clean() or self.cleaned_data
        if data.get("joining_kind") != ChangeKind.OPENING and not data.get("joining_on"):
            self.add_error("joining_on", "请填进入名册的日期。")
        self.check_together(self.record())
        return data

    def record(self) -> MemberValues:
        """With the place and the present facts; birth and sex completed from the identity number."""
        data = self.cleaned_data
        place = self._places.get(data.get("place", ""))
        in_group = place is not None and place.kind == "340"
        more: Mapping[str, Any] = {
            "organisation": None if place is None else place.parent_id if in_group else place.pk,
            "group": place.pk if place is not None and in_group else None,
            "employment": data.get("employment") or None,
            "floating": data.get("floating") or None,
            "new_economy": True if data.get("new_economy") else None,
        }
        return judged(cast("MemberValues", {**super().record(), **more}))[0]


class CorrectionForm(VersionedForm, RecordFields):
    """What is wrong or missing in a record. Sealed numbers are never shown: left empty, they stay."""

    lost = forms.BooleanField(label="失联", required=False, help_text="六个月以上联系不上的才算。")
    lost_date = DayField(label="失联日期", required=False, help_text="最后一次联系上的日子。")
    reason = fields.TidyField(
        label="更正的理由", max_length=200, required=False, help_text="凭什么改的，例如“核对档案”；别人以后看得到。"
    )
    fieldsets = (
        ("本人", "身份号码、电话不改就空着；原来的不会丢。", IDENTITY),
        ("党员身份", "转正、调整支部、流动等有日期的变化，请用本人页面上各自的按钮。", MEMBERSHIP),
        ("联系", "", REACH),
        ("工作", "", WORK),
        ("其他", "", (*PARTY, *CARE, *LOST)),
        ("理由", "", ("reason",)),
    )

    def tell_present(self, masked: Mapping[str, str]) -> None:
        """Say beside each sealed field what is there now."""
        for name, text in masked.items():
            if text:
                self.fields[name].help_text = f"现登记 {text}，不改就空着。{self.fields[name].help_text}"

    def clean(self) -> dict[str, Any]:
        """Check the values together."""
        data = super().clean() or self.cleaned_data
        self.check_together(self.record())
        return data

    def record(self) -> MemberValues:
        """The record's values; the sealed ones only where something was typed."""
        typed = cast("dict[str, Any]", super().record())
        typed |= {name: self.cleaned_data.get(name) for name in LOST}
        return cast(
            "MemberValues",
            {name: value for name, value in typed.items() if name not in SENSITIVE_FIELDS or value is not None},
        )

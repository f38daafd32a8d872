"""What the first run asks, step by step."""

from copy import deepcopy
from typing import Any

from django import forms

from lianxin.declare.roles import Role
from lianxin.kernel.text import tidy_lines
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.forms import CommunityForm
from lianxin.orgs.parameters import BRANCH_MIN, BRANCH_SOFT_MAX, COMMITTEE_MIN, GENERAL_BRANCH_MIN
from lianxin.parameters.queries import rules_on
from lianxin.portal.set_up.listing import ListError, own_name, read_list, refuse_twins, short_names

ROLE_CHOICES = [
    (Role.SECRETARY.value, "社区书记：全部业务都能办，能给日常角色开账号"),
    (Role.PARTY_WORKER.value, "党务工作者：名册、台账和日常业务"),
]


def kind_choices() -> list[tuple[str, str]]:
    """What a community's own organisation may be, with the sizes that the rules of today name."""
    rules = rules_on()
    general, committee = rules.whole(GENERAL_BRANCH_MIN), rules.whole(COMMITTEE_MIN)
    least, most = rules.whole(BRANCH_MIN), rules.whole(BRANCH_SOFT_MAX)
    return [
        (OrganisationKind.GENERAL_BRANCH.value, f"党总支：党员 {general} 名以上、不到 {committee} 名，下面分设支部"),
        (OrganisationKind.PRIMARY_COMMITTEE.value, f"基层党委：党员 {committee} 名以上"),
        (
            OrganisationKind.BRANCH.value,
            f"党支部：正式党员 {least} 名以上，一般不超过 {most} 名，下面不再设支部",
        ),
    ]


def _as_in_profile(name: str) -> forms.Field:
    """A field as the community's profile asks it later."""
    return deepcopy(CommunityForm.base_fields[name])


class CommunityStep(forms.Form):
    """Which community this is."""

    name = forms.CharField(label="社区名称", max_length=60, help_text="打印在每张表的抬头上，例如：复兴社区。")
    street_name = forms.CharField(label="所属街道", max_length=60, help_text="社区党组织的上级，例如：某某街道。")
    district_name = forms.CharField(
        label="所属区（县）", max_length=60, required=False, help_text="报表抬头用，可以以后再填。"
    )
    area_code = _as_in_profile("area_code")
    boundary_east = _as_in_profile("boundary_east")
    boundary_south = _as_in_profile("boundary_south")
    boundary_west = _as_in_profile("boundary_west")
    boundary_north = _as_in_profile("boundary_north")
    fieldsets = (
        ("名称与隶属", "", ["name", "street_name", "district_name", "area_code"]),
        (
            "四至（可以以后再填）",
            "社区的边界，写进概况和经验材料。",
            ["boundary_east", "boundary_south", "boundary_west", "boundary_north"],
        ),
    )


class OrganisationsStep(forms.Form):
    """The community's own Party organisation, its branches and groups."""

    kind = forms.ChoiceField(
        label="社区党组织类别",
        widget=forms.RadioSelect,
        initial=OrganisationKind.GENERAL_BRANCH.value,
        help_text="照现在批复的选；人数是一般标准（支部工作条例第四、五条），经上级批准可以不同。以后可以升格。",
    )
    full_name = forms.CharField(
        label="社区党组织全称",
        max_length=100,
        required=False,
        help_text="与印章一致。留空就写成“中共某某社区总支部委员会”这样的名称，核对的时候看得到。",
    )
    branches = forms.CharField(
        label="支部和党小组",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": "8", "spellcheck": "false"}),
        help_text="一行一个。党小组写在它的支部下面，名称以“组”结尾。例如：第一支部、第一党小组、第二党小组、第二支部，"
        "各占一行。可以先空着：导入名册时会按名册里的支部建立。",
    )
    community_name = ""
    """Of the step before, to name what is left blank."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = kind_choices()

    def clean_branches(self) -> str:
        """A list that can be read."""
        text = tidy_lines(self.cleaned_data["branches"])
        try:
            refuse_twins(short_names(read_list(text, self.cleaned_data.get("kind", "")), self.community_name))
        except ListError as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        """A name that was left blank is the usual one; one that says another kind is refused."""
        data = super().clean() or {}
        kind, name = data.get("kind"), data.get("full_name", "")
        if kind == OrganisationKind.BRANCH and "总支" in name:
            self.add_error("full_name", "类别选的是党支部，全称里写的是总支。请改成一致的。")
        if kind == OrganisationKind.GENERAL_BRANCH and name and "总支" not in name:
            self.add_error("full_name", "类别选的是党总支，全称里没有“总支”。请改成一致的。")
        return data

    def name_on_seal(self) -> str:
        """The full name, as typed or as usual."""
        return self.cleaned_data["full_name"] or own_name(self.community_name, self.cleaned_data["kind"])


class DutiesStep(forms.Form):
    """What the person at the keyboard is in the office."""

    role = forms.ChoiceField(
        label="您在社区做什么",
        choices=ROLE_CHOICES,
        widget=forms.RadioSelect,
        help_text="决定您能看什么、做什么。别的同事以后各开各的账号。",
    )
    agreed = forms.BooleanField(
        label="知道了，三样管理先由我兼着",
        help_text="系统管理员（开账号）、安全管理员（给权限）、审计管理员（查记录）。人手够了，在“账号”里分给不同的人。",
        error_messages={"required": "总要有人管账号和权限，否则谁也加不进来。请打勾，以后再分出去。"},
    )


class OfficeStep(forms.Form):
    """How members and residents reach the office."""

    office_address = forms.CharField(
        label="办公地址", max_length=120, help_text="居民、党员来办事的地方，印在启用单和通知上。"
    )
    office_phone = forms.CharField(
        label="办公电话", max_length=30, help_text="给人打的电话。没有设网址以前，对外的纸上印的就是它。"
    )
    office_hours = _as_in_profile("office_hours")

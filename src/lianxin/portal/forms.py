"""Forms of the common pages."""

from django import forms

from lianxin.orgs.choices import OrganisationKind

CONFIRMATION = "删除演示"


class OwnCommunityForm(forms.Form):
    """The word that removes the demonstration, typed on purpose."""

    confirmation = forms.CharField(
        label=f"请输入“{CONFIRMATION}”四个字",
        help_text="删除以后演示数据找不回来；您自己的数据不受影响。",
        max_length=10,
    )

    def clean_confirmation(self) -> str:
        """Only the exact word counts."""
        value: str = self.cleaned_data["confirmation"]
        if value.strip() != CONFIRMATION:
            message = f"没有删除。请原样输入“{CONFIRMATION}”。"
            raise forms.ValidationError(message)
        return value


class SetUpForm(forms.Form):
    """What an empty house must know first."""

    community_name = forms.CharField(
        label="社区名称", max_length=60, help_text="打印在每张表的抬头上，例如：复兴社区。"
    )
    kind = forms.ChoiceField(
        label="社区党组织类别",
        choices=[
            (OrganisationKind.GENERAL_BRANCH.value, OrganisationKind.GENERAL_BRANCH.label),
            (OrganisationKind.PRIMARY_COMMITTEE.value, OrganisationKind.PRIMARY_COMMITTEE.label),
            (OrganisationKind.BRANCH.value, OrganisationKind.BRANCH.label),
        ],
        help_text="党员不足 50 名、只有一个支部的社区选“党支部”。以后可以升格。",
    )
    general_branch_name = forms.CharField(
        label="社区党组织全称",
        max_length=100,
        help_text="与印章一致，例如：中共复兴社区总支部委员会。名册导入时支部建在它下面。",
    )
    street_name = forms.CharField(label="所属街道", max_length=60, help_text="社区党组织的上级，例如：某某街道。")
    district_name = forms.CharField(
        label="所属区（县）", max_length=60, required=False, help_text="报表抬头用，可以以后再填。"
    )

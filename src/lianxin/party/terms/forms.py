"""Shape and wording of what is asked about terms and posts."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lianxin.kernel import clock
from lianxin.orgs.actions import TermDetails
from lianxin.orgs.editing import DayField, VersionedForm
from lianxin.orgs.models import Organisation
from lianxin.orgs.parameters import TERM_LABELS
from lianxin.parameters.queries import rules_on
from lianxin.party.choices import POSTS, Office
from lianxin.party.forms.fields import TidyField
from lianxin.ui.widgets import FigureInput

_TERM = ["number", "since", "elected_on", "rule"]
_PAPER = ["approved_on", "approval_no"]
_RARE = (Office.YOUTH, Office.UNITED_FRONT, Office.MASSES, Office.SECRECY)
_POST_HELP = {
    Office.SECRETARY: "一名。",
    Office.DEPUTY: "没有就空着；几个人用顿号隔开。",
    Office.COMMITTEE: "不分工的委员；几个人用顿号隔开。",
}


class TermFields(forms.Form):
    """A term as its papers say it."""

    number = forms.IntegerField(
        label="第几届", min_value=1, max_value=99, required=False, widget=FigureInput, help_text="不清楚先空着。"
    )
    since = DayField(label="本届从哪一天起", help_text="一般是选举那一天；任期从它算，上一届到这一天为止。")
    elected_on = DayField(label="选举日期", required=False, help_text="党员大会选举的日子；和上面同一天可不填。")
    rule = forms.ChoiceField(label="任期按", help_text="届满日期由它算出；登记以后不随规定变动。")
    approved_on = DayField(label="批复日期", required=False, help_text="上级批复书记、副书记的日子，还没批先空着。")
    approval_no = TidyField(label="批复文号", max_length=60, required=False, help_text="检查时要看。")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rules = rules_on(clock.today())
        choices = [(code, f"{label}，{rules.whole(code)} 年") for code, label in TERM_LABELS.items()]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]

    def details(self) -> TermDetails:
        """What was written."""
        data = self.cleaned_data
        return TermDetails(
            since=data["since"],
            rule=data["rule"],
            number=data["number"],
            elected_on=data["elected_on"],
            approved_on=data["approved_on"],
            approval_no=data["approval_no"],
            ended_on=data.get("ended_on"),
        )


class PostFields(forms.Form):
    """Names by post."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for office in POSTS:
            self.fields[office.value] = TidyField(
                label=office.label,
                max_length=200,
                required=False,
                help_text=_POST_HELP.get(office, "没有就空着。"),
            )

    def names(self) -> Mapping[str, str]:
        """What was written for each post."""
        return {office.value: self.cleaned_data[office.value] for office in POSTS}


class ElectionForm(PostFields, TermFields):
    """A term with those elected."""

    fieldsets = (
        ("届次", "", _TERM),
        (
            "选出的班子",
            "写姓名就行，从花名册里认；同名的写明支部，例如“张三（第一支部）”。一个人兼几职就在几处都写。",
            [office.value for office in POSTS if office not in _RARE],
        ),
        ("其他分工", "支部设了才填。", [office.value for office in _RARE]),
        ("批复", "", _PAPER),
    )


class PastTermForm(ElectionForm):
    """A term that is over."""

    ended_on = DayField(label="到哪一天为止", help_text="下一届开始的那一天。")
    fieldsets = (("届次", "", [*_TERM[:2], "ended_on", *_TERM[2:]]), *ElectionForm.fieldsets[1:])


class CorrectTermForm(VersionedForm, TermFields):
    """A slip in a term that runs."""

    fieldsets = (("届次", "", _TERM), ("批复", "", _PAPER))


class CorrectPastTermForm(CorrectTermForm):
    """A slip in a term that is over."""

    ended_on = DayField(label="到哪一天为止", help_text="下一届开始的那一天。")
    fieldsets = (("届次", "", [*_TERM[:2], "ended_on", *_TERM[2:]]), ("批复", "", _PAPER))


class MoveElectionForm(VersionedForm):
    """An election put off or brought forward."""

    moved_to = DayField(
        label="批准的换届日期", required=False, help_text="晚于届满是延期，早于届满是提前；清空就是不延不提。"
    )
    reason = TidyField(label="理由", max_length=200, help_text="请示里写的理由；清空日期时写明为什么。")
    document_no = TidyField(label="批复文号", max_length=60, required=False, help_text="上级党委批准的文件。")


class EndTermForm(VersionedForm):
    """The end of a term that no other follows."""

    on = DayField(label="到哪一天为止", help_text="组织合并、撤销或改为任命的日子；班子成员的任职同一天结束。")


class WithdrawTermForm(VersionedForm):
    """A term entered by mistake."""

    reason = TidyField(label="撤回的理由", max_length=200, help_text="为什么说是误登；别人以后看得到。")


class SeatForm(forms.Form):
    """One more in a post."""

    office = forms.ChoiceField(label="职务", choices=[(office.value, office.label) for office in POSTS])
    name = TidyField(label="姓名", max_length=80, help_text="从花名册里认；同名的写明支部，例如“张三（第一支部）”。")
    since = DayField(label="从哪一天起", help_text="补选、增补或任命的日子。")

    def __init__(self, *args: Any, organisation: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["office"].help_text = f"{organisation.short_name}的职务；原任的先登记结束。"


class SeatEndForm(forms.Form):
    """A post laid down."""

    until = DayField(label="到哪一天为止", help_text="辞职、调离或免职的日子。")

"""Under which name to keep what is shown, with which columns, for whom."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from lianxin.declare.errors import RuleError
from lianxin.orgs.editing import VersionedForm
from lianxin.reports.reading import parse_as_of, parse_since
from lianxin.reports.saved.actions import LONGEST_NAME, Wanted
from lianxin.reports.saved.choices import PERIODS, AsOfKind
from lianxin.reports.saved.targets import Target

_NAME_HELP = "自己认得的名字，例如“一支部八十岁以上”。"
_SHARED_HELP = "办公室的同事在“台账”里也看得到；各人看到的仍是自己有权查看的内容。"


def _name() -> forms.CharField:
    return forms.CharField(label="名字", max_length=LONGEST_NAME, help_text=_NAME_HELP)


def _shared() -> forms.BooleanField:
    return forms.BooleanField(label="同事也能用", required=False, help_text=_SHARED_HELP)


class SaveViewForm(forms.Form):
    """A new view; what was filtered comes along in the page's address."""

    name = _name()
    as_of_kind = forms.ChoiceField(label="看哪一天", help_text="每次打开时重新算，还是总看同一天。")
    columns = forms.MultipleChoiceField(
        label="要哪些栏",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一栏也不选就是全部。页面、打印、导出都按这些栏。",
    )
    shared = _shared()

    def __init__(self, data: QueryDict | None, *, target: Target, query: QueryDict, may_share: bool) -> None:
        super().__init__(data, initial={"as_of_kind": AsOfKind.TODAY.value, "columns": query.getlist("columns")})
        self.target, self.query = target, query
        if not may_share:
            del self.fields["shared"]
        if target.ledger is None:
            del self.fields["columns"], self.fields["as_of_kind"]
            return
        self.fields["columns"].choices = [  # type: ignore[attr-defined]
            (column.name, column.title) for column in target.ledger.columns
        ]
        self.fields["as_of_kind"].choices = self._kinds()  # type: ignore[attr-defined]
        if target.ledger.fuller is not None:
            del self.fields["columns"]

    def _kinds(self) -> list[tuple[str, str]]:
        since, as_of = self._days()
        fixed = f"{since:%Y-%m-%d} 至 {as_of:%Y-%m-%d}" if since else f"{as_of:%Y-%m-%d}"
        words: dict[str, str] = {AsOfKind.FIXED: f"固定的日子（{fixed}）"}
        if self.target.ledger and self.target.ledger.period:
            words |= PERIODS
        return [(kind.value, words.get(kind, str(kind.label))) for kind in AsOfKind]

    def _days(self) -> tuple[date | None, date]:
        try:
            period = self.target.ledger is not None and self.target.ledger.period
            return parse_since(self.query.get("since", "")) if period else None, parse_as_of(
                self.query.get("as_of", "")
            )
        except RuleError:
            return None, parse_as_of("")

    def wanted(self) -> Wanted:
        """What is to be kept; only of a valid form."""
        filters = {name: value for name in self.target.filters if (value := self.query.get(name, ""))}
        since, as_of = self._days()
        kind = AsOfKind(self.cleaned_data.get("as_of_kind") or AsOfKind.TODAY)
        return Wanted(self.target.code, filters, self.cleaned_data.get("columns", ()), kind, since, as_of)


class EditViewForm(VersionedForm):
    """Another name, another circle."""

    name = _name()
    shared = _shared()

    def __init__(self, *args: Any, may_share: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_share:
            del self.fields["shared"]

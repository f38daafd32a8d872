"""Which part of a ledger to read, and how to take it home."""

from typing import Any, Self

from django import forms
from django.http import QueryDict

from lianxin.access.scope import Scope
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import Ledger
from lianxin.kernel import clock
from lianxin.reports.actions import LONGEST_REASON
from lianxin.reports.reading import Reading, parse_as_of
from lianxin.reports.render import FORMATS


class DayInput(forms.DateInput):
    """A whole day, with the browser's calendar."""

    input_type = "date"
    short = True


class ReadingForm(forms.Form):
    """As of which day, and the ledger's own filters."""

    as_of = forms.CharField(
        label="截止日期", required=False, max_length=20, widget=DayInput, help_text="看哪一天的情况，不填就是今天。"
    )

    def __init__(self, ledger: Ledger, scope: Scope, data: QueryDict, **options: Any) -> None:
        values = data.copy()
        values.setdefault("as_of", clock.today().isoformat())
        super().__init__(values, **options)
        self.ledger = ledger
        self.scope = scope
        for wanted in ledger.filters:
            choices = [(choice.value, choice.label) for choice in wanted.choices(scope)]
            self.fields[wanted.name] = forms.ChoiceField(
                label=wanted.label, required=False, choices=[("", "全部"), *choices]
            )

    def clean_as_of(self) -> Any:  # noqa: ANN401 (a date; Django's name for the step)
        """The day typed."""
        try:
            return parse_as_of(self.cleaned_data["as_of"])
        except RuleError as error:
            raise forms.ValidationError(error.message) from None

    def reading(self) -> Reading:
        """The reading asked for; only of a valid form."""
        names = [wanted.name for wanted in self.ledger.filters]
        chosen = {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
        revealed = bool(self.cleaned_data.get("reason"))
        return Reading(self.ledger, self.scope, self.cleaned_data["as_of"], chosen, revealed)


class ExportForm(ReadingForm):
    """The reading as a file; a reason shows what is otherwise masked."""

    format = forms.ChoiceField(
        label="文件格式",
        choices=[(code, kind.label) for code, kind in FORMATS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种文件格式。", "invalid_choice": "没有这种文件格式。"},
    )
    reason = forms.CharField(
        label="需要完整号码的理由",
        required=False,
        max_length=LONGEST_REASON,
        help_text="一般不用填，文件里的号码会遮住中间几位。确实需要完整号码时写明用途，会记入审计。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, ledger: Ledger, scope: Scope, data: QueryDict, *, may_reveal: bool) -> None:
        super().__init__(ledger, scope, data)
        self.auto_id = "export_%s"  # it stands on one page with the filters, which have the same names
        for name in ("as_of", *(wanted.name for wanted in ledger.filters)):
            self.fields[name].widget = forms.HiddenInput()
        if not may_reveal:
            del self.fields["reason"]

    @classmethod
    def of(cls, reading: Reading, scope: Scope, *, may_reveal: bool) -> Self:
        """The form as it stands under a reading: nothing to correct yet, the most wanted format chosen."""
        values = QueryDict(mutable=True)
        values.update({"as_of": reading.as_of.isoformat(), **reading.filters, "format": "xlsx"})
        return cls(reading.ledger, scope, values, may_reveal=may_reveal)

"""Which part of a ledger to read, and how to take it home."""

from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from lianxin.access.scope import Scope
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import Ledger
from lianxin.declare.ledgers import ledger as ledger_by_name
from lianxin.kernel import clock
from lianxin.reports.actions import LONGEST_REASON
from lianxin.reports.reading import Reading, parse_as_of, parse_since
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
        if ledger.period and not values.get("since"):
            values["since"] = _new_year(str(values["as_of"]))
        super().__init__(values, **options)
        self.ledger = ledger
        self.scope = scope
        if ledger.period:
            self._over_a_period()
        for wanted in ledger.filters:
            choices = [(choice.value, choice.label) for choice in wanted.choices(scope)]
            self.fields[wanted.name] = forms.ChoiceField(
                label=wanted.label, required=False, choices=[("", wanted.blank), *choices]
            )
        self.fields["columns"] = forms.MultipleChoiceField(
            required=False,
            choices=[(column.name, column.title) for column in ledger.columns],
            widget=forms.MultipleHiddenInput,
        )

    def clean_as_of(self) -> Any:  # noqa: ANN401 (a date; Django's name for the step)
        """The day typed."""
        try:
            return parse_as_of(self.cleaned_data["as_of"])
        except RuleError as error:
            raise forms.ValidationError(error.message) from None

    def _over_a_period(self) -> None:
        self.fields["as_of"].label = "到哪一天"
        self.fields["as_of"].help_text = "这一天也算在内，不填就是今天。"
        since = forms.CharField(
            label="从哪一天",
            required=False,
            max_length=20,
            widget=DayInput,
            help_text="这一天也算在内，不填就是那年的元旦。",
        )
        self.fields = {"since": since, **self.fields}

    def clean_since(self) -> Any:  # noqa: ANN401 (a date or None; Django's name for the step)
        """The first day typed."""
        try:
            return parse_since(self.cleaned_data["since"])
        except RuleError as error:
            raise forms.ValidationError(error.message) from None

    def clean(self) -> dict[str, Any]:
        """A period does not end before it begins."""
        values: dict[str, Any] = super().clean() or {}
        since, as_of = values.get("since"), values.get("as_of")
        if since and as_of and since > as_of:
            self.add_error("since", "开始日期在结束日期以后，请换过来。")
        return values

    def reading(self) -> Reading:
        """The reading asked for; only of a valid form."""
        names = [wanted.name for wanted in self.ledger.filters]
        chosen = {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
        revealed = bool(self.cleaned_data.get("reason"))
        return Reading(
            self.ledger,
            self.scope,
            self.cleaned_data["as_of"],
            chosen,
            revealed,
            self.cleaned_data.get("since"),
            tuple(self.cleaned_data["columns"]),
        )


def _new_year(as_of: str) -> str:
    """The first day of the year of a day somebody typed; "" when it is none."""
    try:
        return date(parse_as_of(as_of).year, 1, 1).isoformat()
    except RuleError:
        return ""


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
        days = ("since", "as_of") if ledger.period else ("as_of",)
        for name in (*days, *(wanted.name for wanted in ledger.filters)):
            self.fields[name].widget = forms.HiddenInput()
        if not may_reveal:
            del self.fields["reason"]

    @classmethod
    def of(cls, reading: Reading, scope: Scope, *, may_reveal: bool) -> Self:
        """The form as it stands under a reading: nothing to correct yet, the most wanted format chosen."""
        values = QueryDict(urlencode([*reading.address(), ("format", "xlsx")]))
        return cls(ledger_by_name(reading.ledger.name), scope, values, may_reveal=may_reveal)

"""Choosing a blank sheet, saying what its headings mean, whom it is filled with, and what is noted about it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.files import File
from django.db.models import QuerySet
from django.http import QueryDict

from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.orgs.editing import DayField, VersionedForm
from lianxin.orgs.models import Community, Organisation
from lianxin.party.choices import Category, Employment, Floating
from lianxin.party.queries import NO_FLOATING
from lianxin.reports.actions import LONGEST_REASON
from lianxin.reports.forms import DayInput
from lianxin.reports.reading import parse_as_of
from lianxin.reports.sheets.actions import Details
from lianxin.reports.sheets.filling.choice import AGES, ORDERS, Choice
from lianxin.reports.sheets.layouts.columns import FILLABLE, NOT_FILLED
from lianxin.reports.sheets.layouts.conditions import Vocabulary
from lianxin.reports.sheets.layouts.counts import headings_to_ask
from lianxin.reports.sheets.layouts.layout import CountLayout, Layout, PeopleLayout
from lianxin.reports.sheets.models import HeadingUse
from lianxin.tables.limits import DEFAULT_LIMITS, MEGABYTE
from lianxin.tables.vocabulary import SEQUENCE
from lianxin.tables.wordings import bare

_COLUMN_CHOICES = [(NOT_FILLED, "不填这一列"), *FILLABLE.items()]
_MOST_ASKED = 120
"""Headings of one counting table that are asked about; more are left to the sheet."""


class UploadForm(forms.Form):
    """A blank sheet."""

    file = forms.FileField(
        label="街道发来的空白表",
        help_text="Excel 或 WPS 的 .xlsx。不用改它的样子：标题、合并的格子、落款都照原样留着。",
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"empty": "这个文件是空的，里面什么也没有，请重新选择。", "required": "请先选一个文件。"},
    )
    community = forms.ModelChoiceField(
        label="哪个社区填", help_text="用哪个社区的登记簿来填。", queryset=Community.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, communities: QuerySet[Community], **kwargs: Any) -> None:
        """``communities`` are those the user may fill sheets for; a single one is not asked for."""
        super().__init__(*args, **kwargs)
        self._only = communities[0] if len(communities[:2]) == 1 else None
        if self._only is not None:
            del self.fields["community"]
        else:
            cast("Any", self.fields["community"]).queryset = communities

    @property
    def destination(self) -> Community:
        """Whose register fills it."""
        chosen: Community = self._only or self.cleaned_data["community"]
        return chosen

    def clean_file(self) -> "File[bytes]":
        """Refuse by size what would be refused anyway."""
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > DEFAULT_LIMITS.file_size:
            limit = DEFAULT_LIMITS.file_size // MEGABYTE
            raise forms.ValidationError(f"文件超过 {limit} MB 的上限，请删去图片和多余的工作表后再来填。")
        return file


class ChoiceForm(forms.Form):
    """Whom the sheet is filled with; stands as a filter above the preview."""

    organisation = forms.ModelChoiceField(
        label="填谁的党员",
        queryset=Organisation.objects.none(),
        empty_label=None,
        help_text="选一个党组织，连同它的下级。",
    )
    as_of = forms.CharField(
        label="截止日期", required=False, max_length=20, widget=DayInput, help_text="表上要哪一天的数，不填就是今天。"
    )
    category = forms.ChoiceField(label="人员类别", required=False, choices=[("", "全部"), *Category.choices])
    employment = forms.ChoiceField(label="在职离退", required=False, choices=[("", "全部"), *Employment.choices])
    floating = forms.ChoiceField(
        label="流动",
        required=False,
        choices=[("", "不含流入"), *Floating.choices, (NO_FLOATING, "不是流动党员")],
    )
    age = forms.ChoiceField(label="年龄", required=False, choices=[("", "全部"), *((age, age) for age in AGES)])
    order = forms.ChoiceField(label="排列", required=False, choices=list(ORDERS.items()))

    def __init__(self, data: QueryDict, *, organisations: QuerySet[Organisation], **options: Any) -> None:
        values = data.copy()
        values.setdefault("as_of", clock.today().isoformat())
        first = organisations.first()
        values.setdefault("organisation", str(first.pk) if first else "")
        values.setdefault("order", "name")
        super().__init__(values, **options)
        field = cast("Any", self.fields["organisation"])
        field.queryset = organisations
        field.label_from_instance = lambda each: each.short_name

    def clean_as_of(self) -> Any:  # noqa: ANN401 (a date; Django's name for the step)
        """The day typed."""
        try:
            return parse_as_of(self.cleaned_data["as_of"])
        except RuleError as error:
            raise forms.ValidationError(error.message) from None

    def choice(self, *, revealed: bool = False) -> Choice:
        """What was chosen; only of a valid form."""
        data = self.cleaned_data
        filters = {name: data[name] for name in ("category", "employment", "floating") if data[name]}
        return Choice(data["organisation"], data["as_of"], filters, data["age"], data["order"] or "name", revealed)


class FillForm(ChoiceForm):
    """The choice as it stands, and what is noted about the sheet."""

    title = forms.CharField(label="表的名字", max_length=100, help_text="留底里按这个名字找。")
    asked_by = forms.CharField(
        label="谁要的",
        max_length=60,
        required=False,
        help_text="哪个街道、哪个科室；以后再来要，翻得到上次报的。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    received_on = DayField(label="哪天收到的", required=False, help_text="看得出从收到到报出用了几天。")
    sent_how = forms.CharField(
        label="怎样送",
        max_length=200,
        required=False,
        help_text="例如：内网邮箱、打印后送去。现在不知道可以以后补。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="需要完整号码的理由",
        required=False,
        max_length=LONGEST_REASON,
        help_text="一般不用填，表里的号码会遮住中间几位。上级明确要完整号码时写明用途，会记入审计。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, data: QueryDict, *, organisations: QuerySet[Organisation], may_reveal: bool, **options: Any
    ) -> None:
        super().__init__(data, organisations=organisations, **options)
        self.auto_id = "fill_%s"  # it stands on one page with the choice, which has the same names
        for name in ChoiceForm.base_fields:
            self.fields[name].widget = forms.HiddenInput()
        if not may_reveal:
            del self.fields["reason"]

    def details(self) -> Details:
        """What is noted; only of a valid form."""
        data = self.cleaned_data
        return Details(data["title"], data["asked_by"], data["received_on"], data["sent_how"], data.get("reason") or "")


class HeadingsForm(forms.Form):
    """What each heading means: a field for a column of a line a person, other words for a heading of counts."""

    def __init__(
        self,
        *args: Any,
        layouts: Sequence[Layout],
        vocabulary: Vocabulary,
        earlier: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._layouts, self._vocabulary, self._earlier = layouts, vocabulary, earlier
        self.fieldsets = []
        for number, layout in enumerate(layouts):
            names = list(self._fields_of(number, layout))
            self.fieldsets.append((f"工作表“{layout.name}”", _ABOUT[layout.kind], names))

    def _fields_of(self, number: int, layout: Layout) -> Iterator[str]:
        if isinstance(layout, CountLayout):
            for place, (heading, meaning) in enumerate(headings_to_ask(layout)[:_MOST_ASKED]):
                yield self._words_field(f"words_{number}_{place}", heading, meaning)
            return
        yield self._row_field(number, layout.header_row if isinstance(layout, PeopleLayout) else None)
        if isinstance(layout, PeopleLayout):
            for column in layout.columns:
                yield self._column_field(f"column_{number}_{column.index}", column.heading, column.field, column.why)

    def _row_field(self, number: int, row: int | None) -> str:
        name = f"row_{number}"
        self.fields[name] = forms.IntegerField(
            label="表头在第几行",
            help_text="“姓名”这些字所在的行。改了这一项，下面各列会重新认。",
            initial=row,
            min_value=1,
            max_value=DEFAULT_LIMITS.rows,
            required=False,
        )
        return name

    def _column_field(self, name: str, heading: str, field: str, why: str) -> str:
        self.fields[name] = forms.ChoiceField(
            label=heading.replace("\n", "") or "（没有表头）",
            choices=_COLUMN_CHOICES,
            initial=field,
            required=False,
            help_text=why,
        )
        return name

    def _words_field(self, name: str, heading: str, meaning: str) -> str:
        self.fields[name] = forms.CharField(label=heading, initial=meaning, required=False, max_length=60)
        return name

    def clean(self) -> dict[str, Any]:
        """A field is filled into one column; other words must be words we know."""
        cleaned: dict[str, Any] = self.cleaned_data
        for number, layout in enumerate(self._layouts):
            if isinstance(layout, PeopleLayout) and not self._row_changed(number, layout):
                chosen = [cleaned.get(f"column_{number}_{column.index}") for column in layout.columns]
                fields = [name for name in chosen if name]
                for name in sorted({name for name in fields if fields.count(name) > 1}):
                    self.add_error(None, f"工作表“{layout.name}”有两列都对应“{FILLABLE[name]}”，请只留一列。")
            elif isinstance(layout, CountLayout):
                self._check_words(number, layout)
        return cleaned

    def _check_words(self, number: int, layout: CountLayout) -> None:
        for place, _ in enumerate(headings_to_ask(layout)[:_MOST_ASKED]):
            name = f"words_{number}_{place}"
            words = self.cleaned_data.get(name, "")
            if name in self.changed_data and words and self._vocabulary.meaning(words) is None:
                self.add_error(
                    name, f"“{words}”也不认得，换个说法，例如：女、35岁及以下、大专及以上、退休；不填这一项就清空。"
                )

    def _row_changed(self, number: int, layout: Layout) -> bool:
        present = layout.header_row if isinstance(layout, PeopleLayout) else None
        return self.cleaned_data.get(f"row_{number}") not in (None, present)

    @property
    def mapping(self) -> dict[str, Any]:
        """As ``SheetDraft.mapping`` keeps it: earlier corrections and those made now."""
        mapping: dict[str, Any] = {}
        for number, layout in enumerate(self._layouts):
            earlier = self._earlier.get(layout.name, {})
            if not isinstance(layout, CountLayout) and self._row_changed(number, layout):
                mapping[layout.name] = {"header_row": self.cleaned_data[f"row_{number}"], "columns": {}}
            elif isinstance(layout, PeopleLayout):
                changed = {str(column): name for column, _, name in self._changed(number, layout)}
                columns = {**earlier.get("columns", {}), **changed}
                if columns or earlier.get("header_row"):
                    mapping[layout.name] = {"header_row": earlier.get("header_row"), "columns": columns}
        return mapping

    @property
    def explained(self) -> dict[tuple[str, str], str]:
        """What is to be remembered: (use, heading) → meaning."""
        found: dict[tuple[str, str], str] = {}
        for number, layout in enumerate(self._layouts):
            if isinstance(layout, PeopleLayout) and not self._row_changed(number, layout):
                for _, heading, name in self._changed(number, layout):
                    if bare(heading) and name != SEQUENCE:
                        found[HeadingUse.COLUMN.value, bare(heading)] = name
            elif isinstance(layout, CountLayout):
                for place, (heading, _) in enumerate(headings_to_ask(layout)[:_MOST_ASKED]):
                    name = f"words_{number}_{place}"
                    if name in self.changed_data:
                        found[HeadingUse.COUNT.value, heading] = self.cleaned_data.get(name, "").strip()
        return found

    def _changed(self, number: int, layout: PeopleLayout) -> Iterator[tuple[int, str, str]]:
        for column in layout.columns:
            chosen = self.cleaned_data.get(f"column_{number}_{column.index}", column.field)
            if chosen != column.field:
                yield column.index, column.heading, chosen


_ABOUT = {
    "people": "一人一行。左边是表里的表头，右边选登记簿里的哪一项填进去。",
    "counts": "统计表。没有认出的说法，换成认得的写在右边，例如“老党员”写成“61岁及以上”；清空就不填。",
    "unknown": "这张表没有认出来。如果是一人一行的表，写明表头在第几行。",
}


class SearchForm(forms.Form):
    """Finding what was sent."""

    q = forms.CharField(
        label="找留底", required=False, max_length=60, help_text="表名、谁要的、怎样送的，写几个字就行。"
    )


class NoteForm(VersionedForm):
    """What is noted about a submission, corrected."""

    title = forms.CharField(label="表的名字", max_length=100, help_text="留底里按这个名字找。")
    asked_by = forms.CharField(label="谁要的", max_length=60, required=False, help_text="哪个街道、哪个科室。")
    received_on = DayField(label="哪天收到的", required=False, help_text="看得出从收到到报出用了几天。")
    sent_how = forms.CharField(
        label="怎样送的", max_length=200, required=False, help_text="例如：11月28日内网邮箱发出，对方已收到。"
    )


class WithdrawForm(VersionedForm):
    """Why what was sent does not hold any more."""

    reason = forms.CharField(
        label="为什么作废", max_length=200, help_text="例如：街道改了表样，另报一份。文件和记录都还留着。"
    )


class FetchForm(forms.Form):
    """Why a file with whole numbers is fetched again."""

    reason = forms.CharField(
        label="取文件的理由", max_length=LONGEST_REASON, help_text="这份文件里的号码是完整的，取一次记一次。"
    )

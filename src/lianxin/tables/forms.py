"""Choosing a roster, and saying by hand what its columns mean; not for the child, which knows no Django."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files import File
from django.db.models import QuerySet

from lianxin.tables.limits import DEFAULT_LIMITS, MEGABYTE
from lianxin.tables.vocabulary import SEQUENCE, Vocabulary

NOT_READ = ""


class UploadForm(forms.Form):
    """A file, which of its sheets, and whose register it is for."""

    file = forms.FileField(
        label="名册文件",
        help_text="Excel 或 WPS 的 .xlsx、.xls，或 .csv。不用改格式：标题行、合并单元格、各种写法的日期都认得。",
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.et,.txt"}),
        error_messages={"empty": "这个文件是空的，里面什么也没有，请重新选择。", "required": "请先选一个文件。"},
    )
    sheet = forms.CharField(
        label="工作表", help_text="只读一张表时写它的名字；空着就读全部没有隐藏的表。", max_length=100, required=False
    )
    community: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="导入到", help_text="名册是哪个社区的。", queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, communities: QuerySet[Any], **kwargs: Any) -> None:
        """``communities`` are those the user may bring rosters into; a single one is not asked for."""
        super().__init__(*args, **kwargs)
        self._only = communities[0] if len(communities[:2]) == 1 else None
        if self._only is not None:
            del self.fields["community"]
        else:
            field = self.fields["community"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = communities

    @property
    def destination(self) -> Any:  # noqa: ANN401 - whatever the query set holds
        """Where the roster goes."""
        return self._only or self.cleaned_data["community"]

    def clean_file(self) -> "File[bytes]":
        """Refuse by size what would be refused anyway."""
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > DEFAULT_LIMITS.file_size:
            limit = DEFAULT_LIMITS.file_size // MEGABYTE
            raise forms.ValidationError(f"文件超过 {limit} MB 的上限，请删去图片和多余的工作表后再导入。")
        return file


class ColumnsForm(forms.Form):
    """What each column of each sheet means, one select box a column; and in which row the heading stands."""

    def __init__(
        self,
        *args: Any,
        reading: Mapping[str, Any],
        mapping: Mapping[str, Any],
        words: Vocabulary,
        **kwargs: Any,
    ) -> None:
        """``reading`` and ``mapping`` as the roster keeps them."""
        super().__init__(*args, **kwargs)
        self._sheets: list[dict[str, Any]] = reading.get("sheets", [])
        self._earlier = mapping
        self._words = words
        named = [(name, label) for name, label in words.labels.items() if name != SEQUENCE]
        self._choices = [(NOT_READ, "不读这一列"), *named]
        self.fieldsets = []
        for number, sheet in enumerate(self._sheets):
            names = [self._row_field(number, sheet)]
            names += [self._column_field(number, *heading) for heading in sheet["headings"]]
            self.fieldsets.append((f"工作表“{sheet['name']}”", "", names))

    def _row_field(self, number: int, sheet: Mapping[str, Any]) -> str:
        name = f"row_{number}"
        self.fields[name] = forms.IntegerField(
            label="表头在第几行",
            help_text=f"“{self._words.labels[self._words.name]}”这些字所在的行。改了这一项，下面各列会重新认。",
            initial=sheet["header_row"],
            min_value=1,
            max_value=DEFAULT_LIMITS.rows,
            required=False,
        )
        return name

    def _column_field(self, number: int, index: int, heading: str, field: str, why: str) -> str:
        name = f"column_{number}_{index}"
        self.fields[name] = forms.ChoiceField(
            label=heading or f"第 {index + 1} 列（没有表头）",
            choices=self._choices,
            initial=field,
            required=False,
            help_text=why if not field else "",
        )
        return name

    def clean(self) -> dict[str, Any]:
        """A field is read from one column; a sheet needs a name and something to tell people apart by."""
        cleaned: dict[str, Any] = self.cleaned_data
        for number, sheet in enumerate(self._sheets):
            if sheet["header_row"] is None or self._row_changed(number, sheet):
                continue
            chosen = [cleaned.get(f"column_{number}_{index}") for index, *_ in sheet["headings"]]
            fields = [name for name in chosen if name]
            for name in sorted({name for name in fields if fields.count(name) > 1}):
                self.add_error(None, f"工作表“{sheet['name']}”有两列都对应“{self._words.labels[name]}”，请只留一列。")
            if fields and (self._words.name not in fields or not self._words.proofs & set(fields)):
                self.add_error(None, f"工作表“{sheet['name']}”还读不了：{self._words.needed}。")
        return cleaned

    def _row_changed(self, number: int, sheet: Mapping[str, Any]) -> bool:
        return self.cleaned_data.get(f"row_{number}") not in (None, sheet["header_row"])

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, as the roster keeps it: earlier corrections and those made now."""
        mapping: dict[str, Any] = {}
        for number, sheet in enumerate(self._sheets):
            earlier = self._earlier.get(sheet["name"], {})
            if self._row_changed(number, sheet):
                mapping[sheet["name"]] = {"header_row": self.cleaned_data[f"row_{number}"], "columns": {}}
                continue
            columns = {**earlier.get("columns", {}), **{str(i): name for i, _, name in self._changed(number, sheet)}}
            if columns or earlier.get("header_row"):
                mapping[sheet["name"]] = {"header_row": earlier.get("header_row"), "columns": columns}
        return mapping

    @property
    def remembered(self) -> dict[str, str]:
        """Headings whose meaning was corrected, to be understood so from now on."""
        return {
            heading: name
            for number, sheet in enumerate(self._sheets)
            if not self._row_changed(number, sheet)
            for _, heading, name in self._changed(number, sheet)
            if heading
        }

    def _changed(self, number: int, sheet: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
        for index, heading, field, _ in sheet["headings"]:
            chosen = self.cleaned_data.get(f"column_{number}_{index}", field)
            if chosen != field:
                yield index, heading, chosen

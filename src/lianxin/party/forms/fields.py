"""Form fields of the record, labelled and bounded as the record says."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from lianxin.kernel.codes import DEGREE, EDUCATION, ETHNICITY, OCCUPATION, SEX
from lianxin.kernel.codes.table import CodeTable
from lianxin.kernel.identity_numbers import IdentityNumber, IdentityNumberError
from lianxin.kernel.names import tidy_name
from lianxin.kernel.phones import is_mobile, tidy_phone
from lianxin.kernel.text import tidy_text
from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.orgs.editing import PartialDateField
from lianxin.orgs.models import Organisation
from lianxin.party.records import FIELDS
from lianxin.ui.widgets import FigureInput, IdNumberInput, PhoneInput

UNKNOWN = ("", "未登记")
YES, NO = "yes", "no"
YES_NO = [UNKNOWN, (YES, "是"), (NO, "否")]


class TidyField(forms.CharField):
    """A line of text without invisible characters and needless blanks."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - as Django declares it
        """The tidied text."""
        return tidy_text(str(value)) if value else ""


class NameField(TidyField):
    """A person's name."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """The tidied name."""
        return tidy_name(str(value)) if value else ""


class IdNumberField(forms.CharField):
    """An identity number; cleans to eighteen characters, "" for none."""

    widget = IdNumberInput

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """The checked number."""
        if not value or not str(value).strip():
            return ""
        try:
            return IdentityNumber.parse(str(value)).number
        except IdentityNumberError as error:
            raise forms.ValidationError(str(error)) from error


class MobileField(forms.CharField):
    """A mobile telephone; cleans to eleven digits, "" for none."""

    widget = PhoneInput

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """The checked number."""
        text = tidy_phone(str(value)) if value else ""
        if text and not is_mobile(text):
            raise forms.ValidationError("手机号应是 11 位数字，以 1 开头；座机请填到“固定电话”。")
        return text


class PhoneField(forms.CharField):
    """A landline; cleans to the tidied number, "" for none."""

    widget = PhoneInput

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """The tidied number."""
        return tidy_phone(str(value)) if value else ""


def text(name: str, help_text: str) -> forms.CharField:
    """A text of the record."""
    return TidyField(label=FIELDS[name].label, max_length=FIELDS[name].length, required=False, help_text=help_text)


def partial(name: str, help_text: str) -> forms.CharField:
    """A date as far as it is known."""
    return PartialDateField(label=FIELDS[name].label, required=False, help_text=help_text)


def code(name: str, table: CodeTable, help_text: str) -> forms.ChoiceField:
    """A code of a national standard."""
    return chosen(name, table.choices(), help_text)


def chosen(name: str, choices: Iterable[tuple[str, str]], help_text: str) -> forms.ChoiceField:
    """One of a closed list, or not said."""
    return forms.ChoiceField(label=FIELDS[name].label, choices=[UNKNOWN, *choices], required=False, help_text=help_text)


def yes_no(name: str, help_text: str) -> forms.ChoiceField:
    """Yes, no or not said; what is chosen is read by ``YES``."""
    return forms.ChoiceField(label=FIELDS[name].label, choices=YES_NO, required=False, help_text=help_text)


def months(name: str, help_text: str) -> forms.IntegerField:
    """A signed number of months."""
    return forms.IntegerField(
        label=FIELDS[name].label,
        min_value=-1200,
        max_value=1200,
        required=False,
        widget=FigureInput,
        help_text=help_text,
    )


SEXES = [(value, label) for value, label in SEX.choices() if value in {"1", "2"}]
OCCUPATIONS = [(label, label) for _, label in OCCUPATION.choices()]
CODES = {"ethnicity": ETHNICITY, "education": EDUCATION, "degree": DEGREE}


def place_choices(organisations: Sequence[Organisation]) -> list[tuple[str, str]]:
    """Branches and their groups as choices, groups behind their branch; in the order of the tree."""
    names = {row.pk: row.short_name for row in organisations}
    choices: list[tuple[str, str]] = []
    for row in organisations:
        if row.kind in BRANCH_KINDS:
            choices.append((str(row.pk), row.short_name))
        elif row.parent_id in names:
            choices.append((str(row.pk), f"{names[row.parent_id]} {row.short_name}"))
    return choices

"""Values of the record in words, as change lists, conflict pages and the audit show them."""

import uuid
from collections.abc import Mapping
from datetime import date

from lianxin.kernel.codes import DEGREE, EDUCATION, ETHNICITY, SEX
from lianxin.kernel.codes.table import CodeTable
from lianxin.kernel.identity_numbers import mask_id_number
from lianxin.kernel.partial_dates import PartialDate
from lianxin.kernel.phones import mask_phone
from lianxin.party.choices import AdmissionType, Category, Employment, Floating
from lianxin.party.records.fields import NOT_FLOATING, said

_TABLES: Mapping[str, CodeTable] = {"sex": SEX, "ethnicity": ETHNICITY, "education": EDUCATION, "degree": DEGREE}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "category": dict(Category.choices),
    "employment": dict(Employment.choices),
    "floating": {**dict(Floating.choices), NOT_FLOATING: "不是流动党员"},
    "admission_type": dict(AdmissionType.choices),
}


def shown(  # noqa: PLR0911 - one answer for each shape
    name: str, value: object, organisations: Mapping[uuid.UUID, str] | None = None
) -> str:
    """A value in Chinese words, sensitive ones masked, "" when nothing is said.

    ``organisations`` gives the names of branches and groups; without it they show nothing.
    """
    match value:
        case _ if not said(value):
            return ""
        case PartialDate():
            return value.chinese()
        case bool():
            return "是" if value else "否"
        case date():
            return PartialDate(value).chinese()
        case uuid.UUID():
            return (organisations or {}).get(value, "")
        case int():
            return f"{value}个月"
        case _:
            return _text(name, str(value))


def label_of_code(name: str, code: str) -> str:
    """The label of a code of ``sex``, ``ethnicity``, ``education`` or ``degree``; an unknown code as it is."""
    return _TABLES[name].label(code) or code


def _text(name: str, value: str) -> str:
    if name == "id_number":
        return mask_id_number(value)
    if name in {"mobile", "phone"}:
        return mask_phone(value)
    if name in _TABLES:
        return label_of_code(name, value)
    return _WORDS.get(name, {}).get(value, value)

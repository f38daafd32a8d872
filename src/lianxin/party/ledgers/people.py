"""Members for somebody else's form: every column such a form may ask, by the 口径 of 党员花名册, in one query.

Rows are tuples of ``FIELDS`` and are read with ``Person``'s functions; ten thousand are a second's work.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from lianxin.declare.ledgers import LedgerQuery
from lianxin.kernel.codes import DEGREE, EDUCATION, ETHNICITY, SEX
from lianxin.kernel.crypto import keyring
from lianxin.kernel.identity_numbers import mask_id_number
from lianxin.kernel.partial_dates import PartialDate
from lianxin.kernel.phones import mask_phone
from lianxin.kernel.standing import political_birthday_years, standing_years
from lianxin.party.choices import AdmissionType, Category, Employment, Floating
from lianxin.party.ledgers.members import members_in
from lianxin.residents.models import ID_NUMBER, PHONE

CHUNK = 2000
_COLUMNS = {
    "id": "id",
    "person": "person_id",
    "name_key": "name_key",
    "path": "path_then",
    "name": "person__name",
    "sex": "person__sex",
    "ethnicity": "person__ethnicity",
    "id_number": "person__id_number_sealed",
    "birth_date": "person__birth_date",
    "birth_precision": "person__birth_precision",
    "native_place": "person__native_place",
    "education": "person__education",
    "degree": "person__degree",
    "category": "category_then",
    "join_date": "join_date",
    "join_precision": "join_precision",
    "full_date": "full_date",
    "full_precision": "full_precision",
    "application_date": "application_date",
    "application_precision": "application_precision",
    "work_start": "work_start",
    "work_start_precision": "work_start_precision",
    "admission_type": "admission_type",
    "party_age_adj": "party_age_adj",
    "branch": "branch_then",
    "group": "team_then",
    "post_in_party": "post_in_party",
    "job_post": "job_post",
    "new_stratum": "new_stratum",
    "tech_title": "tech_title",
    "is_migrant_worker": "is_migrant_worker",
    "frontline": "frontline",
    "mobile": "person__mobile_sealed",
    "phone": "person__phone_sealed",
    "residence": "person__residence",
    "hukou": "person__hukou",
    "lost": "lost",
    "lost_date": "lost_date",
    "floating": "floating_then",
    "archive_unit": "archive_unit",
    "other_party": "other_party",
    "hardship": "person__hardship",
    "health": "person__health",
    "skills": "person__skills",
    "employment": "employment_then",
    "employer": "person__employer",
    "new_economy": "new_economy_then",
}
FIELDS = tuple(_COLUMNS.values())
PLACE: Mapping[str, int] = {name: place for place, name in enumerate(_COLUMNS)}
"""Where a field stands in a row."""

Row = tuple[Any, ...]
Value = str | int | date | PartialDate | None
Getter = Callable[[Row, date], Value]


def people_in(query: LedgerQuery) -> Iterator[Row]:
    """Rows of ``FIELDS`` of the members 党员花名册 has for the same question, by name; one query."""
    rows = members_in(query, named=True).order_by("name_key", "id").values_list(*FIELDS)
    yield from rows.iterator(chunk_size=CHUNK)


def birth_of(row: Row) -> PartialDate | None:
    """出生日期."""
    return _partial(row, "birth_date", "birth_precision")


def joined_of(row: Row) -> PartialDate | None:
    """入党日期."""
    return _partial(row, "join_date", "join_precision")


def age_of(row: Row, day: date) -> int | None:
    """Full years on a day."""
    birth = birth_of(row)
    return None if birth is None else birth.completed_years(day)


def standing_of(row: Row, day: date) -> int | None:
    """Full years of 党龄 on a day, of full members."""
    if row[PLACE["category"]] != Category.FULL:
        return None
    joined, full = joined_of(row), _partial(row, "full_date", "full_precision")
    standing = _standing(joined, full, row[PLACE["party_age_adj"]], day)
    return standing.years if standing else None


@lru_cache(maxsize=20_000)
def _standing(joined: PartialDate | None, full: PartialDate | None, months: int, day: date) -> Any:  # noqa: ANN401
    return standing_years(joined, full, months, day)


def _partial(row: Row, name: str, precision: str) -> PartialDate | None:
    return PartialDate.of(row[PLACE[name]], row[PLACE[precision]])


def _text(name: str) -> Getter:
    place = PLACE[name]
    return lambda row, _: row[place] or ""


def _coded(name: str, labels: Mapping[str, str]) -> Getter:
    place = PLACE[name]
    return lambda row, _: labels.get(row[place], row[place]) or ""


def _dated(name: str, precision: str) -> Getter:
    return lambda row, _: _partial(row, name, precision)


def _yes_or_no(name: str) -> Getter:
    place = PLACE[name]
    words = {True: "是", False: "否", "yes": "是", "": "否"}
    return lambda row, _: words.get(row[place], "")


def _opened(name: str, context: str) -> Callable[[Row], str]:
    place, person = PLACE[name], PLACE["person"]

    def clear(row: Row) -> str:
        sealed = row[place]
        key: uuid.UUID = row[person]
        return keyring().open(bytes(sealed), f"{context}:{key}") if sealed else ""

    return clear


def _full_date(row: Row, day: date) -> PartialDate | None:
    """The day of full membership, once it has come."""
    full = _partial(row, "full_date", "full_precision")
    return None if full is None or full.on > day else full


def _floating(row: Row, _: date) -> str:
    return str(dict(Floating.choices).get(row[PLACE["floating"]], ""))


def _lost_date(row: Row, _: date) -> date | None:
    found: date | None = row[PLACE["lost_date"]]
    return found


def _birthday(row: Row, day: date) -> int | None:
    return political_birthday_years(joined_of(row), day)


VALUES: Mapping[str, Getter] = {
    "name": _text("name"),
    "sex": _coded("sex", SEX.labels),
    "ethnicity": _coded("ethnicity", ETHNICITY.labels),
    "birth_date": lambda row, _: birth_of(row),
    "age": age_of,
    "native_place": _text("native_place"),
    "education": _coded("education", EDUCATION.labels),
    "degree": _coded("degree", DEGREE.labels),
    "category": _coded("category", {str(code): str(label) for code, label in Category.choices}),
    "join_date": lambda row, _: joined_of(row),
    "full_date": _full_date,
    "standing": standing_of,
    "political_birthday": _birthday,
    "application_date": _dated("application_date", "application_precision"),
    "work_start": _dated("work_start", "work_start_precision"),
    "admission_type": _coded("admission_type", {str(code): str(label) for code, label in AdmissionType.choices}),
    "party_age_adj": lambda row, _: row[PLACE["party_age_adj"]] or "",
    "branch": _text("branch"),
    "group": _text("group"),
    "post_in_party": _text("post_in_party"),
    "job_post": _text("job_post"),
    "new_stratum": _text("new_stratum"),
    "tech_title": _text("tech_title"),
    "is_migrant_worker": _yes_or_no("is_migrant_worker"),
    "frontline": _text("frontline"),
    "residence": _text("residence"),
    "hukou": _text("hukou"),
    "lost": _yes_or_no("lost"),
    "lost_date": _lost_date,
    "floating": _floating,
    "archive_unit": _text("archive_unit"),
    "other_party": _text("other_party"),
    "skills": _text("skills"),
    "employment": _coded("employment", {str(code): str(label) for code, label in Employment.choices}),
    "employer": _text("employer"),
    "new_economy": _yes_or_no("new_economy"),
}
"""What may be written for a field without a reason, by row and day."""

OPENED: Mapping[str, Callable[[Row], str]] = {
    "id_number": _opened("id_number", ID_NUMBER),
    "mobile": _opened("mobile", PHONE),
    "phone": _opened("phone", PHONE),
    "health": lambda row: row[PLACE["health"]],
    "hardship": lambda row: row[PLACE["hardship"]],
}
"""What needs a reason."""

MASKED: Mapping[str, Callable[[str], str]] = {"id_number": mask_id_number, "mobile": mask_phone, "phone": mask_phone}
"""How the numbers are shown without one; the others of ``OPENED`` are not shown at all."""

"""The typed record of a member and what is known of each of its fields (domain §2.1)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypedDict

from lianxin.kernel.partial_dates import PartialDate

NOT_FLOATING = "no"
"""Value of ``floating`` when it was said that the member neither flows in nor out."""


class MemberValues(TypedDict, total=False):
    """One member's values by their names in domain §2.1; absent, None or "" means "not said".

    Texts are tidied (``tidy_name``, ``tidy_phone``, ``IdentityNumber.parse(…).number``), codes are those of the
    national standards, ``organisation`` and ``group`` are identifiers of organisations already resolved.
    """

    name: str | None
    sex: str | None
    ethnicity: str | None
    id_number: str | None
    birth_date: PartialDate | None
    education: str | None
    degree: str | None
    category: str | None
    join_date: PartialDate | None
    full_date: PartialDate | None
    application_date: PartialDate | None
    work_start: PartialDate | None
    admission_type: str | None
    party_age_adj: int | None
    organisation: uuid.UUID | None
    group: uuid.UUID | None
    employment: str | None
    floating: str | None
    new_economy: bool | None
    mobile: str | None
    phone: str | None
    residence: str | None
    hukou: str | None
    native_place: str | None
    employer: str | None
    post_in_party: str | None
    job_post: str | None
    new_stratum: str | None
    tech_title: str | None
    is_migrant_worker: bool | None
    frontline: str | None
    lost: bool | None
    lost_date: date | None
    archive_unit: str | None
    other_party: str | None
    skills: str | None
    hardship: str | None
    health: str | None
    note: str | None


class Home(StrEnum):
    """Where a field is kept."""

    PERSON = "person"
    MEMBER = "member"
    FACT = "fact"
    PLACE = "place"


class Shape(StrEnum):
    """What kind of value a field holds."""

    TEXT = "text"
    CODE = "code"
    CHOICE = "choice"
    SEALED = "sealed"
    PARTIAL = "partial"
    DATE = "date"
    BOOL = "bool"
    MONTHS = "months"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field: its Chinese label, where and how it is kept, how long a text may be.

    ``column`` is the model's column; a partial date has a second one, ``precision``.
    """

    name: str
    label: str
    home: Home
    shape: Shape = Shape.TEXT
    length: int = 0
    column: str = ""
    precision: str = ""


def _partial(name: str, label: str, home: Home, precision: str) -> RecordField:
    return RecordField(name, label, home, Shape.PARTIAL, column=name, precision=precision)


def _text(name: str, label: str, home: Home, length: int, shape: Shape = Shape.TEXT) -> RecordField:
    return RecordField(name, label, home, shape, length, column=name)


_ALL = (
    _text("name", "姓名", Home.PERSON, 50),
    _text("sex", "性别", Home.PERSON, 1, Shape.CODE),
    _text("ethnicity", "民族", Home.PERSON, 2, Shape.CODE),
    RecordField("id_number", "公民身份号码", Home.PERSON, Shape.SEALED, 18),
    _partial("birth_date", "出生日期", Home.PERSON, "birth_precision"),
    _text("education", "学历", Home.PERSON, 2, Shape.CODE),
    _text("degree", "学位", Home.PERSON, 3, Shape.CODE),
    RecordField("category", "人员类别", Home.FACT, Shape.CHOICE),
    _partial("join_date", "入党日期", Home.MEMBER, "join_precision"),
    _partial("full_date", "转正日期", Home.MEMBER, "full_precision"),
    _partial("application_date", "申请入党日期", Home.MEMBER, "application_precision"),
    _partial("work_start", "参加工作日期", Home.MEMBER, "work_start_precision"),
    _text("admission_type", "入党类型", Home.MEMBER, 12, Shape.CHOICE),
    RecordField("party_age_adj", "党龄校正值", Home.MEMBER, Shape.MONTHS, column="party_age_adj"),
    RecordField("organisation", "所在党支部", Home.PLACE, Shape.ORGANISATION),
    RecordField("group", "党小组", Home.PLACE, Shape.ORGANISATION),
    RecordField("employment", "在职离退情况", Home.FACT, Shape.CHOICE),
    RecordField("floating", "流动情况", Home.FACT, Shape.CHOICE),
    RecordField("new_economy", "两新组织从业", Home.FACT, Shape.BOOL),
    RecordField("mobile", "手机", Home.PERSON, Shape.SEALED, 30),
    RecordField("phone", "固定电话", Home.PERSON, Shape.SEALED, 30),
    _text("residence", "现居住地", Home.PERSON, 120),
    _text("hukou", "户籍所在地", Home.PERSON, 120),
    _text("native_place", "籍贯", Home.PERSON, 60),
    _text("employer", "工作单位及职务", Home.PERSON, 120),
    _text("post_in_party", "党内职务（名册原文）", Home.MEMBER, 60),
    _text("job_post", "工作岗位", Home.MEMBER, 60),
    _text("new_stratum", "新社会阶层类型", Home.MEMBER, 40),
    _text("tech_title", "从事专业技术职务", Home.MEMBER, 40),
    RecordField("is_migrant_worker", "农民工", Home.MEMBER, Shape.BOOL, column="is_migrant_worker"),
    _text("frontline", "一线情况", Home.MEMBER, 40),
    RecordField("lost", "失联", Home.MEMBER, Shape.BOOL, column="lost"),
    RecordField("lost_date", "失联日期", Home.MEMBER, Shape.DATE, column="lost_date"),
    _text("archive_unit", "党员档案所在单位", Home.MEMBER, 80),
    _text("other_party", "其他党团", Home.MEMBER, 60),
    _text("skills", "特长", Home.PERSON, 120),
    _text("hardship", "困难情况", Home.PERSON, 120),
    _text("health", "健康状况", Home.PERSON, 60),
    _text("note", "备注", Home.PERSON, 200),
)

FIELDS: Mapping[str, RecordField] = {field.name: field for field in _ALL}
"""Every field of the record by name, in the order in which it is shown."""

FACT_FIELDS = tuple(field.name for field in _ALL if field.home is Home.FACT)
PLACE_FIELDS = tuple(field.name for field in _ALL if field.home is Home.PLACE)
SENSITIVE_FIELDS = tuple(field.name for field in _ALL if field.shape is Shape.SEALED)


def said(value: object) -> bool:
    """Whether a value says anything: None and empty text do not, False and 0 do."""
    return value is not None and value != ""

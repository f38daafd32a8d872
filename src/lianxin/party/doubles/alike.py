"""Why two records may be one person. What is not known contradicts nothing; what is known and differs does."""

import uuid
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lianxin.kernel.partial_dates import PartialDate
from lianxin.residents.models import Person

COLUMNS = ("pk", "name", "name_key", "birth_date", "birth_precision", "id_number_index", "mobile_index")


class Known(NamedTuple):
    """As much of a person as it takes to compare, in the order of ``COLUMNS``; numbers by their blind index."""

    pk: uuid.UUID
    name: str
    name_key: str
    birth_date: date | None
    birth_precision: str
    number: str
    mobile: str

    @property
    def birth(self) -> PartialDate | None:
        """Birth, made only when it is compared: of most people it never is."""
        return PartialDate.of(self.birth_date, self.birth_precision)

    @classmethod
    def of(cls, person: Person) -> "Known":
        """From a loaded person."""
        return cls(*(getattr(person, column) for column in COLUMNS))


class Reason(StrEnum):
    """Why a pair is listed."""

    SAME_BIRTH = "same_birth"
    NUMBER_MISSING = "number_missing"
    SAME_MOBILE = "same_mobile"


def reasons(one: Known, other: Known) -> list[Reason]:
    """Why the two may be the same person; nothing: they are not alike."""
    found = []
    if one.name == other.name:
        births = _births(one, other)
        if births == 0:
            found.append(Reason.SAME_BIRTH)
        elif births is None and not (one.number and other.number):
            found.append(Reason.NUMBER_MISSING)
    if one.mobile and one.mobile == other.mobile and _names_alike(one, other):
        found.append(Reason.SAME_MOBILE)
    return found


def told(one: Known, other: Known) -> list[str]:
    """The reasons in words."""
    return [_word(reason, one, other) for reason in reasons(one, other)]


def _word(reason: Reason, one: Known, other: Known) -> str:
    if reason is Reason.SAME_BIRTH:
        exact = one.birth is not None and other.birth is not None and one.birth.precision == other.birth.precision
        born = "出生日期相同" if exact else "出生日期在已知的范围里相同"
        return f"姓名一样，{born}；{_numbers(one, other)}"
    if reason is Reason.NUMBER_MISSING:
        return f"姓名一样，出生日期不能比较；{_numbers(one, other)}"
    if one.name == other.name:
        return "姓名和手机都一样"
    if one.name_key == other.name_key:
        return "手机一样，姓名读音相同、字不同"
    return "手机一样，姓名只差一个字"


def _numbers(one: Known, other: Known) -> str:
    if one.number and other.number:
        return "两个公民身份号码不同，可能有一个写错了"
    if one.number or other.number:
        return "有一边没有公民身份号码"
    return "两边都没有公民身份号码"


def _births(one: Known, other: Known) -> int | None:
    """As ``PartialDate.compare``; None where one is not known."""
    mine, theirs = one.birth, other.birth
    return None if mine is None or theirs is None else mine.compare(theirs)


def _names_alike(one: Known, other: Known) -> bool:
    return one.name == other.name or one.name_key == other.name_key or _one_off(one.name, other.name)


def _one_off(one: str, other: str) -> bool:
    """Whether one character is another, missing or too many, in names of at least two characters that share one."""
    if min(len(one), len(other)) < 2:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))

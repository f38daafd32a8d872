"""Identity numbers of citizens (公民身份号码), GB 11643-1999: read, checked, masked.

Eighteen characters: six of area, eight of birth, three of sequence (odd for men, even for women), one check
character (ISO 7064, MOD 11-2). Fifteen-digit numbers of the first generation (GB 11643-1989) are brought to eighteen.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Self

from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text, to_half_width

_LENGTH = 18
_FIRST_YEAR = 1850
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")
_QUOTES_AND_BLANKS = re.compile("['`\u2018\u2019\u2032\\s]")


class Problem(StrEnum):
    """Why a text is no identity number; the values are the codes of an import's refusals."""

    MALFORMED = "id_malformed"
    CHECKSUM = "id_checksum"


class IdentityNumberError(ValueError):
    """A text that is no identity number; the message is a Chinese sentence which does not repeat the number."""

    def __init__(self, problem: Problem, message: str) -> None:
        """Keep the kind of problem beside the sentence."""
        super().__init__(message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A checked identity number and what it says.

    `number` has eighteen characters, `sex` is the code of GB/T 2261.1 (`1` male, `2` female), `area` the six-digit
    code of GB/T 2260. The number is kept out of `repr`, so that it does not slip into a log.
    """

    number: str
    birth: date
    sex: str
    area: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a typed or imported number: blanks, apostrophes and full-width characters are dealt with.

        Fifteen digits become eighteen by the `19` of the year and a computed check character; the sequences
        kept for people born before 1900 (996 to 999) are not treated apart.

        Raises:
            IdentityNumberError: `MALFORMED` for a wrong length or character or an impossible date of birth,
                `CHECKSUM` for a check character that does not fit.
        """
        number = _normalise(text)
        if _FIFTEEN.fullmatch(number):
            number = f"{number[:6]}19{number[6:]}"
            number += check_character(number)
        if not _EIGHTEEN.fullmatch(number):
            raise IdentityNumberError(Problem.MALFORMED, _shape_message(number))
        birth = _birth_date(number)
        if number[-1] != check_character(number[:-1]):
            raise IdentityNumberError(Problem.CHECKSUM, "身份证号的校验码不对，一定有数字抄错，请对照证件核对。")
        return cls(number=number, birth=birth, sex="1" if int(number[16]) % 2 else "2", area=number[:6])

    @property
    def area_known(self) -> bool:
        """Whether the area stands in the table of counties past and present (GB/T 2260 and its changes).

        The year of birth is not held against the years in which the county existed: a number bears the county
        of the day it was given, often decades after the birth.
        """
        return _area_known(self.area)

    def __repr__(self) -> str:
        """With the number masked."""
        return f"IdentityNumber({mask_id_number(self.number)!r})"


def check_character(first_seventeen: str) -> str:
    """The eighteenth character for seventeen digits: `0` to `9` or `X`."""
    remainder = (1 - 2 * int(first_seventeen, 13)) % 11
    return "X" if remainder == 10 else str(remainder)


def mask_id_number(number: str) -> str:
    """`530112********1234`; date of birth and first figure of the sequence hidden.

    Of a fifteen-digit number the last three stay; of any other text only the length is seen.
    """
    tidied = _normalise(number)
    if _EIGHTEEN.fullmatch(tidied):
        return f"{tidied[:6]}{'*' * 8}{tidied[-4:]}"
    if _FIFTEEN.fullmatch(tidied):
        return f"{tidied[:6]}{'*' * 6}{tidied[-3:]}"
    return "*" * len(tidied)


def _normalise(text: str) -> str:
    if _EIGHTEEN.fullmatch(text):
        return text
    return _QUOTES_AND_BLANKS.sub("", tidy_text(to_half_width(text))).upper()


def _shape_message(number: str) -> str:
    if not number:
        return "身份证号是空的。"
    if len(number) != _LENGTH:
        return f"身份证号应为 18 位，这里是 {len(number)} 位。"
    return "身份证号只能是数字，末位可以是 X。"


def _birth_date(number: str) -> date:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        birth = date(year, month, day)
    except ValueError:
        birth = None
    if birth is None or year < _FIRST_YEAR or birth > clock.today():
        raise IdentityNumberError(Problem.MALFORMED, "身份证号中的出生日期不存在，请对照证件核对。")
    return birth


@lru_cache(maxsize=8192)
def _area_known(area: str) -> bool:
    from stdnum import numdb

    return any("county" in properties for _part, properties in numdb.get("cn/loc").info(area))

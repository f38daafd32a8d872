"""公文 after GB/T 9704-2012 (domain: 党政机关公文格式): what stands on the page, and how typed text becomes its parts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.documents.rendering import render_pdf

KINDS = ("通知", "报告", "请示", "函", "决定", "决议", "批复", "纪要", "公示", "证明")
"""党政机关公文处理工作条例（2012）art. 8, those an office of this size writes, and two it writes besides."""
UPWARDS = frozenset({"报告", "请示"})
"""Go up: number on the left, 签发人 on the right (GB/T 9704-2012, 7.2.5, 7.2.6)."""
LONGEST_TITLE_LINE = 20
"""Characters of 22 pt in a line of 156 mm."""

_FIRST = re.compile(r"[一二三四五六七八九十]+、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十]+[)）]")
_NUMBER = re.compile(r"^(.*?)\s*[〔\[［(（【]\s*(\d{4})\s*[〕\]］)）】]\s*第?\s*0*(\d+)\s*号?$")


@dataclass(frozen=True, slots=True)
class Head:
    """版头: 发文机关标志, in red unless the paper has it already, 份号/密级/紧急程度 above it, 签发人 of what goes up."""

    issuer: str
    red: bool = True
    marks: Sequence[str] = ()
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Tail:
    """版记: 抄送, 印发机关, 印发日期."""

    printer: str
    day: date
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A 公文. ``title`` may be broken by line ends (梯形、菱形); ``text`` is one paragraph a line."""

    title: str
    text: str
    to: str = ""
    number: str = ""
    issuer: str = ""
    day: date | None = None
    attachments: Sequence[str] = ()
    remark: str = ""
    head: Head | None = None
    tail: Tail | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph: ``level`` 1 (一、), 2 (（一）) or 0; ``head`` is what is set as heading, ``text`` what follows it."""

    level: int
    head: str
    text: str


def document_number(typed: str) -> str:
    """发文字号 as it is printed: hexagonal brackets, no 第, no leading zero (GB/T 9704-2012, 7.2.5); others as typed."""
    found = _NUMBER.match(typed.strip())
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else typed.strip()


def pieces(text: str) -> list[Piece]:
    """The paragraphs of a typed text; blank lines are dropped. A heading ends at its first full stop."""
    return [_piece(line.strip()) for line in text.splitlines() if line.strip()]


def chinese_day(day: date | None) -> str:
    """成文日期 in Arabic figures, months and days without a leading zero (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF. Raises DocumentError."""
    data = letter_data(letter)
    return render_pdf("letter", data, weight=len(data["body"]))


def letter_data(letter: Letter) -> dict[str, Any]:
    """What the template is filled with."""
    return {
        "title": letter.title.strip(),
        "to": letter.to.strip().rstrip("：:"),
        "number": document_number(letter.number),
        "body": [{"level": piece.level, "head": piece.head, "text": piece.text} for piece in pieces(letter.text)],
        "attachments": list(letter.attachments),
        "issuer": letter.issuer,
        "day": chinese_day(letter.day),
        "remark": letter.remark.strip().strip("（）()"),
        "head": _head(letter.head),
        "tail": _tail(letter.tail),
    }


def issuer_size(name: str) -> float:
    """Points of 发文机关标志 in one line of 156 mm: as large as fits, 44 at most (the standard asks to be striking)."""
    return min(44.0, 155 * 72 / 25.4 / max(len(name), 1))


def _piece(line: str) -> Piece:
    for level, begins in ((1, _FIRST), (2, _SECOND)):
        if begins.match(line):
            head, stop, rest = line.partition("。")
            return Piece(level, head + stop, rest)
    return Piece(0, "", line)


def _head(head: Head | None) -> Mapping[str, Any] | None:
    if head is None:
        return None
    return {
        "issuer": head.issuer,
        "size": round(issuer_size(head.issuer), 1),
        "red": head.red,
        "marks": list(head.marks),
        "signer": head.signer,
    }


def _tail(tail: Tail | None) -> Mapping[str, str] | None:
    if tail is None:
        return None
    return {"printer": tail.printer, "day": chinese_day(tail.day), "copies": tail.copies.strip().rstrip("。")}

"""Sheets in large type that any list of people can be made into: sign-in, tick, labels, envelopes.

Three in five members are retired: names are 16 pt and more, rows high enough to sign in with a broad pen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.documents.rendering import render_pdf


@dataclass(frozen=True, slots=True)
class Labels:
    """A sheet of labels on A4: columns × rows, each in millimetres."""

    name: str
    columns: int
    rows: int
    width: float
    height: float


LABELS = {
    "3x8": Labels("每张 24 枚（3 列 × 8 行，70 × 37 毫米）", 3, 8, 70, 37.125),
    "2x7": Labels("每张 14 枚（2 列 × 7 行，105 × 42 毫米，字更大）", 2, 7, 105, 42.4),
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope of GB/T 1416-2003, lying, in millimetres."""

    name: str
    width: float
    height: float


ENVELOPES = {
    "dl": Envelope("5 号信封 DL（220 × 110 毫米）", 220, 110),
    "c5": Envelope("7 号信封 C5（229 × 162 毫米）", 229, 162),
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who a label or an envelope is for: the name in large type, a line above it and one below it."""

    name: str
    address: str = ""
    note: str = ""


def sign_in_pdf(
    title: str,
    note: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    blank_rows: int = 0,
    large: bool = True,
    foot: str = "",
) -> bytes:
    """签到表: 序号, 姓名, the chosen columns, 签名, and blank rows for who was not on the list. Raises DocumentError."""
    return _grid(title, note, ["姓名", *heads], rows, ["签名", "备注"], blank_rows, large=large, foot=foot, box=False)


def tick_pdf(
    title: str,
    note: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    ticks: Sequence[str],
    *,
    blank_rows: int = 0,
    large: bool = True,
    foot: str = "",
) -> bytes:
    """打勾表: 序号, 姓名, the chosen columns, and a box to tick under each of ``ticks``. Raises DocumentError."""
    return _grid(title, note, ["姓名", *heads], rows, ticks, blank_rows, large=large, foot=foot, box=True)


def labels_pdf(kind: Labels, people: Sequence[Addressee], *, large: bool = True) -> bytes:
    """Labels, one for each, row by row. Raises DocumentError."""
    data = {
        "columns": kind.columns,
        "rows": kind.rows,
        "width": kind.width,
        "height": kind.height,
        "size": 20 if large else 16,
        "people": _people(people),
    }
    return render_pdf("labels", data, weight=3 * len(people))


def envelopes_pdf(
    kind: Envelope, people: Sequence[Addressee], *, sender: str, postcode: str = "", boxes: bool = True
) -> bytes:
    """One envelope a page: six boxes for the postcode on the upper left, the sender with the own postcode on the lower right.

    Raises DocumentError.
    """
    data = {
        "width": kind.width,
        "height": kind.height,
        "boxes": boxes,
        "sender": sender,
        "postcode": postcode,
        "people": _people(people),
    }
    return render_pdf("envelopes", data, weight=8 * len(people))


def _people(people: Sequence[Addressee]) -> list[dict[str, str]]:
    return [{"name": person.name, "address": person.address, "note": person.note} for person in people]


def _grid(  # noqa: PLR0913 - the two kinds of sheet differ in all of it
    title: str,
    note: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    ends: Sequence[str],
    blank_rows: int,
    *,
    large: bool,
    foot: str,
    box: bool,
) -> bytes:
    empty = [""] * len(heads)
    filled = [[str(number), *row] for number, row in enumerate([*rows, *([empty] * blank_rows)], 1)]
    data = {
        "title": title,
        "note": note,
        "heads": ["序号", *heads],
        "rows": filled,
        "ends": list(ends),
        "box": box,
        "size": 16 if large else 12,
        "height": 13 if large else 9,
        "flipped": len(heads) + len(ends) > (6 if large else 8),
        "count": f"名单 {len(rows)} 人" + (f"，另留空行 {blank_rows} 行" if blank_rows else ""),
        "foot": foot,
    }
    return render_pdf("grid", data, weight=len(filled) * (len(heads) + len(ends) + 1))

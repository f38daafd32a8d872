"""Which sheets there are, and how the rows of a list and what was chosen become each of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lianxin.declare.handouts import HandoutRow
from lianxin.documents.handouts import ENVELOPES, LABELS, Addressee, envelopes_pdf, labels_pdf, sign_in_pdf, tick_pdf


@dataclass(frozen=True, slots=True)
class HandoutKind:
    """A kind of sheet: its name, one line what it is for, the fields it asks, who makes it.

    ``make`` gets the rows, what was chosen (the form's cleaned fields) and the words of the foot. ``addressed``: only rows
    with an address are of use.
    """

    code: str
    title: str
    purpose: str
    fields: tuple[str, ...]
    make: Callable[[Sequence[HandoutRow], Mapping[str, Any], str], bytes]
    addressed: bool = False


def _sign_in(rows: Sequence[HandoutRow], chosen: Mapping[str, Any], foot: str) -> bytes:
    heads, lines = _chosen_columns(rows, chosen)
    return sign_in_pdf(
        chosen["title"], chosen["note"], heads, lines, blank_rows=chosen["blank_rows"], large=chosen["large"], foot=foot
    )


def _tick(rows: Sequence[HandoutRow], chosen: Mapping[str, Any], foot: str) -> bytes:
    heads, lines = _chosen_columns(rows, chosen)
    return tick_pdf(
        chosen["title"],
        chosen["note"],
        heads,
        lines,
        chosen["ticks"],
        blank_rows=chosen["blank_rows"],
        large=chosen["large"],
        foot=foot,
    )


def _labels(rows: Sequence[HandoutRow], chosen: Mapping[str, Any], foot: str) -> bytes:
    with_address, below = chosen["with_address"], chosen["below"]
    people = [
        Addressee(f"{row.name}{row.courtesy}", row.address if with_address else "", row.cells.get(below, ""))
        for row in rows
    ]
    return labels_pdf(LABELS[chosen["layout"]], people, large=chosen["large"])


def _envelopes(rows: Sequence[HandoutRow], chosen: Mapping[str, Any], foot: str) -> bytes:
    people = [
        Addressee(row.name, row.address, f"{row.attention} 收")
        if row.attention
        else Addressee(f"{row.name}{row.courtesy} 收", row.address)
        for row in rows
    ]
    return envelopes_pdf(
        ENVELOPES[chosen["envelope"]],
        people,
        sender=chosen["sender"],
        postcode=chosen["postcode"],
        boxes=chosen["boxes"],
    )


def _chosen_columns(rows: Sequence[HandoutRow], chosen: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """``chosen["columns"]`` maps the chosen names to their titles."""
    columns: Mapping[str, str] = chosen["columns"]
    return list(columns.values()), [[row.name, *(row.cells.get(name, "") for name in columns)] for row in rows]


KINDS: Mapping[str, HandoutKind] = {
    kind.code: kind
    for kind in (
        HandoutKind(
            "sign-in",
            "签到表",
            "开会、活动时在名字后面签名；后面留几行给名单上没有的人。",
            ("title", "note", "columns", "blank_rows", "large"),
            _sign_in,
        ),
        HandoutKind(
            "tick",
            "打勾表",
            "发东西、核情况时一项一项打勾，回来照着登记。",
            ("title", "note", "ticks", "columns", "blank_rows", "large"),
            _tick,
        ),
        HandoutKind(
            "labels",
            "标签",
            "打在不干胶纸上，贴档案袋、慰问品、桌牌。",
            ("layout", "with_address", "below", "large"),
            _labels,
        ),
        HandoutKind(
            "envelopes",
            "信封",
            "寄通知、寄慰问信；没有登记地址的人不印。",
            ("envelope", "sender", "postcode", "boxes"),
            _envelopes,
            addressed=True,
        ),
    )
}

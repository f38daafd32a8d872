"""CSV after RFC 4180: UTF-8 with a mark so that spreadsheet programs read Chinese, one header row, no title, no footer.

A spreadsheet program runs a cell of a CSV file that begins like a formula. After OWASP ("CSV Injection") such a text gets
an apostrophe in front; so does one that already begins with an apostrophe, so that taking exactly one away on reading
always gives the value back.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import IO

from lianxin.reports.reading import Reading, Value

BOM = b"\xef\xbb\xbf"
SHIELD = "'"
AT_ONCE = 1000
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\ufeff"
_DANGEROUS = re.compile(rf"[\s{_INVISIBLE}]*[=+\-@＝＋－＠'\t\r\n\0]")
_SUSPICIOUS = frozenset(
    "=+-@＝＋－＠'\0 \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + _INVISIBLE
) | {chr(code) for code in range(0x2000, 0x200B)}
"""First characters with which a text may be dangerous; most cells are let through by this one look."""


def shielded(text: str) -> str:
    """A text that no program takes for a formula: with an apostrophe in front if it begins like one."""
    return SHIELD + text if _DANGEROUS.match(text) else text


def write_csv(reading: Reading, rows: Iterable[list[Value]], target: IO[bytes]) -> int:
    """Write the rows under the columns' titles; the number of rows. Dates are written as 2026-11-20."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    suspicious = _SUSPICIOUS
    target.write(BOM)
    writer.writerow([shielded(column.title) for column in reading.ledger.columns])
    count = 0
    for row in rows:
        writer.writerow(
            [shielded(value) if value.__class__ is str and value[:1] in suspicious else value for value in row]
        )
        count += 1
        if count % AT_ONCE == 0:
            _hand_over(buffer, target)
    _hand_over(buffer, target)
    return count


def _hand_over(buffer: io.StringIO, target: IO[bytes]) -> None:
    target.write(buffer.getvalue().encode("utf-8", "replace"))
    buffer.seek(0)
    buffer.truncate()

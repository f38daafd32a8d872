"""Text files with a delimiter: encodings, delimiters and quoting as Excel, WPS and Notepad leave them.

Runs in the child process.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from lianxin.tables.grid import Grid, Plain
from lianxin.tables.limits import Limits
from lianxin.tables.problems import Fault, UnreadableFile

_CHUNK = 1024 * 1024
_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNMARKED = ("utf-8", "gb18030")
_DELIMITERS = (",", "\t", ";", "，", "|")
_SAMPLE_LINES = 30
_QUOTED = re.compile(r'"[^"]*"')
_SHIELDED = re.compile("'[\\s\u200b-\u200f\ufeff]*[=+\\-@＝＋－＠'\t\r\n]")
"""Our own exports put an apostrophe before a text that a spreadsheet program would take for a formula."""
_KEPT_AS_TEXT = re.compile(r'="(?P<text>.*)"', re.DOTALL)


def encoding_of(path: Path) -> str:
    """The encoding a text file is written in, tried over the whole file.

    Raises:
        UnreadableFile: none fits.
    """
    with path.open("rb") as stream:
        head = stream.read(3)
    for mark, encoding in _MARKED:
        if head.startswith(mark):
            return _first_that_fits(path, (encoding,))
    return _first_that_fits(path, _UNMARKED)


def read_delimited(path: Path, limits: Limits) -> Grid:
    """The records of a text file; every value is text.

    Raises:
        UnreadableFile: the encoding is unknown, the quoting is broken, or it is larger than the limits.
    """
    encoding = encoding_of(path)
    delimiter = _delimiter(path, encoding)
    grid = Grid(path.stem, limits)
    with path.open("r", encoding=encoding, newline="") as stream, _cells_of_at_most(limits.characters):
        records = csv.reader(_without_nul(stream), delimiter=delimiter)
        try:
            for number, record in enumerate(records, start=1):
                grid.add(number, [_plain(value) for value in record])
        except csv.Error as error:
            raise UnreadableFile(Fault.DAMAGED) from error
    if grid.rows and _swallows_lines(grid.rows[-1]):
        _refuse_open_quote(path, encoding, delimiter)
    return grid


@contextmanager
def _cells_of_at_most(characters: int) -> Iterator[None]:
    """The reader's limit is the whole process's: set for this file only."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _swallows_lines(record: list[Plain]) -> bool:
    return any(isinstance(value, str) and "\n" in value for value in record)


def _refuse_open_quote(path: Path, encoding: str, delimiter: str) -> None:
    """A quotation mark that is never closed makes one cell of all that follows."""
    with path.open("r", encoding=encoding, newline="") as stream:
        try:
            for _ in csv.reader(_without_nul(stream), delimiter=delimiter, strict=True):
                pass
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise UnreadableFile(Fault.OPEN_QUOTE) from error


def _first_that_fits(path: Path, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as stream:
            try:
                while chunk := stream.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeError:
                continue
        return encoding
    raise UnreadableFile(Fault.ENCODING)


def _delimiter(path: Path, encoding: str) -> str:
    """The one that stands most often, outside quotes, in the first lines; a comma when none stands there."""
    with path.open("r", encoding=encoding) as stream:
        sample = _QUOTED.sub("", "".join(line[:_CHUNK] for line in islice(stream, _SAMPLE_LINES)))
    return max(_DELIMITERS, key=sample.count)


def _without_nul(stream: io.TextIOBase) -> Iterator[str]:
    for line in stream:
        yield line.replace("\0", "") if "\0" in line else line


def _plain(value: str) -> str:
    """Excel's `="0123"`, which keeps a number as text, as the text it keeps; what was shielded when written, bare."""
    if value.startswith("'") and _SHIELDED.match(value):
        return value[1:]
    if not value.startswith('="'):
        return value
    found = _KEPT_AS_TEXT.fullmatch(value)
    return found["text"].replace('""', '"') if found else value

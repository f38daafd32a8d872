"""What is looked up in the parts of an .xlsx package before it is parsed. Runs in the child process.

Calamine lays out the whole rectangle between the first and the last cell: one cell at each far corner would be
540 GB. So the parts are run through first, as bytes, for cells far outside.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from lianxin.tables.limits import Limits
from lianxin.tables.problems import Fault, UnreadableFile

_CHUNK = 1024 * 1024
_OVERLAP = 512
_SMALL_PART = 8 * 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, ET.ParseError, OSError, EOFError, ValueError, KeyError, RuntimeError)
"""What the standard library raises over a broken archive (`RuntimeError` includes `NotImplementedError`)."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MONTH_FORMATS = frozenset({17, 27, 36, 50, 52, 57})
"""Built-in formats that show a date without its day (ECMA-376 part 1, 18.8.30; 27 to 57 as in Chinese Excel)."""
_FORMAT_NOISE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')


class Package:
    """An .xlsx file opened as an archive."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open it.

        Raises:
            UnreadableFile: the archive is damaged.
        """
        self._limits = limits
        try:
            self._archive = zipfile.ZipFile(path)
            self.parts = self._parts_of_sheets()
            self._dayless = self._dayless_styles()
        except _BROKEN as error:
            raise UnreadableFile(Fault.DAMAGED) from error

    def refuse_far_cells(self, name: str) -> None:
        """See that no cell with content lies outside the bounds.

        Raises:
            UnreadableFile: one does; it is named.
        """
        limits = self._limits
        hints, far = _far_hints(limits.columns, limits.rows), _far_cell(limits.columns, limits.rows)
        for chunk in self._chunks(name):
            if not any(hint.search(chunk) for hint in hints):
                continue
            found = far.search(chunk)
            if found:
                cell = found["cell"].decode()
                raise UnreadableFile(Fault.FAR_CELL, sheet=name, cell=cell, rows=limits.rows, columns=limits.columns)

    def dates_without_day(self, name: str) -> dict[tuple[int, int], int]:
        """Cells whose format shows only year and month, or only the year.

        Returns:
            {(row number, column index from 0): how many parts of the date are shown, 2 or 1}
        """
        found: dict[tuple[int, int], int] = {}
        for shown in (2, 1):
            styles = [str(index) for index, parts in self._dayless.items() if parts == shown]
            if not styles:
                continue
            pattern = re.compile(rb'c r="([A-Z]{1,3})(\d{1,7})" s="(?:' + "|".join(styles).encode() + rb')"')
            for chunk in self._chunks(name):
                for letters, number in pattern.findall(chunk):
                    found[int(number), column_index(letters.decode())] = shown
        return found

    def _chunks(self, name: str) -> Iterator[bytes]:
        part = self.parts.get(name)
        if part is None:
            return
        try:
            with self._archive.open(part) as stream:
                rest = b""
                while chunk := stream.read(_CHUNK):
                    yield rest + chunk
                    rest = chunk[-_OVERLAP:]
        except _BROKEN as error:
            raise UnreadableFile(Fault.DAMAGED) from error

    def _parts_of_sheets(self) -> dict[str, str]:
        book = self._xml("xl/workbook.xml")
        relations = self._xml("xl/_rels/workbook.xml.rels")
        if book is None or relations is None:
            return {}
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        known = set(self._archive.namelist())
        parts = {}
        for sheet in book.iter():
            if sheet.tag.endswith("}sheet"):
                target = targets.get(sheet.get(_RELATION)) or ""
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if part in known:
                    parts[sheet.get("name", "")] = part
        return parts

    def _dayless_styles(self) -> dict[int, int]:
        """Index of a cell format → parts of the date it shows, for those that show no day."""
        styles = self._xml("xl/styles.xml")
        if styles is None:
            return {}
        shown = dict.fromkeys(_MONTH_FORMATS, 2)
        formats: list[ET.Element] = []
        for element in styles.iter():
            tag = element.tag.rpartition("}")[2]
            if tag == "numFmt":
                parts = _parts_shown(element.get("formatCode", ""))
                if parts:
                    shown[_digits(element.get("numFmtId"))] = parts
            elif tag == "cellXfs":
                formats = list(element)
        return {
            index: shown[number]
            for index, element in enumerate(formats)
            if (number := _digits(element.get("numFmtId"))) in shown
        }

    def _xml(self, part: str) -> ET.Element | None:
        try:
            size = self._archive.getinfo(part).file_size
        except KeyError:
            return None
        if size > _SMALL_PART:
            return None
        return ET.fromstring(self._archive.read(part))  # noqa: S314 - in the child, within its memory and time


def column_index(letters: str) -> int:
    """`A` → 0, `XFD` → 16383."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """0 → `A`, 16383 → `XFD`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _digits(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else -1


def _parts_shown(code: str) -> int:
    """How many parts of a date a number format shows if it shows no day: 2, 1, or 0 for all other formats."""
    letters = set(_FORMAT_NOISE.sub("", code.partition(";")[0]).lower())
    if "y" not in letters or letters & {"d", "h", "s"}:
        return 0
    return 2 if "m" in letters else 1


def _far_hints(columns: int, rows: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Quick to search for: a cell in a late column, with or without content; a late row."""
    return (
        re.compile(rf'c r="(?:{_late_column(columns)})\d'.encode()),
        re.compile(rf'<row [^>]*?r="\d{{{len(str(2 * rows))},}}"'.encode()),
    )


def _far_cell(columns: int, rows: int) -> re.Pattern[bytes]:
    """Finds a cell with content in a later column or in a row so late that no roster can reach it.

    A sheet may begin below blank rows, so the row bound is taken twice; the grid checks the exact one.
    """
    digits = len(str(2 * rows))
    late_row = rf"[A-Z]{{1,3}}\d{{{digits + 1},}}|[A-Z]{{1,3}}[{str(2 * rows)[0]}-9]\d{{{digits - 1}}}"
    pattern = rf'c r="(?P<cell>(?:{_late_column(columns)})\d+|{late_row})"[^>]*>\s*<(?:\w+:)?(?:v|f|is)\b'
    return re.compile(pattern.encode())


def _late_column(columns: int) -> str:
    """The letters of all columns beyond a number of columns between 27 and 650, as part of a pattern."""
    first = column_letters(columns)
    return rf"[A-Z]{{3}}|[{chr(ord(first[0]) + 1)}-Z][A-Z]|{first[0]}[{first[1]}-Z]"

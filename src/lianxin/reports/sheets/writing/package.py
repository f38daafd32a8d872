"""The package: filled sheets and what points into them are written anew, all other parts are taken over as they are."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from lianxin.reports.sheets.writing.cells import CellWriter
from lianxin.reports.sheets.writing.lines import MARKER, LineWriter, body_of, set_cell, shift_for
from lianxin.reports.sheets.writing.orders import Formulas, Order
from lianxin.reports.sheets.writing.sheet import SheetPart
from lianxin.reports.sheets.writing.shifting import Shift
from lianxin.reports.sheets.writing.styles import Styles, parsed, written
from lianxin.tables.limits import Limits
from lianxin.tables.package import Package
from lianxin.tables.problems import Fault, UnreadableFile

_WORKBOOK, _STYLES, _CHAIN = "xl/workbook.xml", "xl/styles.xml", "xl/calcChain.xml"
_RELATIONS, _TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_COMPRESSION = 6


def fill_package(path: Path, orders: Sequence[Order], limits: Limits) -> tuple[bytes, Formulas]:
    """The workbook with the orders written into it, and the formulas that were left to work by themselves.

    Raises:
        UnreadableFile: damaged, or a sheet is not there.
    """
    try:
        return _Filling(path, limits).fill(orders)
    except (ValueError, KeyError, SyntaxError, zipfile.BadZipFile, OverflowError) as error:
        raise UnreadableFile(Fault.DAMAGED) from error


class _Filling:
    def __init__(self, path: Path, limits: Limits) -> None:
        self._sheets = Package(path, limits).parts
        with zipfile.ZipFile(path) as archive:
            self._infos = [info for info in archive.infolist() if not info.is_dir()]
            self._parts = {info.filename: archive.read(info) for info in self._infos}
        self._styles = Styles(parsed(self._parts[_STYLES])) if _STYLES in self._parts else Styles(parsed(_NO_STYLES))
        self._shifts: list[Shift] = []
        self._formulas: Formulas = {}

    def fill(self, orders: Sequence[Order]) -> tuple[bytes, Formulas]:
        for order in orders:
            self._fill_sheet(order)
        if self._styles.changed:
            self._parts[_STYLES] = written(self._styles.root)
        self._follow_elsewhere({self._sheets[order["sheet"]] for order in orders})
        self._reckon_anew()
        return self._packed(), self._formulas

    def _fill_sheet(self, order: Order) -> None:
        name = order["sheet"]
        part = self._sheets[name]
        sheet = SheetPart(self._parts[part])
        writer = CellWriter(self._styles, sheet.prefix)
        for number, index, text in order.get("texts", []):
            set_cell(sheet, writer, sheet.cell(number, index), text)
        put_in = self._lines(sheet, name, part, order) if "rows" in order else ""
        self._counts(sheet, writer, order)
        sheet.forget_results()
        self._parts[part] = sheet.to_bytes(put_in, MARKER if put_in else "")

    def _lines(self, sheet: SheetPart, name: str, part: str, order: Order) -> str:
        body = body_of(sheet, order["first"], order["stop"], self._styles)
        shift = shift_for(name, body, len(order["rows"]))
        if shift is not None:
            sheet.shift(shift)
            self._shifts.append(shift)
            self._move_neighbours(part, shift)
        return LineWriter(sheet, self._styles, body, order["columns"]).fill(order["rows"], shift)

    def _counts(self, sheet: SheetPart, writer: CellWriter, order: Order) -> None:
        for number, index, count in order.get("cells", []):
            cell = sheet.cell(number, index)
            formula = sheet.formula(cell)
            if formula is None:
                set_cell(sheet, writer, cell, count)
            else:
                self._formulas.setdefault(order["sheet"], []).append((number, index, formula))

    def _move_neighbours(self, part: str, shift: Shift) -> None:
        """Pictures (a seal beside the signature) and tables of the sheet follow the rows they stand on."""
        for target in self._related(part):
            if "/drawings/" in target and target.endswith(".xml"):
                self._parts[target] = _moved_pictures(self._parts[target], shift)
            elif "/tables/" in target:
                root = parsed(self._parts[target])
                for element in (root, *root.iter("{*}autoFilter")):
                    if element.get("ref"):
                        element.set("ref", shift.reference(element.get("ref")))
                self._parts[target] = written(root)

    def _related(self, part: str) -> list[str]:
        place = PurePosixPath(part)
        relations = self._parts.get(f"{place.parent}/_rels/{place.name}.rels")
        if relations is None:
            return []
        targets = [each.get("Target", "") for each in parsed(relations) if each.get("TargetMode") != "External"]
        return [found for target in targets if (found := _resolved(place.parent, target)) in self._parts]

    def _follow_elsewhere(self, filled: set[str]) -> None:
        """Names (print area, print titles) and other sheets' formulas follow the rows put in."""
        if not self._shifts:
            return
        book = parsed(self._parts[_WORKBOOK])
        for name in book.iter("{*}definedName"):
            for shift in self._shifts:
                if name.text:
                    name.text = shift.formula(name.text, here=False)
        self._parts[_WORKBOOK] = written(book)
        for part in set(self._sheets.values()):
            content = self._parts[part]
            if b"!" in content:  # a name may be written in ways of XML's own, its mark is not
                sheet = SheetPart(content)
                for formula in sheet.root.iter(sheet.tag("f")):
                    for shift in self._shifts:
                        if formula.text and self._sheets[shift.sheet] != part:
                            formula.text = shift.formula(formula.text, here=False)
                sheet.forget_results()
                self._parts[part] = sheet.to_bytes()

    def _reckon_anew(self) -> None:
        """Spreadsheet programs reckon all formulas when they open the file; the old order of reckoning is dropped."""
        book = parsed(self._parts[_WORKBOOK])
        space = f"{{{book.nsmap[book.prefix]}}}"
        reckoning = book.find(f"{space}calcPr")
        if reckoning is None:
            reckoning = book.makeelement(f"{space}calcPr", {})
            _insert_reckoning(book, space, reckoning)
        reckoning.set("fullCalcOnLoad", "1")
        self._parts[_WORKBOOK] = written(book)
        if self._parts.pop(_CHAIN, None) is not None:
            self._infos = [info for info in self._infos if info.filename != _CHAIN]
            for part, attribute in ((_TYPES, "PartName"), (_RELATIONS, "Target")):
                root = parsed(self._parts[part])
                for each in [each for each in root if str(each.get(attribute, "")).endswith("calcChain.xml")]:
                    root.remove(each)
                self._parts[part] = written(root)

    def _packed(self) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
            for info in self._infos:
                archive.writestr(info.filename, self._parts[info.filename])
        return target.getvalue()


_NO_STYLES = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="0"/></styleSheet>'
)
_BEFORE_RECKONING = ("definedNames", "externalReferences", "functionGroups", "sheets")
"""What stands before calcPr in a workbook, the nearest first (ECMA-376 part 1, 18.2.27)."""


def _insert_reckoning(book: Any, space: str, element: Any) -> None:  # noqa: ANN401 - lxml's element has no public type
    for name in _BEFORE_RECKONING:
        found = book.find(f"{space}{name}")
        if found is not None:
            found.addnext(element)
            return
    book.append(element)


def _moved_pictures(content: bytes, shift: Shift) -> bytes:
    root = parsed(content)
    for row in root.iter("{*}row"):
        if row.text and row.text.strip().isdecimal():
            row.text = str(shift.row(int(row.text) + 1) - 1)
    return written(root)


def _resolved(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts: list[str] = []
    for step in (folder / target).parts:
        if step == "..":
            parts = parts[:-1]
        else:
            parts.append(step)
    return "/".join(parts)

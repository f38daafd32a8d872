"""One sheet's part, opened: its rows and cells by their numbers."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from lianxin.reports.sheets.writing.shifting import Shift, copied
from lianxin.reports.sheets.writing.styles import parsed, written
from lianxin.tables.package import column_index, column_letters

_REFERENCES = {
    "mergeCell": ("ref",),
    "conditionalFormatting": ("sqref",),
    "dataValidation": ("sqref",),
    "hyperlink": ("ref",),
    "autoFilter": ("ref",),
    "dimension": ("ref",),
    "ignoredError": ("sqref",),
    "protectedRange": ("sqref",),
    "selection": ("sqref", "activeCell"),
    "f": ("ref",),
}
_FORMULAS = ("f", "formula", "formula1", "formula2")


class SheetPart:
    """The XML of a worksheet; rows are numbered as shown, columns from 0."""

    def __init__(self, content: bytes) -> None:
        self.root = parsed(content)
        self.prefix = f"{self.root.prefix}:" if self.root.prefix else ""
        self._space = f"{{{self.root.nsmap.get(self.root.prefix, '')}}}" if self.root.nsmap else ""
        self.data: Any = next(self.root.iter(f"{self._space}sheetData"), None)
        if self.data is None:
            raise ValueError("sheetData")
        self.rows = dict(self._numbered_rows())

    def tag(self, name: str) -> str:
        """A name with the sheet's own namespace."""
        return f"{self._space}{name}"

    def _numbered_rows(self) -> Iterator[tuple[int, Any]]:
        """Rows and cells may leave out where they stand; then they follow one another."""
        number = 0
        for row in self.data.iterchildren(self.tag("row")):
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            row.attrib.pop("spans", None)
            index = -1
            for cell in row.iterchildren(self.tag("c")):
                reference = cell.get("r")
                index = column_index(reference.rstrip("0123456789")) if reference else index + 1
                cell.set("r", f"{column_letters(index)}{number}")
            yield number, row

    def cells(self, row: Any) -> dict[int, Any]:  # noqa: ANN401 - lxml's element has no public type
        """The cells of a row by column."""
        return {column_index(cell.get("r").rstrip("0123456789")): cell for cell in row.iterchildren(self.tag("c"))}

    def row(self, number: int) -> Any:  # noqa: ANN401
        """The row of a number, made where there is none."""
        found = self.rows.get(number)
        if found is None:
            found = self.data.makeelement(self.tag("row"), {"r": str(number)})
            after = (
                number - 1 if number - 1 in self.rows else max((each for each in self.rows if each < number), default=0)
            )
            if after:
                self.rows[after].addnext(found)
            else:
                self.data.insert(0, found)
            self.rows[number] = found
        return found

    def cell(self, number: int, index: int) -> Any:  # noqa: ANN401
        """The cell of a place, made where there is none."""
        row = self.row(number)
        cells = self.cells(row)
        if index not in cells:
            made = row.makeelement(self.tag("c"), {"r": f"{column_letters(index)}{number}"})
            style = row.get("s") if row.get("customFormat") in ("1", "true") else self.column_style(index)
            if style:
                made.set("s", style)
            before = [place for place in cells if place < index]
            row.insert(row.index(cells[max(before)]) + 1 if before else 0, made)
            return made
        return cells[index]

    def column_style(self, index: int) -> str:
        """The format of a whole column, "" for none."""
        for each in self.root.iter(self.tag("col")):
            if int(each.get("min", "0")) <= index + 1 <= int(each.get("max", "0")):
                return str(each.get("style", ""))
        return ""

    def formula(self, cell: Any) -> str | None:  # noqa: ANN401
        """The cell's formula without its sign, None when it has none."""
        found = cell.find(self.tag("f"))
        return None if found is None else found.text or ""

    def merges(self) -> list[Any]:
        """The merged ranges."""
        return list(self.root.iter(self.tag("mergeCell")))

    def add_merges(self, references: list[str]) -> None:
        """Merge more ranges."""
        holder = next(self.root.iter(self.tag("mergeCells")), None)
        if holder is None or not references:
            return
        for reference in references:
            holder.append(holder.makeelement(self.tag("mergeCell"), {"ref": reference}))
        holder.set("count", str(len(holder)))

    def drop_merge(self, merge: Any) -> None:  # noqa: ANN401
        """Part a merged range; the last one takes the list with it, which may not be empty."""
        holder = merge.getparent()
        holder.remove(merge)
        if len(holder):
            holder.set("count", str(len(holder)))
        else:
            holder.getparent().remove(holder)

    def forget_results(self) -> bool:
        """Drop what formulas last came to, so that no old result is read as today's; whether there were any."""
        found = False
        for formula in self.root.iter(self.tag("f")):
            found = True
            cell = formula.getparent()
            for value in cell.findall(self.tag("v")):
                cell.remove(value)
            cell.attrib.pop("t", None)
        return found

    def shift(self, shift: Shift) -> None:
        """Move what stands below down, and let everything on this sheet that points there follow."""
        self._write_out_shared()
        moved = {shift.row(number): row for number, row in self.rows.items()}
        for number, row in moved.items():
            if int(row.get("r")) != number:
                row.set("r", str(number))
                for index, cell in self.cells(row).items():
                    cell.set("r", f"{column_letters(index)}{number}")
        self.rows = moved
        for element in self.root.iter(etree.Element):
            self._follow(element, element.tag.rpartition("}")[2], shift)

    def _follow(self, element: Any, name: str, shift: Shift) -> None:  # noqa: ANN401
        for attribute in _REFERENCES.get(name, ()):
            if element.get(attribute):
                element.set(attribute, shift.reference(element.get(attribute)))
        if name in _FORMULAS and element.text:
            element.text = shift.formula(element.text, here=True)
        if name == "brk" and element.getparent().tag.endswith("rowBreaks"):
            element.set("id", str(shift.row(int(element.get("id", "0")))))

    def _write_out_shared(self) -> None:
        """A formula shared by many cells is written out for each: after the shift they differ."""
        masters: dict[str, tuple[str, str]] = {}
        for element in list(self.root.iter(self.tag("f"))):
            if element.get("t") != "shared":
                continue
            place, group = element.getparent().get("r"), element.get("si", "")
            if element.text:
                masters[group] = element.text, place
            elif group in masters:
                text, origin = masters[group]
                element.text = copied(text, origin, place)
            for attribute in ("t", "si", "ref"):
                element.attrib.pop(attribute, None)

    def to_bytes(self, rows: str = "", marker: str = "") -> bytes:
        """The part again, with ``rows`` (XML) in place of the processing instruction ``marker``."""
        content = written(self.root)
        if marker:
            content = content.replace(f"<?{marker} ?>".encode(), rows.encode(), 1)
        return content

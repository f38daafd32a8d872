"""Word files, where the office edits on: a 公文 on the page of GB/T 9704-2012, and tables of any length.

Chinese type needs ``w:eastAsia`` beside the font's plain name, or Word sets it in its own. Fonts are named as the standard
names them: what the office's machine lacks, its word processor replaces.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from lianxin.documents.letters import Letter, chinese_day, document_number, issuer_size, pieces
from lianxin.documents.tables import A3_LYING, Table, paper_for

FANGSONG, KAITI, HEITI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
RED = RGBColor(0xD2, 0x00, 0x1A)
LINE = Pt(28.95)
BODY, TITLE_SIZE, SMALL_SIZE = Pt(16), Pt(22), Pt(14)
"""三号, 二号, 四号."""
GRID_LINE, GRID_CHARACTER = "579", "-849"
"""28.95 pt in twentieths; 156 mm / 28 − 16 pt in 4096ths: the grid of 22 lines of 28 characters."""
MARGINS = (37, 28, 26, 35)
"""天头, 订口, right, bottom in millimetres (GB/T 9704-2012, 5.2)."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def letter_docx(letter: Letter) -> bytes:
    """The letter as a Word file on the standard's page and grid."""
    book = _new(Mm(210), Mm(297), MARGINS)
    _set_font(book.styles["Normal"], FANGSONG, BODY)
    _set_grid(book)
    _number_pages(book)
    if letter.head is not None:
        for mark in letter.head.marks:
            _paragraph(book, mark, HEITI)
        issuer = _paragraph(book, letter.head.issuer, TITLE, Pt(issuer_size(letter.head.issuer)), centred=True)
        issuer.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        if letter.head.red:
            issuer.runs[0].font.color.rgb = RED
    _add_number(book, letter)
    _paragraph(book)
    for line in letter.title.strip().splitlines():
        _paragraph(book, line.strip(), TITLE, TITLE_SIZE, centred=True)
    _paragraph(book)
    if letter.to:
        _paragraph(book, f"{letter.to.strip().rstrip('：:')}：")
    _add_body(book, letter)
    _add_end(book, letter)
    return _saved(book)


def write_table_docx(table: Table, rows: Iterable[Sequence[str]], target: IO[bytes]) -> int:
    """The table as a Word file, its head on every page; the number of rows. ``target`` must be seekable.

    The frame is made with one specimen row; the rows that take its place are written as they come.
    """
    parts = _table_frame(table)
    before, specimen, after = _cut(parts.pop("word/document.xml").decode())
    counted = _Counted(rows)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("word/document.xml", "w") as sheet:
            sheet.write(before.encode())
            cell = _cells_of(specimen)
            for row in counted:
                values = chain([str(counted.number)], row)
                sheet.write(f"<w:tr>{''.join(map(_filled, cell, values))}</w:tr>".encode())
            sheet.write(after.replace("COUNT", str(counted.number), 1).encode())
    return counted.number


class _Counted:
    """Rows, counted while they pass."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self.number = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Sequence[str]]:
        for row in self._rows:
            self.number += 1
            yield row


def _add_number(book: Document, letter: Letter) -> None:
    """发文字号: centred, or on the left with 签发人 on the right; the rule below it where there is a 版头."""
    if not letter.number and letter.head is None:
        return
    signer = letter.head.signer if letter.head else ""
    words = document_number(letter.number)
    paragraph = _paragraph(book, f"　{words}　　　　签发人：{signer}" if signer else words, centred=not signer)
    if letter.head is not None:
        _ruled(paragraph, ("bottom",), "D2001A" if letter.head.red else "auto")


def _add_body(book: Document, letter: Letter) -> None:
    faces = {1: HEITI, 2: KAITI}
    for piece in pieces(letter.text):
        paragraph = _paragraph(book, indent=True)
        if piece.head:
            _run(paragraph, piece.head, faces[piece.level])
        if piece.text:
            _run(paragraph, piece.text)
    if letter.attachments:
        _paragraph(book)
        many = len(letter.attachments) > 1
        for number, name in enumerate(letter.attachments, 1):
            words = f"{number}. {name}" if many else name
            _paragraph(book, f"附件：{words}" if number == 1 else f"　　　{words}", indent=True)


def _add_end(book: Document, letter: Letter) -> None:
    if letter.issuer or letter.day:
        _paragraph(book)
        for words in filter(None, (letter.issuer, chinese_day(letter.day))):
            paragraph = _paragraph(book, words)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(64)
    if letter.remark:
        words = letter.remark.strip().strip("（）()")
        _paragraph(book, f"（{words}）", indent=True)
    if letter.tail is not None:
        _paragraph(book)
        copies = letter.tail.copies.strip().rstrip("。")
        if copies:
            _ruled(_paragraph(book, f"抄送：{copies}。", size=SMALL_SIZE))
        _ruled(_paragraph(book, f"{letter.tail.printer}　　{chinese_day(letter.tail.day)}印发", size=SMALL_SIZE))


def _new(width: Length, height: Length, margins: tuple[float, float, float, float]) -> Document:
    book = docx.Document()
    section = book.sections[0]
    section.page_width, section.page_height = width, height
    top, left, right, bottom = margins
    section.top_margin, section.left_margin = Mm(top), Mm(left)
    section.right_margin, section.bottom_margin = Mm(right), Mm(bottom)
    section.footer_distance = Mm(max(bottom - 12, 6))
    return book


def _set_font(style: Any, name: str, size: Length) -> None:  # noqa: ANN401 - python-docx's own, partly untyped
    style.font.name = name
    style.font.size = size
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _run(paragraph: Any, words: str, face: str = "", size: Length | None = None) -> None:  # noqa: ANN401
    run = paragraph.add_run(_NOT_IN_XML.sub("", words))
    if face:
        run.font.name = face
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001 - no other way
    if size is not None:
        run.font.size = size


def _paragraph(
    book: Document,
    words: str = "",
    face: str = "",
    size: Length | None = None,
    *,
    centred: bool = False,
    indent: bool = False,
) -> Any:  # noqa: ANN401
    paragraph = book.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        form.first_line_indent = BODY * 2
    if words:
        _run(paragraph, words, face, size)
    return paragraph


def _ruled(paragraph: Any, sides: Sequence[str] = ("top", "bottom"), colour: str = "auto") -> None:  # noqa: ANN401
    """A line above and below, as 版记 has them."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "1"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _set_grid(book: Document) -> None:
    grid = OxmlElement("w:docGrid")
    for name, value in (("type", "linesAndChars"), ("linePitch", GRID_LINE), ("charSpace", GRID_CHARACTER)):
        grid.set(qn(f"w:{name}"), value)
    section = book.sections[0]._sectPr  # noqa: SLF001
    for old in section.findall(qn("w:docGrid")):
        section.remove(old)
    section.append(grid)


def _number_pages(book: Document) -> None:
    """— 1 —, odd pages on the right, even on the left, one character in (GB/T 9704-2012, 7.5)."""
    book.settings.odd_and_even_pages_header_footer = True
    section = book.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = SMALL_SIZE
        _run(paragraph, "— ", SONG, SMALL_SIZE)
        _add_field(paragraph, "PAGE")
        _run(paragraph, " —", SONG, SMALL_SIZE)


def _add_field(paragraph: Any, code: str, size: Length = SMALL_SIZE) -> None:  # noqa: ANN401
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)  # noqa: SLF001
    run = paragraph.add_run("1")
    run.font.size, run.font.name = size, SONG
    field.append(run._element)  # noqa: SLF001


def _saved(book: Document) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _table_frame(table: Table) -> dict[str, bytes]:
    """The parts of a Word file that has everything but the rows, by their names in the archive."""
    paper, size = paper_for(table.columns, lying=table.lying)
    short, long = (Mm(297), Mm(420)) if paper is A3_LYING else (Mm(210), Mm(297))
    book = _new(long if paper.flipped else short, short if paper.flipped else long, (12, 12, 12, 14))
    section = book.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.flipped else WD_ORIENT.PORTRAIT
    _set_font(book.styles["Normal"], SONG, Pt(round(size * 2) / 2))
    _plain(_paragraph(book, table.title, TITLE, Pt(18), centred=True))
    for note in table.notes:
        _plain(_paragraph(book, note, size=Pt(9)))
    heads = ["序号", *(column.title for column in table.columns)]
    widths = [5, *(column.width + 1 for column in table.columns)]
    grid = book.add_table(rows=2, cols=len(heads), style="Table Grid")
    grid.autofit = False
    for index, (head, width) in enumerate(zip(heads, widths, strict=True)):
        column_width = Mm(paper.room * width / sum(widths))
        for cell, words in zip(grid.columns[index].cells, (head, "SPECIMEN"), strict=True):
            cell.width = column_width
            _run(cell.paragraphs[0], words, HEITI if words == head else "")
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    repeated = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001
    _plain(_paragraph(book, "共 COUNT 条。", size=Pt(9)))
    _plain(_paragraph(book, "　　　　　　　　".join(table.sign), size=Pt(9)))
    foot = section.footer.paragraphs[0]
    _run(foot, f"{table.foot}　　第 ", size=Pt(9))
    _add_field(foot, "PAGE", Pt(9))
    _run(foot, " 页，共 ", size=Pt(9))
    _add_field(foot, "NUMPAGES", Pt(9))
    _run(foot, " 页", size=Pt(9))
    with zipfile.ZipFile(io.BytesIO(_saved(book))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _plain(paragraph: Any) -> None:  # noqa: ANN401
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _cut(frame: str) -> tuple[str, str, str]:
    """What stands before the specimen row, the row, and what follows."""
    end = frame.rindex("</w:tr>") + len("</w:tr>")
    start = frame.rindex("<w:tr>", 0, end)
    assert "SPECIMEN" in frame[start:end], "the last row of the frame is the specimen"
    return frame[:start], frame[start:end], frame[end:]


def _cells_of(specimen: str) -> list[str]:
    """The cells of the specimen row, each with its place for a text."""
    return re.findall(r"<w:tc>.*?</w:tc>", specimen, re.DOTALL)


def _filled(cell: str, words: str) -> str:
    clean = _NOT_IN_XML.sub("", words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return cell.replace("<w:t>SPECIMEN</w:t>", f'<w:t xml:space="preserve">{clean}</w:t>')

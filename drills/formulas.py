"""Formula payloads in every text field × every ledger × every format: no live cell, and every value comes back.

Also the street's sheets filled from such a register, and the error sheet of a hostile roster, whose cells are the
uploaded ones.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from drills._house import Say, house
from drills._payloads import FORMULAS
from drills._planting import plant

ROUNDS = {False: 1, True: len(FORMULAS)}
"""Every round brings the next payload to each cell."""
LIVE = frozenset("=+-@")
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\ufeff"
PARTS_NEVER = ("vba", "externallinks/", "embeddings/", "activex/", "connections.xml", "querytables/")
WORDS_NEVER = (b"<f>", b"<f ", b"<hyperlink", b"<w:hyperlink", b"DDEAUTO", b"INCLUDETEXT", b'TargetMode="External"')
PDF_NEVER = ("/URI", "/JavaScript", "/JS", "/Launch", "/SubmitForm", "/EmbeddedFile")


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    with house() as folder:
        return _drill(folder, ROUNDS[long], say)


def _drill(folder: Path, rounds: int, say: Say) -> dict[str, Any]:
    from lianxin.portal.demo import ensure_demo

    ensure_demo()
    faults: list[str] = [] if _check_csv(b"x\r\n=1+1\r\n", [["=1+1"]]) else ["这个演练看不出活的格子"]
    cells = files = 0
    planted: dict[str, int] = {}
    for number in range(rounds):
        planted = plant(FORMULAS, first=number)
        for where, found, count in (*_ledgers(), *_filled(folder), *_error_sheets(folder)):
            files += 1
            cells += count
            faults += [f"{where}：{fault}" for fault in found[:5]]
    say(f"{len(FORMULAS)} 种公式写进 {len(planted)} 种文字栏，{rounds} 轮，导出 {files} 份文件，{cells} 格逐格核对。")
    for fault in faults[:40]:
        say(fault)
    return {
        "ok": not faults and cells > 1000,
        "payloads": len(FORMULAS),
        "columns": len(planted),
        "files": files,
        "cells": cells,
        "faults": faults,
    }


def _ledgers() -> Iterator[tuple[str, list[str], int]]:
    """Every ledger in every format, masked and whole."""
    from lianxin.access.scope import EVERYTHING
    from lianxin.declare.actors import OPERATOR
    from lianxin.declare.ledgers import all_ledgers
    from lianxin.kernel import clock
    from lianxin.reports.actions import export_ledger
    from lianxin.reports.reading import Reading
    from lianxin.reports.render import FORMATS

    for ledger in all_ledgers():
        for revealed in (False, True):
            reading = Reading(ledger, EVERYTHING, clock.today(), revealed=revealed)
            values = list(reading.values())
            for code in FORMATS:
                target = io.BytesIO()
                export_ledger(
                    reading=reading, code=code, target=target, actor=OPERATOR, reason="演练" if revealed else ""
                )
                yield f"{ledger.title} {code}", CHECKS[code](target.getvalue(), values), sum(map(len, values))


def _check_csv(content: bytes, values: Sequence[Sequence[Any]]) -> list[str]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    faults = []
    for row, wanted in zip(rows, values, strict=True):
        for cell, value in zip(row, wanted, strict=True):
            if not isinstance(value, int) and is_live(cell):
                faults.append(f"活的：{cell!r}")
            if cell.removeprefix("'") != _text(value):
                faults.append(f"变了：{value!r} → {cell!r}")
    return faults


def is_live(cell: str) -> bool:
    """Whether some program may take the cell of a text file for a formula."""
    seen = cell.lstrip(INVISIBLE)
    bare = unicodedata.normalize("NFKC", cell.strip().strip(INVISIBLE))
    return seen[:1] in {"\t", "\r", "\n"} or bare[:1] in LIVE


def _check_xlsx(content: bytes, values: Sequence[Sequence[Any]]) -> list[str]:
    from python_calamine import CalamineWorkbook

    from lianxin.reports.render.xlsx import HEADER_ROW

    faults = _active_parts(content)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)[HEADER_ROW:]
    if len(rows) != len(values):
        return [*faults, f"{len(values)} 行变成 {len(rows)} 行"]
    for row, wanted in zip(rows, values, strict=True):
        for cell, value in zip(row, wanted, strict=False):
            if _text(cell) != _text(value):
                faults.append(f"变了：{value!r} → {cell!r}")
    return faults


def _check_docx(content: bytes, values: Sequence[Sequence[Any]]) -> list[str]:
    from lxml import etree

    faults = _active_parts(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"), etree.XMLParser(resolve_entities=False))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    said = " ".join("".join(paragraph.itertext()) for paragraph in tree.iter(f"{space}p"))
    codes = ["".join(each.itertext()).split()[0] for each in tree.iter(f"{space}instrText")]
    faults += [f"域代码 {code}" for code in codes if code not in {"PAGE", "NUMPAGES", "SECTIONPAGES"}]
    there = set(_bare(said))
    for wanted in values:
        faults += [f"没有 {value!r}" for value in wanted[:1] if not set(_bare(_text(value))) <= there]
    return faults


def _bare(text: str) -> str:
    return "".join(text.split())


def _check_pdf(content: bytes, values: Sequence[Sequence[Any]]) -> list[str]:
    """Nothing to press or to run; that no sign is lost on paper is shown in tests/documents."""
    from tests.documents.pdf import objects_of

    heads = b"".join(objects_of(content))
    return [f"有 {word}" for word in PDF_NEVER if word.encode() in heads]


CHECKS = {"csv": _check_csv, "xlsx": _check_xlsx, "docx": _check_docx, "pdf": _check_pdf}


def _active_parts(content: bytes) -> list[str]:
    """Formulas, links and code in an office file."""
    faults = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            faults += [f"{name} 有 {word.decode()}" for word in WORDS_NEVER if word in part]
            faults += [f"有部件 {name}" for word in PARTS_NEVER if word in name.lower()]
    return faults


def _text(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _filled(folder: Path) -> Iterator[tuple[str, list[str], int]]:
    """A street's blank sheet without any formula, filled by the command."""
    from tests.reports.sheets.blanks import grid

    from lianxin.cli import build_parser
    from lianxin.cli.fill import fill_sheet
    from lianxin.party.models import Member

    heads = ["序号", "姓名", "性别", "籍贯", "现居住地", "工作单位", "所在党支部", "党内职务"]
    blank, out = grid(folder / "表.xlsx", [heads]), folder / "填好.xlsx"
    fill_sheet(build_parser().parse_args(["fill", str(blank), "--output", str(out)]))
    content = out.read_bytes()
    yield (
        "填好的表",
        _active_parts(content) + _lost_names(content, Member),
        Member._default_manager.count() * len(heads),
    )


def _lost_names(content: bytes, members: Any) -> list[str]:  # noqa: ANN401
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    written = [str(row[1]) for row in rows[1:]]
    names = set(members._default_manager.values_list("person__name", flat=True))
    return [f"登记簿里没有这个名字：{name!r}" for name in written if name and name not in names]


def _error_sheets(folder: Path) -> Iterator[tuple[str, list[str], int]]:
    """Rows that are refused come back in the error sheet as they were written."""
    from python_calamine import CalamineWorkbook
    from tests.party.rosters.bringing import prepared
    from tests.party.rosters.files import HEADINGS, member, text_file

    from lianxin.orgs.queries import home_community
    from lianxin.party.rosters.error_sheet import faulty_rows
    from lianxin.party.rosters.reading.headings import MEMBERS
    from lianxin.tables.error_sheet import write_error_sheet

    community = home_community()
    assert community is not None
    payloads = [text for text in FORMULAS if not text.startswith(("\t", "\r", "\n")) and "\n" not in text]
    lines = [member(number, 身份证号码="不对", 学历=text) for number, text in enumerate(payloads, 1)]
    found = prepared(text_file(folder / "名册.csv", [list(HEADINGS), *lines]), community)
    target = folder / "错误.xlsx"
    with target.open("wb") as file:
        write_error_sheet(file, found.reading["sheets"], faulty_rows(found), MEMBERS)
    content = target.read_bytes()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    cells = {str(cell).strip() for row in rows for cell in row}
    # One apostrophe in a text file is a shield, which the reader takes away.
    faults = [f"没有 {text!r}" for text in payloads if text.strip().removeprefix("'") not in cells]
    yield "错误表", _active_parts(content) + faults, len(payloads)

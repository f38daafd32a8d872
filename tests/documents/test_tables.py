import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from tests.documents.pdf import texts

from lianxin.documents import tables
from lianxin.documents.compiling import typeset_here
from lianxin.documents.fonts import families
from lianxin.documents.tables import A3_LYING, A4_LYING, A4_UPRIGHT, Table, TableColumn, paper_for, write_table
from lianxin.documents.word import write_table_docx

SMALL = Table(
    "驻区单位一览", [TableColumn("名称", 30), TableColumn("人数", 8, figures=True)], ["编制单位：复兴社区"], "复兴社区"
)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything in this process, as PDF 1.4 that can be read back."""

    def plainly(template: str, data: dict[str, Any], **_: Any) -> bytes:
        filled = {"fonts": families(), **data}
        return typeset_here(template, filled, Path("none"), plain=True)

    monkeypatch.setattr(tables, "render_pdf", plainly)


def rows(count: int) -> Iterator[list[str]]:
    return ([f"单位{number:04d}", str(number)] for number in range(1, count + 1))


def made(count: int) -> bytes:
    target = io.BytesIO()
    assert write_table(SMALL, rows(count), target) == count
    return target.getvalue()


def test_a_table_in_one_part_has_its_heads_and_numbers_on_every_page(here: None) -> None:
    found = texts(made(60))
    assert len(found) > 1
    for number, page in enumerate(found, 1):
        assert "序号名称人数" in page
        assert f"第 {number} 页，共 {len(found)} 页" in page
    assert found[0].startswith("驻区单位一览编制单位：复兴社区")
    assert "共 60 条。制表人：审核人：日期：" in found[-1]


def test_a_table_in_parts_is_one_document_counted_through(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PART", 90)
    found = texts(made(100))
    for number, page in enumerate(found, 1):
        assert "序号名称人数" in page
        assert f"第 {number} 页，共 {len(found)} 页" in page
    text = "".join(found)
    assert [text.count(f"单位{number:04d}") for number in range(1, 101)] == [1] * 100
    assert (text.count("编制单位"), text.count("制表人"), "共 100 条。" in found[-1]) == (1, 1, True)


def test_an_empty_table_says_so(here: None) -> None:
    assert "共 0 条。" in texts(made(0))[0]


def test_what_looks_like_a_formula_or_markup_is_text(here: None) -> None:
    payloads = ["=1+1", "+1", "@SUM(1)", "#panic()", "$x$", "*粗*", "[方]", "喆㛃𬭚"]
    target = io.BytesIO()
    write_table(SMALL, [[payload, "1"] for payload in payloads], target)
    text = "".join(texts(target.getvalue()))
    assert [payload for payload in payloads if payload not in text] == []


def test_the_paper_follows_the_columns() -> None:
    few, more, many = ([TableColumn("列", 12)] * count for count in (4, 11, 18))
    assert paper_for(few, lying=False)[0] is A4_UPRIGHT
    assert paper_for(few, lying=True)[0] is A4_LYING
    assert paper_for(more, lying=False)[0] is A4_LYING
    assert paper_for(many, lying=True)[0] is A3_LYING


def test_a_word_table_has_every_row_as_text_and_its_head_on_every_page() -> None:
    target = io.BytesIO()
    assert write_table_docx(SMALL, [["=1+1 <b>&", "1"], ["喆㛃𬭚\x01", "2"]], target) == 2
    book = docx.Document(io.BytesIO(target.getvalue()))
    assert [[cell.text for cell in row.cells] for row in book.tables[0].rows] == [
        ["序号", "名称", "人数"],
        ["1", "=1+1 <b>&", "1"],
        ["2", "喆㛃𬭚", "2"],
    ]
    assert [p.text for p in book.paragraphs][:3] == ["驻区单位一览", "编制单位：复兴社区", "共 2 条。"]
    with zipfile.ZipFile(target) as archive:
        assert "<w:tblHeader/>" in archive.read("word/document.xml").decode()


@pytest.mark.full
def test_a_large_table_is_made_by_a_child_that_takes_its_memory_with_it() -> None:
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = made(6_000)
    assert found.startswith(b"%PDF-1.4")
    assert "共" in texts(found)[-1]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000

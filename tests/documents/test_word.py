import io
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from lianxin.documents.letters import Head, Letter, Tail
from lianxin.documents.word import letter_docx


@pytest.fixture(scope="module")
def book() -> Document:
    made = Letter(
        title="中共复兴社区总支部委员会\n关于开展主题党日活动的通知",
        text="一、总体要求\n（一）加强学习。每月一次，喆㛃𬭚同志负责。\n落实到人。",
        to="各党支部",
        number="复社党[2026]08号",
        issuer="中共复兴社区总支部委员会",
        day=date(2026, 1, 5),
        attachments=["活动安排表"],
        remark="联系人：王守信",
        head=Head("中共复兴社区总支部委员会文件"),
        tail=Tail("中共复兴社区总支部委员会", date(2026, 1, 5), "复兴街道党工委"),
    )
    return docx.Document(io.BytesIO(letter_docx(made)))


def test_the_page_is_the_standards(book: Document) -> None:
    section = book.sections[0]
    size = (section.page_width, section.page_height)
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(length.mm) for length in (*size, *margins) if length is not None] == [210, 297, 37, 28, 26, 35]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid is not None
    assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == [
        "linesAndChars",
        "579",
        "-849",
    ]


def test_every_part_is_there_in_its_order(book: Document) -> None:
    assert [paragraph.text for paragraph in book.paragraphs if paragraph.text] == [
        "中共复兴社区总支部委员会文件",
        "复社党〔2026〕8号",
        "中共复兴社区总支部委员会",
        "关于开展主题党日活动的通知",
        "各党支部：",
        "一、总体要求",
        "（一）加强学习。每月一次，喆㛃𬭚同志负责。",
        "落实到人。",
        "附件：活动安排表",
        "中共复兴社区总支部委员会",
        "2026年1月5日",
        "（联系人：王守信）",
        "抄送：复兴街道党工委。",
        "中共复兴社区总支部委员会　　2026年1月5日印发",
    ]


def test_chinese_fonts_are_named_for_chinese_text(book: Document) -> None:
    normal = book.styles["Normal"].element.find(f".//{qn('w:rFonts')}")
    faces = {
        run.text: run._element.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in book.paragraphs
        for run in paragraph.runs
        if run._element.rPr is not None and run._element.rPr.rFonts is not None
    }
    assert normal is not None
    assert normal.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert (faces["一、总体要求"], faces["（一）加强学习。"]) == ("黑体", "楷体_GB2312")
    assert faces["关于开展主题党日活动的通知"] == "方正小标宋简体"


def test_pages_are_numbered_odd_right_even_left(book: Document) -> None:
    section = book.sections[0]
    assert book.settings.odd_and_even_pages_header_footer is True
    sides = [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)]
    assert [side.name for side in sides if side is not None] == ["RIGHT", "LEFT"]

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.documents.pdf import Run, lines, pages, texts

from lianxin.documents import fonts, rendering
from lianxin.documents.compiling import typeset_here
from lianxin.documents.coverage import missing_in
from lianxin.documents.letters import Head, Letter, Piece, Tail, document_number, letter_data, letter_pdf, pieces

PAGE = (210, 297)
CHARACTERS, LINES = 28, 22


def read(letter: Letter) -> list[list[Run]]:
    return pages(typeset_here("letter", {"fonts": fonts.families(), **letter_data(letter)}, Path("none"), plain=True))


def letter(**given: Any) -> Letter:
    return Letter(**{"title": "关于开展主题党日活动的通知", "text": "学" * 28 * 60, **given})


def body(page: Sequence[Run]) -> list[Run]:
    return [run for run in page if run.size == 16]


def test_a_full_page_holds_22_lines_of_28_characters() -> None:
    page = lines(body(read(letter())[1]))
    assert [len(text) for text in page.values()] == [CHARACTERS] * LINES


def test_the_type_area_is_156_by_225_millimetres_between_the_margins() -> None:
    runs = body(read(letter())[1])
    left, top = min(run.x for run in runs), PAGE[1] - max(run.y for run in runs)
    first_line_top = top - 0.88 * 16 * 25.4 / 72
    last_line_bottom = min(run.y for run in runs) - 0.12 * 16 * 25.4 / 72
    assert (round(left, 1), round(first_line_top, 1)) == (28.0, 37.0)
    assert 35 <= last_line_bottom < 35 + 225 / 22
    width = 28 * (16 * 25.4 / 72 + (156 - 28 * 16 * 25.4 / 72) / 28)
    assert round(left + width, 1) == PAGE[0] - 26


def test_lines_stand_29_points_apart() -> None:
    baselines = list(lines(body(read(letter())[1])))
    assert {round(upper - lower, 1) for upper, lower in pairwise(baselines)} == {10.2}


def test_a_paragraph_begins_two_characters_in() -> None:
    first = lines(body(read(letter(to=""))[0]))
    start = next(run for run in body(read(letter(to=""))[0]) if "学" in run.text)
    assert round(start.x - 28, 1) == 11.1
    assert len(next(iter(first.values()))) == CHARACTERS - 2


def test_the_title_is_22_points_and_keeps_its_broken_lines_in_the_middle() -> None:
    page = read(letter(title="中共复兴社区总支部委员会\n关于开展主题党日活动的通知"))[0]
    title = [run for run in page if run.size == 22]
    assert [run.text for run in title] == ["中共复兴社区总支部委员会", "关于开展主题党日活动的通知"]
    middles = [run.x + len(run.text) * 22 * 25.4 / 72 / 2 for run in title]
    assert [round(middle) for middle in middles] == [28 + 78, 28 + 78]


def test_page_numbers_stand_outside_odd_right_even_left() -> None:
    found = [[run for run in page if run.size == 14] for page in read(letter())[:2]]
    words = ["".join(run.text for run in runs).replace(" ", "") for runs in found]
    assert words == ["—1—", "—2—"]
    assert (found[0][0].x > 105, round(found[1][0].x - 28, 1)) == (True, 4.9)
    assert {round(runs[0].y) for runs in found} == {35 - 7 - 4}


def test_head_number_and_tail_are_where_the_standard_puts_them() -> None:
    made = letter(
        text="一句。",
        number="复社党[2026]08号",
        to="各党支部",
        issuer="中共复兴社区总支部委员会",
        day=date(2026, 1, 5),
        attachments=["活动安排表", "签到表"],
        remark="联系人：王守信",
        head=Head("中共复兴社区总支部委员会文件", marks=["000001", "特急"]),
        tail=Tail("中共复兴社区总支部委员会", date(2026, 1, 5), copies="复兴街道党工委"),
    )
    (page,) = read(made)
    text = "".join(lines(page).values())
    for words in (
        "000001特急中共复兴社区总支部委员会文件复社党〔2026〕8号",
        "各党支部：一句。附件：1.活动安排表2.签到表中共复兴社区总支部委员会2026年1月5日（联系人：王守信）",
        "抄送：复兴街道党工委。中共复兴社区总支部委员会2026年1月5日印发",
    ):
        assert words in text.replace(" ", "")
    issuer = next(run for run in page if run.text.endswith("文件"))
    assert 37 + 35 < 297 - issuer.y < 37 + 35 + 12


@pytest.mark.parametrize("name", ["喆", "㛃", "𬭚", "䶮", "𫖮", "·"])
def test_a_rare_character_comes_back_from_the_page(name: str) -> None:
    page = typeset_here(
        "letter", {"fonts": fonts.families(), **letter_data(letter(text=f"王{name}同志"))}, Path("none"), plain=True
    )
    assert f"王{name}同志" in texts(page)[0]


@pytest.mark.parametrize(
    "text", ['#import "x"', "*粗* _斜_ $x$", "#{sys.inputs}", "\\u{4e00} @ref <label>", "=1+1", "// 注"]
)
def test_typed_text_is_never_a_command(text: str) -> None:
    page = typeset_here(
        "letter", {"fonts": fonts.families(), **letter_data(letter(text=f"始{text}终"))}, Path("none"), plain=True
    )
    assert f"始{text}终".replace(" ", "") in texts(page)[0].replace(" ", "")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("复社党[2026]08号", "复社党〔2026〕8号"),
        ("复社党（2026）第12号", "复社党〔2026〕12号"),
        ("复社党〔2026〕3号", "复社党〔2026〕3号"),
        ("第三期", "第三期"),
        ("", ""),
    ],
)
def test_a_number_is_printed_as_the_standard_writes_it(typed: str, printed: str) -> None:
    assert document_number(typed) == printed


def test_headings_are_told_from_text_by_how_they_begin() -> None:
    assert pieces("一、总体要求\n\n  （一）加强学习。每月一次。\n1. 人员。\n一定要做到。") == [
        Piece(1, "一、总体要求", ""),
        Piece(2, "（一）加强学习。", "每月一次。"),
        Piece(0, "", "1. 人员。"),
        Piece(0, "", "一定要做到。"),
    ]


def test_what_no_font_can_draw_is_printed_as_its_code() -> None:
    made = rendering._drawable(letter_data(letter(text="王𠮷同志")))
    assert made["body"][0]["text"] == "王［U+20BB7］同志"
    assert missing_in("王𠮷喆㛃", Path("none")) == ["𠮷"]


def test_a_letter_is_a_tagged_pdf() -> None:
    assert letter_pdf(letter(text="一句。"))[:5] == b"%PDF-"

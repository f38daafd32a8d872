from collections.abc import Sequence

from tests.reports.sheets.blanks import HEADS, sheet_of, workbook_of

from lianxin.reports.sheets.layouts.conditions import Vocabulary
from lianxin.reports.sheets.layouts.counts import headings_to_ask
from lianxin.reports.sheets.layouts.layout import ByHand, CountLayout, Layout, PeopleLayout, UnknownLayout
from lianxin.reports.sheets.layouts.recognise import Words, recognise
from lianxin.tables.workbook import Cell, Merge

NO_WORDS = Words(Vocabulary({"第一支部": ("001.", "第一支部"), "第二支部": ("002.", "第二支部")}, {}))
FOOT: list[list[Cell]] = [["合计：　 人"], ["制表人：　审核人："]]


def layout_of(
    rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = (), words: Words = NO_WORDS, by_hand: ByHand | None = None
) -> Layout:
    hands = {"统计": by_hand} if by_hand else {}
    return recognise(workbook_of(sheet_of(rows, merges)), words, hands)[0]


def people(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = (), **more: ByHand | Words) -> PeopleLayout:
    found = layout_of(rows, merges, **more)  # type: ignore[arg-type]
    assert isinstance(found, PeopleLayout)
    return found


def counts(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = (), words: Words = NO_WORDS) -> CountLayout:
    found = layout_of(rows, merges, words)
    assert isinstance(found, CountLayout)
    return found


def test_a_line_a_person_between_title_and_total() -> None:
    found = people([["登记表"], ["单位："], list(HEADS), [None], [None], *FOOT])
    assert (found.header_row, found.first, found.stop) == (3, 4, 6)
    fields = ["sequence", "name", "sex", "id_number", "birth_date", "join_date", "mobile", ""]
    assert [column.field for column in found.columns] == fields
    assert [column.heading for column in found.blank] == ["帮扶人"]
    assert (found.total and found.total.before, found.total and found.total.after) == ("合计：", "人")


def test_a_name_and_one_thing_more_are_enough() -> None:
    assert [column.field for column in people([["姓名", "年龄", "党龄", "备注"]]).columns] == [
        "name",
        "age",
        "standing",
        "",
    ]


def test_numbered_lines_column_numbers_and_an_example_are_blank_lines() -> None:
    numbered = people([["序号", "姓名", "性别"], [1], [2], [3], *FOOT])
    assert (numbered.first, numbered.stop) == (2, 5)
    with_numbers = people([["序号", "姓名", "性别"], ["甲", 1, 2], [None], *FOOT])
    assert (with_numbers.first, with_numbers.stop) == (3, 4)
    with_example = people([["序号", "姓名", "性别"], ["示例", "张三", "男"], [None], *FOOT])
    assert (with_example.first, with_example.stop) == (3, 4)


def test_two_merged_rows_are_one_heading() -> None:
    rows: list[list[Cell]] = [["序号", "姓名", "时间", None], [None, None, "入党", "转正"], [None], *FOOT]
    merges = [Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 3)]
    found = people(rows, merges)
    assert [column.field for column in found.columns] == ["sequence", "name", "join_date", "full_date"]
    assert found.first == 3


def test_a_sheet_with_people_in_it_is_left_alone() -> None:
    found = layout_of([["序号", "姓名", "性别"], [1, "张三", "男"]])
    assert isinstance(found, UnknownLayout)
    assert "已经写了人名" in found.why


def test_what_a_clerk_explained_goes_first() -> None:
    words = Words(NO_WORDS.vocabulary, {"帮扶人": "branch", "性别": ""})
    found = people([list(HEADS)], words=words)
    assert [column.field for column in found.columns][2::5] == ["", "branch"]
    by_hand = people([list(HEADS)], by_hand=ByHand(None, {7: "residence"}))
    assert by_hand.columns[7].field == "residence"


def test_a_counting_table() -> None:
    found = counts([["统计表"], ["支部", "合计", "男", "女"], ["第一支部"], ["第二支部"], ["合计"], ["制表人："]])
    assert [line.heading for line in found.rows] == ["第一支部", "第二支部", "合计"]
    assert [line.heading for line in found.columns] == ["合计", "男", "女"]
    assert found.cells == [(row, column) for row in (3, 4, 5) for column in (1, 2, 3)]


def test_headings_over_two_rows_and_two_columns() -> None:
    rows: list[list[Cell]] = [
        ["项目", None, "合计", "性别", None, "年龄", None],
        [None, None, None, "男", "女", "35以下", "36至60"],
        ["学历", "大专及以上"],
        [None, "高中及以下"],
        ["流动", "流入"],
        [None, "流出"],
    ]
    merges = [
        Merge(1, 0, 2, 1), Merge(1, 2, 2, 2), Merge(1, 3, 1, 4), Merge(1, 5, 1, 6), Merge(3, 0, 4, 0), Merge(5, 0, 6, 0),
    ]  # fmt: skip
    found = counts(rows, merges)
    assert [line.heading for line in found.columns] == ["合计", "性别 男", "性别 女", "年龄 35以下", "年龄 36至60"]
    assert [[each.label for each in line.conditions or ()] for line in found.rows] == [
        ["大专及以上"],
        ["高中及以下"],
        ["流入"],
        ["流出"],
    ]
    assert len(found.cells) == 20
    assert found.inward is True


def test_what_is_not_understood_stays_blank_and_is_named() -> None:
    found = counts([["支部", "合计", "男", "积极分子"], ["第一支部"], ["第九支部"]])
    assert found.unknown == ["积极分子", "第九支部"]
    assert found.cells == [(2, 1), (2, 2)]
    assert dict(headings_to_ask(found)) == {
        "合计": "合计", "男": "男", "积极分子": "", "第一支部": "第一支部", "第九支部": "",
    }  # fmt: skip


def test_numbers_already_there_are_reckoned_anew_and_words_are_kept() -> None:
    found = counts([["支部", "男", "女"], ["第一支部", 0, "免填"], ["第二支部"]])
    assert found.cells == [(2, 1), (3, 1), (3, 2)]


def test_a_sheet_that_is_neither() -> None:
    found = layout_of([["会议通知"], ["时间：明天"]])
    assert isinstance(found, UnknownLayout)


def test_empty_and_hidden_sheets_are_not_spoken_of() -> None:
    book = workbook_of(sheet_of([["姓名", "性别"]]))
    book.sheets += [sheet_of([], name="Sheet2"), sheet_of([["姓名", "性别"]], name="字典")]
    book.sheets[2].hidden = True
    assert [layout.name for layout in recognise(book, NO_WORDS, {})] == ["统计"]

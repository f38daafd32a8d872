from collections.abc import Sequence

from tests.reports.sheets.blanks import sheet_of, workbook_of

from lianxin.reports.sheets.filling.counting import Counts, Members, formula_differences, order_of
from lianxin.reports.sheets.layouts.conditions import Vocabulary
from lianxin.reports.sheets.layouts.facts import Facts
from lianxin.reports.sheets.layouts.layout import CountLayout
from lianxin.reports.sheets.layouts.recognise import Words, recognise
from lianxin.tables.workbook import Cell

PEOPLE = [
    Facts(sex="1", age=30, category="full", employment="in_post"),
    Facts(sex="1", age=40, category="full", employment="retired"),
    Facts(sex="2", age=70, category="full", employment="retired", floating="out"),
    Facts(sex="2", age=None, category="probationary", employment=""),
]
INWARD = [Facts(sex="1", age=25, category="full", floating="in")]


def counted(rows: Sequence[Sequence[Cell]]) -> Counts:
    layout = recognise(workbook_of(sheet_of(rows)), Words(Vocabulary({}, {})), {})[0]
    assert isinstance(layout, CountLayout)
    return Members(PEOPLE, INWARD).count(layout)


def table(counts: Counts) -> list[list[int]]:
    layout = counts.layout
    return [[counts.numbers[row.at, column.at] for column in layout.columns] for row in layout.rows]


def test_a_cell_counts_who_meets_both_conditions() -> None:
    counts = counted([["类别", "合计", "男", "女"], ["合计"], ["正式党员"], ["预备党员"], ["60岁以上"]])
    assert table(counts) == [[4, 2, 2], [3, 2, 1], [1, 0, 1], [1, 0, 1]]
    assert order_of(counts)[1].differences == []


def test_who_flows_in_is_counted_only_where_it_is_asked() -> None:
    counts = counted([["类别", "合计", "男", "女"], ["合计"], ["流入"], ["流出"]])
    assert table(counts) == [[4, 2, 2], [1, 1, 0], [1, 0, 1]]
    across = counted([["类别", "合计", "流入", "流出"], ["合计"], ["男"], ["女"]])
    assert table(across) == [[4, 1, 1], [2, 1, 0], [2, 0, 1]]


def test_parts_that_do_not_come_to_their_total_are_named() -> None:
    counts = counted([["年龄", "合计", "男", "女"], ["合计"], ["35岁及以下"], ["36岁及以上"]])
    assert order_of(counts)[1].differences == [
        "工作表“统计”合计：35岁及以下 + 36岁及以上 = 3，合计 4，差 1（有的没有登记，或者不在这几类里）。",
        "工作表“统计”女：35岁及以下 + 36岁及以上 = 1，合计 2，差 1（有的没有登记，或者不在这几类里）。",
    ]


def test_bands_that_overlap_are_named_and_parts_of_parts_are_not_added() -> None:
    overlapping = counted([["年龄", "合计"], ["合计"], ["30至40岁"], ["40岁以上"]])
    assert order_of(overlapping)[1].differences == ["“30至40岁”和“40岁以上”有重叠，1 人数了两次。"]
    within = counted([["性别", "合计", "其中：女"], ["合计"], ["35岁及以下"], ["60岁以上"], ["70岁以上"]])
    assert order_of(within)[1].differences == []


def test_sums_the_sheet_works_out_itself_are_compared() -> None:
    counts = counted([["年龄", "人数"], ["35岁及以下"], ["36岁及以上"], ["合计"]])
    formulas = [(4, 1, "SUM(B2:B3)")]
    assert list(formula_differences(counts, formulas)) == [
        "工作表“统计”合计、人数：表里的公式合计 3，登记簿里是 4，差 1。"
    ]
    assert list(formula_differences(counts, [(4, 1, "B4*2")])) == []


def test_sums_of_sums_are_worked_out_in_their_order() -> None:
    counts = counted([["性别", "正式党员", "预备党员", "合计"], ["男"], ["女"], ["合计"]])
    formulas = [(4, 3, "D2+D3"), (2, 3, "B2+C2"), (3, 3, "B3+C3")]
    assert list(formula_differences(counts, formulas)) == []

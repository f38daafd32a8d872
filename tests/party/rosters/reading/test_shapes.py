"""Rosters in the shapes people really have."""

from datetime import date
from pathlib import Path

import pytest
from tests.party.rosters.files import HEADINGS, Rows, id_number, member, roster, text_file, xls, xlsx

from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.rosters.reading.rows import read_roster
from lianxin.tables.reading import NoHeading, SheetMapping
from lianxin.tables.result import RosterReading, SheetReading

PLAIN = {
    "name": "赵乙",
    "sex": "1",
    "ethnicity": "01",
    "id_number": id_number(),
    "birth_date": PartialDate(date(1957, 7, 1)),
    "education": "61",
    "category": "full",
    "join_date": PartialDate(date(1985, 7, 1)),
    "full_date": PartialDate(date(1986, 7, 1)),
    "branch": "第一支部",
    "mobile": "13800000000",
}


def only(reading: RosterReading) -> SheetReading:
    assert len(reading.sheets) == 1
    return reading.sheets[0]


def names(sheet: SheetReading) -> list[tuple[int, object]]:
    return [(row.row, row.values.get("name")) for row in sheet.rows]


def test_a_plain_xlsx(tmp_path: Path) -> None:
    reading = read_roster(xlsx(tmp_path / "a.xlsx", roster(2)))
    sheet = only(reading)
    assert (reading.kind, sheet.name, sheet.header_row) == ("xlsx", "Sheet1", 1)
    assert sheet.columns == {
        "序号": "sequence",
        "姓名": "name",
        "性别": "sex",
        "民族": "ethnicity",
        "身份证号码": "id_number",
        "出生日期": "birth_date",
        "学历": "education",
        "人员类别": "category",
        "入党日期": "join_date",
        "转正日期": "full_date",
        "所在党支部": "branch",
        "手机号码": "mobile",
    }
    assert names(sheet) == [(2, "赵乙"), (3, "赵丙")]
    assert sheet.rows[0].values == PLAIN
    assert sheet.rows[0].refusals == []
    assert [str(warning.code) for warning in sheet.rows[0].warnings] == ["area_unknown"]
    assert sheet.missing_fields == ["job_post", "employment", "residence"]


def test_a_plain_xls_with_date_cells(tmp_path: Path) -> None:
    rows: Rows = [
        list(HEADINGS),
        member(1, 出生日期=date(1957, 7, 1), 入党日期=date(1985, 7, 1), 转正日期=date(1986, 7, 1)),
    ]
    reading = read_roster(xls(tmp_path / "a.xls", rows))
    assert reading.kind == "xls"
    assert only(reading).rows[0].values == PLAIN


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_text_files(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = text_file(tmp_path / "a.csv", roster(1), encoding=encoding, delimiter=delimiter)
    reading = read_roster(path)
    assert reading.kind == "csv"
    assert only(reading).rows[0].values == PLAIN


def test_the_name_of_a_file_means_nothing(tmp_path: Path) -> None:
    assert only(read_roster(xlsx(tmp_path / "a.xlsx", roster(1)).rename(tmp_path / "a.csv"))).rows[0].values == PLAIN
    assert only(read_roster(text_file(tmp_path / "b.xls", roster(1)))).rows[0].values == PLAIN


def test_the_ending_of_a_name_means_nothing(tmp_path: Path) -> None:
    made = xlsx(tmp_path / "a.xlsx", roster()).rename(tmp_path / "网上导出.xls")
    assert names(only(read_roster(made)))[0] == (2, "赵乙")
    made = xls(tmp_path / "b.xls", roster()).rename(tmp_path / "改过名.xlsx")
    assert names(only(read_roster(made)))[0] == (2, "赵乙")


def test_titles_blank_rows_and_blank_columns(tmp_path: Path) -> None:
    rows: Rows = [
        [],
        [None, None, "复兴社区党总支党员花名册"],
        [None, None, "填报单位：复兴社区", None, None, "日期：2026年11月"],
        [],
        *([None, None, *line] for line in roster(1)),
        [],
        [None, None, *member(2)],
    ]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows, merges=["C2:N2"])))
    assert sheet.header_row == 5
    assert names(sheet) == [(6, "赵乙"), (8, "赵丙")]
    assert sheet.rows[0].values == PLAIN
    assert "姓名" in sheet.columns


def test_two_rows_of_heading_with_merged_groups(tmp_path: Path) -> None:
    rows: Rows = [
        ["党员名册"],
        ["序号", "姓名", "身份证号", "时间", None, "联系方式"],
        [None, None, None, "入党", "转正", "手机", "座机"],
        [1, "张三", id_number(), "1985.7", "1986.7", "13800000000", "0871-66666666"],
    ]
    merges = ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2"]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows, merges=merges)))
    assert sheet.header_row == 2
    assert sheet.columns == {
        "序号": "sequence",
        "姓名": "name",
        "身份证号": "id_number",
        "时间 入党": "join_date",
        "时间 转正": "full_date",
        "联系方式 手机": "mobile",
        "联系方式 座机": "phone",
    }
    assert names(sheet) == [(4, "张三")]
    assert str(sheet.rows[0].values["join_date"]) == "1985-07"
    assert sheet.rows[0].values["phone"] == "0871-66666666"


def test_two_rows_of_heading_in_a_text_file(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓名", "出生年月", "时间", "", "备注"],
        ["", "", "入党", "转正", ""],
        ["张三", "1957.7", "1985.7", "1986.7", ""],
    ]
    sheet = only(read_roster(text_file(tmp_path / "a.csv", rows)))
    assert sheet.columns["时间 入党"] == "join_date"
    assert sheet.columns["时间 转正"] == "full_date"
    assert names(sheet) == [(3, "张三")]


def test_groups_above_complete_headings_do_not_show(tmp_path: Path) -> None:
    rows: Rows = [["基本情况", None, "党内情况"], ["姓名", "身份证号", "入党时间"], ["张三", id_number(), "1985.7"]]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows, merges=["A1:B1"])))
    assert sheet.header_row == 2
    assert sheet.columns == {"姓名": "name", "身份证号": "id_number", "入党时间": "join_date"}


def test_headings_with_line_breaks_formats_and_stars(tmp_path: Path) -> None:
    heading = [
        "姓  名*",
        "公民\n身份号码：",
        "出生年月\n（yyyy-mm）",
        "入党\n时间",
        "１.手机号（必填）",
        "民　族",
        "学历【最高】",
    ]
    rows: Rows = [heading, ["张　三", f"'{id_number()}", "1957.7", "1985年7月", "１３８００００００００", "汉", "本科"]]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert list(sheet.columns.values()) == [
        "name",
        "id_number",
        "birth_date",
        "join_date",
        "mobile",
        "ethnicity",
        "education",
    ]
    assert sheet.rows[0].values == {
        "name": "张三",
        "sex": "1",
        "id_number": id_number(),
        "birth_date": PartialDate(date(1957, 7, 1)),
        "join_date": PartialDate.parse("1985-07"),
        "mobile": "13800000000",
        "ethnicity": "01",
        "education": "21",
    }


def test_several_sheets_and_one_chosen(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "说明": [["填写要求"]],
        "第一支部花名册": roster(1),
        "第二支部": [list(HEADINGS), member(2), member(1)],
    }
    path = xlsx(tmp_path / "a.xlsx", sheets)
    first, second, third = read_roster(path).sheets
    assert (first.header_row, first.rows) == (None, [])
    assert (second.hint, third.hint) == ("第一支部", "第二支部")
    assert names(third) == [(2, "赵丙"), (3, "赵乙")]
    refusal = third.rows[1].refusals[0]
    assert (str(refusal.code), refusal.column) == ("id_repeated_in_file", "身份证号码")
    assert refusal.reason == "身份证号与工作表“第一支部花名册”第 2 行相同，同一个人只能有一行。"
    alone = only(read_roster(path, sheet="第二支部"))
    assert alone.rows[1].refusals == []


def test_a_hidden_sheet_is_read_only_when_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"名册": roster(1), "旧表": roster(2)}, hidden=["旧表"])
    reading = read_roster(path)
    assert only(reading).name == "名册"
    assert reading.notes == ["隐藏的工作表“旧表”没有读；要导入它，请先取消隐藏，或指定这张表。"]
    assert names(only(read_roster(path, sheet="旧表"))) == [(2, "赵乙"), (3, "赵丙")]


def test_merged_branch_cells_go_down(tmp_path: Path) -> None:
    rows: Rows = [
        ["支部", "姓名", "身份证号"],
        ["第一支部", "甲乙", id_number()],
        [None, "丙丁", id_number(sequence=3)],
    ]
    rows = [*rows, [None, "戊己", id_number(sequence=5)], ["第二支部", "庚辛", id_number(sequence=7)]]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows, merges=["A2:A4"])))
    assert [row.values["branch"] for row in sheet.rows] == ["第一支部", "第一支部", "第一支部", "第二支部"]
    path = xls(tmp_path / "a.xls", rows, merges=[(1, 3, 0, 0)])
    assert [row.values["branch"] for row in only(read_roster(path)).rows][:3] == ["第一支部"] * 3


def test_ditto_marks_repeat_the_cell_above(tmp_path: Path) -> None:
    lines = [
        member(1),
        member(2, 民族="同上", 学历="〃", 所在党支部='"', 入党日期="同　上"),
        member(3, 民族="〃", 所在党支部="〃〃"),
    ]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", [list(HEADINGS), *lines])))
    second = sheet.rows[1].values
    assert (second["ethnicity"], second["education"], second["branch"]) == ("01", "61", "第一支部")
    assert second["join_date"] == PartialDate(date(1985, 7, 1))
    assert (sheet.rows[2].values["ethnicity"], sheet.rows[2].values["branch"]) == ("01", "第一支部")


def test_ditto_marks_that_repeat_nothing(tmp_path: Path) -> None:
    lines = [member(1, 民族="同上"), member(2, 身份证号码="同上", 手机号码="〃", 出生日期="1957-07-01")]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", [list(HEADINGS), *lines])))
    codes = [[(str(warning.code), warning.column) for warning in row.warnings] for row in sheet.rows]
    assert ("ditto_unresolved", "民族") in codes[0]
    assert [entry for entry in codes[1] if entry[0] == "ditto_unresolved"] == [
        ("ditto_unresolved", "身份证号码"),
        ("ditto_unresolved", "手机号码"),
    ]
    assert "id_number" not in sheet.rows[1].values
    assert sheet.rows[1].refusals == []


def test_lines_that_are_nobodys(tmp_path: Path) -> None:
    rows: Rows = [
        *roster(1),
        ["示例", *member(7)[1:]],
        list(HEADINGS),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        [2],
        [3, None, None, None, None, None, None, None, None, None, "第一支部"],
        member(2),
        ["合计", None, "2人"],
        ["共 2 人"],
        ["填表人：李四", None, None, None, "审核人：王五", "2026-11-23"],
        ["单位（盖章）："],
        ["说明：本表一式两份，报街道党工委备案，留存一份。"],
    ]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert names(sheet) == [(2, "赵乙"), (8, "赵丙")]
    assert [(line.row, line.why) for line in sheet.ignored] == [
        (3, "示例行"),
        (4, "重复的表头"),
        (5, "栏次行"),
        (6, "没有内容的行"),
        (7, "没有内容的行"),
        (9, "合计行"),
        (10, "合计行"),
        (11, "落款或说明"),
        (12, "落款或说明"),
        (13, "落款或说明"),
    ]


def test_tables_of_several_branches_below_one_another(tmp_path: Path) -> None:
    heading = ["姓名", "身份证号"]
    rows: Rows = [
        ["党员花名册"],
        heading,
        ["甲乙", id_number()],
        ["合计", "1人"],
        [],
        ["第二支部党员花名册（续）"],
        heading,
        ["丙丁", id_number(sequence=3)],
        ["某某社区党总支党员花名册"],
        ["戊己", id_number(sequence=5)],
    ]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert [(row.row, row.values.get("branch")) for row in sheet.rows] == [(3, None), (8, "第二支部"), (10, "第二支部")]
    assert [line.row for line in sheet.ignored] == [4, 6, 7, 9]


def test_more_lines_that_are_nobodys(tmp_path: Path) -> None:
    heading = ["序号", "姓名", "性别", "身份证号", "入党时间"]
    lines: list[tuple[list[object], str]] = [
        (["（1）", "（2）", "（3）", "（4）", "（5）"], "栏次行"),
        (["甲", "乙", "丙", "丁", "戊"], "栏次行"),
        ([None, "必填", "下拉选择", "必填，18位", "格式：1957.7"], "填写要求"),
        ([None, "（必填）", "（男/女）", "（18位）", "（如1957.7）"], "填写要求"),
        (["平均年龄", None, None, "56.7"], "合计行"),
        (["党员数", "78"], "合计行"),
        (["其中：女党员", 38], "合计行"),
        (["社区书记：", None, "李四"], "落款或说明"),
        (["中共某街道某社区总支部委员会"], "分段标题"),
    ]
    rows: Rows = [heading, *(line for line, _ in lines), [1, "例小明", "男", id_number(), "1985.7"]]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert [line.why for line in sheet.ignored] == [why for _, why in lines]
    assert names(sheet) == [(11, "例小明")]
    assert "branch" not in sheet.rows[0].values


def test_a_telephone_of_the_family_is_not_the_members(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓名", "身份证号", "家庭主要成员"],
        [None, None, "姓名", "联系电话"],
        ["张三", id_number(), "王某", "19900000009"],
    ]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows, merges=["A1:A2", "B1:B2", "C1:D1"])))
    assert sheet.columns == {"姓名": "name", "身份证号": "id_number"}
    assert "mobile" not in sheet.rows[0].values


def test_sections_named_after_branches(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓名", "身份证号"],
        ["第一党支部（2人）"],
        ["甲乙", id_number()],
        ["第二党支部："],
        ["丙丁", id_number(sequence=3)],
    ]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows, merges=["A2:B2", "A4:B4"])))
    assert [row.values["branch"] for row in sheet.rows] == ["第一党支部", "第二党支部"]
    assert "branch" not in sheet.missing_fields
    assert [line.why for line in sheet.ignored] == [
        "分段标题，下面的人归入“第一党支部”",
        "分段标题，下面的人归入“第二党支部”",
    ]


def test_a_line_with_only_a_name_is_somebody(tmp_path: Path) -> None:
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", [*roster(1), [None, "王芳"]])))
    assert names(sheet) == [(2, "赵乙"), (3, "王芳")]
    assert sheet.rows[1].refusals == []


@pytest.mark.parametrize("title", ["某某社区党员花名册（续）", "流动党员", "离退休党员名单", "和平社区", "预备党员："])
def test_a_title_alone_under_the_names_is_nobody(tmp_path: Path, title: str) -> None:
    rows = [["姓名", "身份证号"], ["张三", id_number()], [title], ["李四", id_number(sequence=3)]]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert names(sheet) == [(2, "张三"), (4, "李四")]
    assert [(line.row, line.why) for line in sheet.ignored] == [(3, "分段标题")]


def test_of_several_faults_the_first_of_the_list_is_told_first(tmp_path: Path) -> None:
    heading = ["姓名", "身份证号", "入党日期", "转正日期"]
    rows: list[list[object]] = [
        [*heading],
        ["张三", 530112195707011234, "1986.7", "1985.7"],
        ["", "1", "1986.13", "1985.7"],
    ]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert [[str(refusal.code) for refusal in row.refusals] for row in sheet.rows] == [
        ["id_damaged", "dates_out_of_order"],
        ["name_missing", "id_malformed", "date_impossible"],
    ]


@pytest.mark.parametrize("word", ["待分支部", "待定", "未分配"])
def test_no_branch_yet_is_no_branch(tmp_path: Path, word: str) -> None:
    rows = [["姓名", "身份证号", "所在党支部"], ["张三", id_number(), word]]
    row = only(read_roster(xlsx(tmp_path / "a.xlsx", rows))).rows[0]
    assert "branch" not in row.values
    assert "branch_missing" in [str(warning.code) for warning in row.warnings]


def test_the_second_column_of_a_kind_is_not_read(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "身份证号", "姓名", "年龄", "心得"], ["甲乙", id_number(), "丙丁", 60, "好"]]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert names(sheet) == [(2, "甲乙")]
    assert sheet.unread_headings == {"姓名": "与前面的列重复，只读第一列", "年龄": "由系统自己推算，不用导入"}
    assert sheet.unknown_headings == ["心得"]


def test_people_side_by_side_are_not_lost_in_silence(tmp_path: Path) -> None:
    rows = [["姓名", "入党日期", "姓名", "入党日期"], ["张三", "1986.7", "李四", "1987.7"]]
    reading = read_roster(xlsx(tmp_path / "a.xlsx", rows))
    assert names(only(reading)) == [(2, "张三")]
    assert reading.notes == ["工作表“Sheet1”里有不止一列姓名，只读了最左边的；右边还有人的话，请把他们接到下面再导入。"]


def test_headings_remembered_and_corrected_by_hand(tmp_path: Path) -> None:
    rows: Rows = [["党员同志", "证号", "说不清"], ["甲乙", id_number(), "13800000000"]]
    path = xlsx(tmp_path / "a.xlsx", rows)
    with pytest.raises(NoHeading) as caught:
        read_roster(path)
    assert caught.value.reading.sheets[0].sample == [(1, rows[0]), (2, rows[1])]
    remembered = {"党员同志": "name", "证 号": "id_number"}
    assert only(read_roster(path, synonyms=remembered)).columns == {"党员同志": "name", "证号": "id_number"}
    mapping = SheetMapping(header_row=1, columns={0: "name", 1: "id_number", 2: "mobile"})
    sheet = only(read_roster(path, mappings={"Sheet1": mapping}))
    assert sheet.rows[0].values["mobile"] == "13800000000"
    plain = xlsx(tmp_path / "b.xlsx", roster(1))
    corrected = SheetMapping(columns={11: None, 6: "skills"})
    sheet = only(read_roster(plain, mappings={"Sheet1": corrected}))
    assert sheet.rows[0].values["skills"] == "高中"
    assert "mobile" not in sheet.rows[0].values
    assert sheet.unread_headings == {"手机号码": "按手工设置不读这一列"}


def test_the_words_below_tell_kinds_apart(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "出生年月", "党员类别"], ["甲乙", "1957.7", "在职"], ["丙丁", "1957.7", "离退休"]]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert sheet.columns["党员类别"] == "employment"
    assert [row.values["employment"] for row in sheet.rows] == ["in_post", "retired"]
    rows = [["姓名", "出生年月", "身份"], ["甲乙", "1957.7", "正式党员"]]
    assert only(read_roster(xlsx(tmp_path / "b.xlsx", rows))).rows[0].values["category"] == "full"


def test_a_telephone_column_gives_way_to_a_mobile_column(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "出生年月", "联系电话", "手机"], ["甲乙", "1957.7", "66666666", "13800000000"]]
    sheet = only(read_roster(xlsx(tmp_path / "a.xlsx", rows)))
    assert (sheet.columns["联系电话"], sheet.columns["手机"]) == ("phone", "mobile")
    rows = [["姓名", "出生年月", "联系电话"], ["甲乙", "1957.7", "0871-66666666"], ["丙丁", "1957.7", 13800000000]]
    sheet = only(read_roster(xlsx(tmp_path / "b.xlsx", rows)))
    assert sheet.rows[0].values["phone"] == "0871-66666666"
    assert sheet.rows[1].values["mobile"] == "13800000000"


@pytest.mark.parametrize("value", ["=1+1", "-1号", "+86", "@甲", "'=1", "＝1"])
def test_a_text_shielded_in_an_export_comes_back_as_it_was(tmp_path: Path, value: str) -> None:
    path = text_file(tmp_path / "a.csv", [["姓名", "出生年月", "现居住地"], ["甲乙", "'1957.7", f"'{value}"]])
    values = only(read_roster(path)).rows[0].values
    assert (values["residence"], values["birth_date"]) == (value, PartialDate.parse("1957.7"))


def test_excel_forms_and_nuls_in_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'姓名,身份证号,入党时间\r\n张\0三,="{id_number()}",1985.7\r\n'.encode("gbk"))
    assert only(read_roster(path)).rows[0].values["id_number"] == id_number()
    assert only(read_roster(path)).rows[0].values["name"] == "张三"


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    payloads = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"]
    rows: Rows = [["姓名", "身份证号", "备注"]]
    rows = [*rows, *([f"甲{at}", id_number(sequence=at), payload] for at, payload in enumerate(payloads, start=1))]
    sheet = only(read_roster(text_file(tmp_path / "a.csv", rows)))
    assert [row.values["note"] for row in sheet.rows] == payloads


def test_the_value_of_a_formula_is_what_was_last_shown(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    page.write_row(0, 0, ["姓名", "身份证号"])
    page.write_formula(1, 0, '="张"&"三"', value="张三")
    page.write_string(1, 1, id_number())
    book.close()
    assert names(only(read_roster(tmp_path / "a.xlsx"))) == [(2, "张三")]


def test_no_heading_names_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(NoHeading, match="没有找到表头：表头这一行要有“姓名”"):
        read_roster(xlsx(tmp_path / "a.xlsx", [["姓名", "电话"], ["张三", "13800000000"]]))


def test_a_form_with_labels_beside_values_has_no_heading(tmp_path: Path) -> None:
    with pytest.raises(NoHeading):
        read_roster(xlsx(tmp_path / "a.xlsx", [["姓名", "张三", "身份证号", id_number()], ["性别", "男"]]))

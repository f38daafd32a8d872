"""What single cells mean."""

from datetime import date
from pathlib import Path

import pytest
from tests.party.rosters.files import Rows, id_number, xlsx

from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.party.choices import AdmissionType, Category, Employment, Floating
from lianxin.party.records.fields import FIELDS, NOT_FLOATING
from lianxin.party.rosters.reading import words
from lianxin.party.rosters.reading.dates import DateReader
from lianxin.party.rosters.reading.rows import read_roster
from lianxin.party.rosters.reading.synonyms import LABELS, SYNONYMS, WEAK
from lianxin.party.rosters.reading.values import LENGTHS, read_column
from lianxin.tables.found import Found, Value
from lianxin.tables.headings import Column
from lianxin.tables.vocabulary import SEQUENCE
from lianxin.tables.workbook import Cell


def read(field: str, *cells: Cell, heading: str = "", textual: bool = False) -> list[Value | str | None]:
    """The value of each cell, or the code of what was said about it when it has none."""
    return [
        (said.value if said.value is not None else str(said.code)) if isinstance(said, Found) else said
        for said in read_column(Column(0, heading or LABELS[field], field), cells, textual=textual)
    ]


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("1957.7", "1957-07"),
        ("1957.07", "1957-07"),
        ("1957-7-1", "1957-07-01"),
        ("195707", "1957-07"),
        ("19570701", "1957-07-01"),
        ("1957年7月1日", "1957-07-01"),
        ("1957年7月", "1957-07"),
        ("1957年7月份", "1957-07"),
        ("1957年", "1957"),
        ("1957", "1957"),
        ("1957/7/1", "1957-07-01"),
        ("1957/07/01 00:00:00", "1957-07-01"),
        ("1957-07-01T08:30:00", "1957-07-01"),
        ("１９５７．７．１", "1957-07-01"),
        ("1957。7。1", "1957-07-01"),
        ("1957、7、1", "1957-07-01"),
        ("1957,7,1", "1957-07-01"),
        ("1957 7 1", "1957-07-01"),
        ("1957\\7\\1", "1957-07-01"),
        ("1957—7—1", "1957-07-01"),
        ("1957.7.1.", "1957-07-01"),
        ("'1957.7", "1957-07"),
        ("‘1957-07-01", "1957-07-01"),
        ("1957 年 7 月 1 日", "1957-07-01"),
        ("1957年7月1日生", "1957-07-01"),
        ("约1957年", "1957"),
        ("1957.7（档案）", "1957-07"),
        ("一九五七年七月一日", "1957-07-01"),
        ("一九五七年十二月二十一日", "1957-12-21"),
        ("二〇〇八年十月", "2008-10"),
        ("1957.1", "1957-01"),
        ("1957年七月", "1957-07"),
        ("7/1957", "1957-07"),
        ("1957/7/1 星期一", "1957-07-01"),
        (1957, "1957"),
        (1957.7, "1957-07"),
        (1957.07, "1957-07"),
        (1957.12, "1957-12"),
        (1957.0701, "1957-07-01"),
        (195707, "1957-07"),
        (19570701, "1957-07-01"),
        (21002, "1957-07-01"),
        (21002.5, "1957-07-01"),
        (date(1957, 7, 1), "1957-07-01"),
        (PartialDate(date(1957, 7, 1), Precision.MONTH), "1957-07"),
    ],
)
def test_dates(cell: Cell, iso: str) -> None:
    (said,) = read_column(Column(0, "入党日期", "join_date"), [cell], textual=False)
    assert isinstance(said, PartialDate)
    assert said.iso() == iso


@pytest.mark.parametrize(
    "cell",
    [
        "1957-02-30",
        "1957.13",
        "1957年13月",
        "19571301",
        "19570230",
        195713,
        19570230,
        1957.13,
        "1057.7",
        "2月30日",
        "13月1日",
        3057,
        "0957-7-1",
    ],
)
def test_dates_the_calendar_does_not_have(cell: Cell) -> None:
    assert read("join_date", cell) == ["date_impossible"]


@pytest.mark.parametrize("cell", ["待查清", "五几年", "7月1日", "1957-1960", "2/30/57", 57, 1.5, "1957.7.1.1"])
def test_texts_that_are_no_dates(cell: Cell) -> None:
    assert read("join_date", cell) == ["date_unreadable"]


@pytest.mark.parametrize(
    ("cell", "iso", "other"),
    [
        (1957.1, "1957-01", "1957-10"),
        ("57.7", "1957-07", None),
        ("08.7.1", "2008-07-01", None),
        ("570701", "1957-07-01", None),
        ("7/31/1957", "1957-07-31", None),
        ("21002", "1957-07-01", None),
    ],
)
def test_dates_that_need_a_look(cell: Cell, iso: str, other: str | None) -> None:
    (said,) = read_column(Column(0, "入党日期", "join_date"), [cell], textual=False)
    assert isinstance(said, Found)
    assert (str(said.value), str(said.code)) == (iso, "date_ambiguous")
    assert (str(said.other) if said.other else None) == other


def test_point_one_is_october_where_january_is_point_nought_one() -> None:
    assert DateReader([1957.01, 1958.1]).read(1958.1).value == PartialDate.parse("1958-10")
    assert DateReader([1957.7, 1958.1]).read(1958.1).value == PartialDate.parse("1958-01")


def test_point_one_in_a_text_file_was_perhaps_a_number() -> None:
    assert isinstance(read_column(Column(0, "入党", "join_date"), ["1957.1"], textual=True)[0], Found)
    plain = read_column(Column(0, "入党", "join_date"), ["1957.1", "1957.10"], textual=True)
    assert plain == [PartialDate.parse("1957-01"), PartialDate.parse("1957-10")]


def test_the_first_of_a_month_under_a_heading_for_months() -> None:
    column = Column(0, "出生年月", "birth_date", by_month=True)
    said = read_column(column, [date(1957, 7, 1), date(1957, 7, 2)], textual=False)
    assert said == [PartialDate.parse("1957-07"), PartialDate.parse("1957-07-02")]


def test_formats_that_hide_the_day_and_years_typed_as_days(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "入党日期"], ["甲乙", date(1985, 7, 1)], ["丙丁", date(1985, 7, 1)]]
    rows = [*rows, ["戊己", 1985], ["庚辛", 198507], ["壬癸", 1985.7]]
    formats = {"B2": 'yyyy"年"m"月"', "B3": "yyyy-mm-dd", "B4": "yyyy-mm-dd", "B5": "yyyy/m/d", "B6": "yyyy-mm-dd"}
    sheet = read_roster(xlsx(tmp_path / "a.xlsx", rows, formats=formats)).sheets[0]
    assert [str(row.values["join_date"]) for row in sheet.rows] == [
        "1985-07",
        "1985-07-01",
        "1985",
        "1985-07",
        "1985-07",
    ]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("sex", "男", "1"),
        ("sex", "女 ", "2"),
        ("sex", "1-男", "1"),
        ("sex", 2, "2"),
        ("sex", "男性", "1"),
        ("ethnicity", "汉", "01"),
        ("ethnicity", "01-汉族", "01"),
        ("ethnicity", "汉族（01）", "01"),
        ("ethnicity", 1, "01"),
        ("ethnicity", "　彝　族", "07"),
        ("education", "本科", "21"),
        ("education", "大专学历", "31"),
        ("education", "21-大学本科毕业", "21"),
        ("education", "高中毕业", "61"),
        ("education", "初中", "71"),
        ("education", "函授大专", "31"),
        ("education", "高小", "81"),
        ("education", "文盲", "90"),
        ("education", "本科/学士", "21"),
        ("education", "文盲或半文盲", "90"),
        ("education", "大专。", "31"),
        ("degree", "工学学士", "4"),
        ("category", "223_正式党员", "full"),
        ("category", "正式", "full"),
        ("category", "中共预备党员", "probationary"),
        ("category", "预备党员（2025年）", "probationary"),
        ("category", "中共党员（预备）", "probationary"),
        ("category", "中国共产党正式党员", "full"),
        ("employment", "在职", "in_post"),
        ("employment", "离休干部", "veteran_retired"),
        ("employment", "离退休", "retired"),
        ("employment", "下岗", "laid_off"),
        ("employment", "下岗失业", "laid_off"),
        ("employment", "在校学生", "student"),
        ("employment", "离（退）休", "retired"),
        ("employment", "80-退(离)休人员", "retired"),
        ("employment", "企业退休", "retired"),
        ("employment", "其他", "other"),
        ("floating", "流入", "in"),
        ("floating", "流出党员", "out"),
        ("floating", "否", "no"),
        ("floating", "流动党员（流出）", "out"),
        ("floating", "跨省流出", "out"),
        ("floating", "是（流入）", "in"),
        ("floating", "×", "no"),
        ("admission_type", "发展入党", "developed"),
        ("is_migrant_worker", "是", True),
        ("is_migrant_worker", "否", False),
        ("lost", "√", True),
        ("lost", 0, False),
        ("lost", "未失联", False),
        ("new_economy", "两新组织党员", True),
        ("lost", "无法联系", True),
        ("lost", "正常", False),
        ("is_migrant_worker", "农民工", True),
        ("is_migrant_worker", "非农民工", False),
        ("new_economy", "非公企业", True),
        ("party_age_adj", "-12", -12),
        ("party_age_adj", 6, 6),
        ("mobile", 13800000000, "13800000000"),
        ("mobile", "138-0000-0000", "13800000000"),
        ("mobile", "+86 138 0000 0000", "13800000000"),
        ("mobile", "13800000000/13900000000", "13800000000"),
        ("mobile", "'１３８００００００００", "13800000000"),
        ("phone", "0871-66666666", "0871-66666666"),
        ("phone", 87166666666, "0871-66666666"),
        ("branch", "第 一 支 部", "第一支部"),
        ("branch", "第１支部", "第1支部"),
        ("branch", 1, "1"),
        ("branch", "第一支部（离退休）", "第一支部（离退休）"),
        ("branch", "第一支部（共 3 人）", "第一支部"),
        ("job_post", "01-工人", "工人"),
        ("residence", "3栋2单元", "3栋2单元"),
        ("residence", "'3栋", "3栋"),
        ("note", "第一行\n第二行", "第一行\n第二行"),
        ("name", "张　三", "张三"),
        ("name", "买买提•艾力", "买买提·艾力"),
        ("name", "张三（女）", "张三"),
        ("name", "𠮷田", "𠮷田"),
        ("hardship", "否", None),
        ("hardship", "低保户", "低保户"),
        ("skills", "无", None),
        ("skills", "——", None),
        ("skills", "/", None),
        ("mobile", "无", None),
        ("sex", "未知", None),
    ],
)
def test_values(field: str, cell: Cell, value: Value | None) -> None:
    assert read(field, cell) == [value]


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("sex", "不男不女", "code_unknown"),
        ("ethnicity", "汉子", "code_unknown"),
        ("ethnicity", "02-汉族", "code_unknown"),
        ("education", "初中及以下", "code_unknown"),
        ("category", "群众", "code_unknown"),
        ("employment", "流动", "code_unknown"),
        ("floating", "是", "code_unknown"),
        ("lost", "不好说", "code_unknown"),
        ("party_age_adj", "一年", "number_unreadable"),
        ("mobile", "1380000000", "phone_odd"),
        ("mobile", "同志", "phone_odd"),
    ],
)
def test_what_is_not_understood_stays_blank_with_a_warning(field: str, cell: Cell, code: str) -> None:
    assert read(field, cell) == [code]


def test_yes_and_no_under_a_heading_that_asks() -> None:
    assert read("employment", "是", "否", heading="是否离退休") == ["retired", "code_unknown"]
    assert read("employment", "是", "否", heading="是否在职") == ["in_post", "code_unknown"]
    assert read("floating", "否", heading="是否流动党员") == ["no"]
    assert read("floating", "是", "否", heading="是否流出党员") == ["out", "no"]
    assert read("category", "是", "否", heading="是否转正") == ["full", "probationary"]
    assert read("category", "是", "否", heading="是否正式党员") == ["full", "probationary"]
    assert read("category", "是", "否", heading="是否预备党员") == ["probationary", "full"]
    assert read("category", "是", heading="是否正式或预备党员") == ["code_unknown"]


def test_two_telephones_in_one_cell() -> None:
    (said,) = read_column(Column(0, "电话", "mobile"), ["64140002、13888888888"], textual=False)
    assert said == Found("13888888888", also=("phone", "64140002"))
    (said,) = read_column(Column(0, "座机", "phone"), ["13888888888"], textual=False)
    assert said == Found("13888888888", field="mobile")


@pytest.mark.parametrize("cell", ["19900000000（儿子）", "本人19900000000", "微信同号：１９９０００００００１"])
def test_a_telephone_among_other_words_is_kept_and_asked_about(cell: str) -> None:
    (said,) = read_column(Column(0, "电话", "mobile"), [cell], textual=False)
    assert isinstance(said, Found)
    assert (str(said.value)[:7], str(said.code)) == ("1990000", "phone_odd")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (id_number(), id_number()),
        (f"'{id_number()}", id_number()),
        (f" {id_number()} ", id_number()),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        (f"{id_number()[:6]} 19570701 {id_number()[14:]}", id_number()),
        ("000000570701001", id_number()),
        (440524570701001, "440524195707010011"),
        ("11010519491231002", "id_malformed"),
        ("110105194902310021", "id_malformed"),
        ("530112********1234", "id_malformed"),
        ("不记得", "id_malformed"),
        (date(1957, 7, 1), "id_malformed"),
        ("110105194912310021", "id_checksum"),
        (110105194912310021.0, "id_damaged"),
        (440524188001010014.0, "id_damaged"),
        (1101051949123100.0, "id_damaged"),
        ("1.10105E+17", "id_damaged"),
        ("5.30112e+017", "id_damaged"),
        ("5.3011E17", "id_damaged"),
    ],
)
def test_identity_numbers(cell: Cell, said: str) -> None:
    assert read("id_number", cell) == [said]


def test_fifteen_digits_in_a_numeric_cell(tmp_path: Path) -> None:
    rows: Rows = [["姓名", "身份证号"], ["甲乙", 440524570701001], ["丙丁", 440524188001010014]]
    first, second = read_roster(xlsx(tmp_path / "a.xlsx", rows)).sheets[0].rows
    assert first.values["id_number"] == "440524195707010011"
    assert [(str(refusal.code), refusal.column) for refusal in second.refusals] == [("id_damaged", "身份证号")]


def test_texts_that_are_too_long() -> None:
    (said,) = read_column(Column(0, "备注", "note"), ["长" * 300], textual=False)
    assert said == Found("长" * 200, "text_too_long", "备注超过 200 个字，多出的没有读。")  # type: ignore[arg-type]


def test_names_with_digits_are_odd() -> None:
    (said,) = read_column(Column(0, "姓名", "name"), ["张3"], textual=False)
    assert isinstance(said, Found)
    assert (said.value, str(said.code)) == ("张3", "name_odd")


@pytest.mark.parametrize("cell", ["张三、李四", "张三\n李四", "张三；王小二"])
def test_two_people_in_one_cell_are_odd(cell: str) -> None:
    (said,) = read_column(Column(0, "姓名", "name"), [cell], textual=False)
    assert isinstance(said, Found)
    assert (str(said.code), said.reason) == ("name_odd", "这一格里像是不止一个人的姓名，请核对。")


def test_lengths_are_those_of_the_record() -> None:
    kept = {name: field.length for name, field in FIELDS.items() if name in LENGTHS and field.length}
    assert {name: LENGTHS[name] for name in kept} == kept


def test_values_are_those_of_the_register() -> None:
    values = {field: set(words.WORDS[field].values()) for field in words.WORDS}
    assert values["category"] == set(Category.values)
    assert values["employment"] == set(Employment.values)
    assert values["floating"] == {*Floating.values, NOT_FLOATING}
    assert values["admission_type"] == set(AdmissionType.values)


def test_every_word_means_one_field_of_the_record() -> None:
    fields = {*FIELDS, "branch", SEQUENCE} - {"organisation"}
    assert set(SYNONYMS.values()) == fields
    assert {field for meant in WEAK.values() for field in meant} <= fields
    assert SYNONYMS.keys() & WEAK.keys() == set()
    assert all(SYNONYMS.get(label, WEAK.get(label, (None,))[0]) == field for field, label in LABELS.items())

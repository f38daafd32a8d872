"""``lianxin fill`` on the tests' own database."""

import json
from pathlib import Path

import openpyxl
import pytest
from tests.factories import Tree, make_member, make_person, make_tree
from tests.reports.sheets.blanks import grid, people

from lianxin.cli import Refusal, build_parser
from lianxin.cli.fill import fill_sheet, run
from lianxin.reports.models import Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    tree = make_tree()
    for name, sex in (("张一", "1"), ("李二", "2")):
        make_member(tree.first, person=make_person(tree.community, name, sex=sex))
    return tree


def fill(*words: str) -> int:
    return fill_sheet(build_parser().parse_args(["fill", *words]))


def test_everything_filled_is_zero_and_kept(tree: Tree, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    blank, out = grid(tmp_path / "党员名单.xlsx", [["序号", "姓名", "性别"]]), tmp_path / "填好.xlsx"
    assert fill(str(blank), "--output", str(out), "--as-of", "2026-06-30") == 0
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(2, 3)] == [[1, "李二", "女"], [2, "张一", "男"]]
    kept = Submission.objects.get()
    assert (kept.title, kept.people_count, str(kept.as_of)) == ("党员名单", 2, "2026-06-30")
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err == f"填好了：截至 2026-06-30，2 人，号码已遮挡，写入 {out}，已留底。\n"


def test_what_stays_blank_is_three_and_json_holds_the_answer_alone(
    tree: Tree, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    blank, out = people(tmp_path / "表.xlsx"), tmp_path / "填好.xlsx"
    assert fill(str(blank), "--output", str(out), "--organisation", "第一支部", "--sheet", "党员信息", "--json") == 3
    told = json.loads(capfd.readouterr().out)
    (sheet,) = told["sheets"]
    assert (sheet["name"], sheet["kind"], sheet["header_row"], sheet["rows"]) == ("党员信息", "people", 3, 2)
    assert sheet["columns"]["身份证号"] == "id_number"
    assert sheet["blank"] == [{"heading": "帮扶人", "why": "登记簿里没有这一项"}]
    assert sheet["unknown"] == [
        {"heading": "身份证号", "count": 2},
        {"heading": "出生年月", "count": 2},
        {"heading": "入党时间", "count": 2},
        {"heading": "联系电话", "count": 2},
    ]
    assert (told["organisation"], told["differences"]) == (tree.first.name, [])
    assert told["submission"] == str(Submission.objects.get().pk)


def test_a_difference_is_three(tree: Tree, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    blank = grid(tmp_path / "统计.xlsx", [["年龄", "人数"], ["35岁及以下"], ["36岁及以上"], ["合计", "=SUM(B2:B3)"]])
    assert fill(str(blank), "--output", str(tmp_path / "填好.xlsx"), "--json") == 3
    told = json.loads(capfd.readouterr().out)
    assert told["sheets"][0]["cells"] == 3
    assert "表里的公式合计 0，登记簿里是 2，差 2。" in told["differences"][-1]


def test_nothing_understood_and_no_file_are_two(tree: Tree, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "填好.xlsx")
    assert fill(str(grid(tmp_path / "通知.xlsx", [["会议通知"]])), "--output", out, "--json") == 2
    assert json.loads(capfd.readouterr().out) == {"sheets": []}
    assert fill(str(tmp_path / "没有.xlsx"), "--output", out) == 2
    text = tmp_path / "表.csv"
    text.write_text("姓名,性别\n", "utf-8")
    assert fill(str(text), "--output", out) == 2
    assert capfd.readouterr().err.endswith("另存为 .xlsx 后再来填。\n")
    assert not Path(out).exists()
    assert Submission.objects.count() == 0


def test_whole_numbers_need_a_reason_and_wrong_words_are_sixty_four(tree: Tree, tmp_path: Path) -> None:
    blank = people(tmp_path / "表.xlsx")
    parse = build_parser().parse_args
    for words in (["--reveal", " "], ["--as-of", " "]):
        with pytest.raises(Refusal) as refusal:
            run(parse(["fill", str(blank), "--output", "x.xlsx", *words]))
        assert refusal.value.code == 64
    for words in (["--organisation", "没有这个"], ["--as-of", "昨天"]):
        with pytest.raises(Refusal) as refusal:
            fill(str(blank), "--output", "x.xlsx", *words)
        assert refusal.value.code == 64
    with pytest.raises(Refusal) as refusal:
        run(parse(["fill", str(blank), "--output", str(blank)]))
    assert refusal.value.code == 64
    with pytest.raises(SystemExit) as end:
        parse(["fill", str(blank)])
    assert end.value.code == 64

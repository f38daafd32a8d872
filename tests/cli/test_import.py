"""``lianxin import roster``: what it tells, what it leaves, how it ends."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from tests.factories import Tree, make_tree
from tests.party.rosters.bringing import everything, lines, member_of, staged
from tests.party.rosters.files import HEADINGS, Rows, id_number, member, roster, text_file, xls, xlsx

from lianxin.cli import Refusal, build_parser
from lianxin.cli.import_ import import_roster, run
from lianxin.declare.actors import OPERATOR
from lianxin.orgs.models import Community
from lianxin.party.models import Member, RosterBatch
from lianxin.party.rosters.committing import ask_for_commit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "花名册.xlsx"


def parsed(*words: object) -> argparse.Namespace:
    return build_parser().parse_args(["import", "roster", *map(str, words)])


def bring(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any, str]:
    """Exit status, the object on standard output, standard error."""
    status = import_roster(parsed(*words, "--json"))
    out, err = capfd.readouterr()
    return status, json.loads(out), err


def test_the_json_of_a_preview(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows: Rows = [["党员花名册"], *lines(member(1, 学历="博学"), member(2, 身份证号码="1"), ["合计：2人"])]
    before = everything()
    status, told, _ = bring(capfd, xlsx(file, rows))
    assert status == 3
    assert everything() == before
    (sheet,) = told["sheets"]
    assert list(sheet) == [
        "name",
        "header_row",
        "columns",
        "rows",
        "created",
        "changed",
        "unchanged",
        "refused",
        "warnings",
        "ignored",
    ]
    assert (sheet["name"], sheet["header_row"], sheet["rows"], sheet["created"]) == ("Sheet1", 2, 2, 1)
    assert sheet["columns"] == {
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
    (refused,) = sheet["refused"]
    assert list(refused) == ["row", "column", "code", "reason"]
    assert (refused["row"], refused["column"], refused["code"]) == (4, "身份证号码", "id_malformed")
    assert [(each["row"], each["code"]) for each in sheet["warnings"]] == [(3, "area_unknown"), (3, "code_unknown")]
    assert sheet["ignored"] == [{"row": 5, "why": "合计行"}]


def test_committing_brings_in_what_is_not_refused(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    xlsx(file, lines(member(1), member(2, 身份证号码="1")))
    status, told, err = bring(capfd, file, "--commit")
    assert (status, told["sheets"][0]["created"], len(told["sheets"][0]["refused"])) == (3, 1, 1)
    assert "已入册 1 / 1" in err
    assert member_of("赵乙").organisation == tree.first
    status, told, _ = bring(capfd, file, "--commit")
    assert (status, told["sheets"][0]["unchanged"]) == (3, 1)


def test_a_whole_roster_ends_with_nought(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, told, _ = bring(capfd, xlsx(file, roster()), "--commit")
    assert (status, told["sheets"][0]["rows"], told["sheets"][0]["created"]) == (0, 3, 3)


@pytest.mark.parametrize("kind", ["xls", "csv", "gbk"])
def test_other_kinds(tree: Tree, tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = roster()
    files = {
        "xls": lambda: xls(tmp_path / "花名册.xls", rows),
        "csv": lambda: text_file(tmp_path / "花名册.csv", rows, encoding="utf-8-sig"),
        "gbk": lambda: text_file(tmp_path / "花名册.csv", rows, encoding="gbk"),
    }
    status, told, _ = bring(capfd, files[kind](), "--commit")
    assert (status, told["sheets"][0]["created"]) == (0, 3)
    assert told["sheets"][0]["name"] == ("Sheet1" if kind == "xls" else "花名册")


def test_one_sheet_of_several(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    xlsx(file, {"一支部": lines(member(1)), "说明": [["填表说明"]], "二支部": lines(member(2))})
    _, told, _ = bring(capfd, file)
    assert [(each["name"], each["header_row"], each["created"]) for each in told["sheets"]] == [
        ("一支部", 1, 1),
        ("说明", None, 0),
        ("二支部", 1, 1),
    ]
    _, told, _ = bring(capfd, file, "--sheet", "二支部")
    assert [each["name"] for each in told["sheets"]] == ["二支部"]


def test_without_a_heading(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, told, err = bring(capfd, xlsx(file, [["单位", "人数"], ["复兴社区", 78]]), "--commit")
    assert (status, err.count("\n")) == (2, 1)
    assert [(each["header_row"], each["columns"], each["rows"]) for each in told["sheets"]] == [(None, {}, 0)]
    assert "没有找到表头" in err


def test_a_file_that_cannot_be_read(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"%PDF-1.7 not a table")
    assert bring(capfd, file)[:2] == (2, {"sheets": []})
    assert bring(capfd, file.with_name("没有.xlsx"))[:2] == (2, {"sheets": []})


def test_columns_that_are_not_understood_are_named(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    xlsx(file, [["姓名", "入党日期", "心得\n体会", "年龄"], ["张三", "1986.7", "好", 60]])
    assert "这些列不认得，没有读：心得体会。" in bring(capfd, file)[2]


def test_another_community_by_its_name(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    xlsx(file, roster(1))
    for name in ("永宁社区", tree.foreign_general_branch.name, tree.foreign_general_branch.short_name):
        assert bring(capfd, file, "--organisation", name)[0] == 0
    bring(capfd, file, "--organisation", "永宁社区", "--commit")
    assert member_of("赵乙").community_id == tree.foreign.pk
    with pytest.raises(Refusal, match="没有找到") as refusal:
        import_roster(parsed(file, "--organisation", "永安社区"))
    assert refusal.value.code == 64


def test_the_error_sheet_does_not_take_the_place_of_the_roster(file: Path) -> None:
    content = xlsx(file, lines(member(1, 身份证号码="1"))).read_bytes()
    with pytest.raises(Refusal, match="--errors 不能写到") as refusal:
        run(parsed(file, "--errors", file))
    assert (refusal.value.code, file.read_bytes()) == (64, content)


def test_nothing_is_committed_when_the_error_sheet_cannot_be_written(tree: Tree, file: Path) -> None:
    xlsx(file, lines(member(1), member(2, 身份证号码="1")))
    with pytest.raises(Refusal, match="写不了"):
        import_roster(parsed(file, "--commit", "--errors", file.parent / "没有" / "错.xlsx"))
    assert not Member.objects.exists()


def test_without_any_community(file: Path) -> None:
    assert not Community.objects.exists()
    with pytest.raises(Refusal, match="还没有建立社区") as refusal:
        import_roster(parsed(xlsx(file, roster(1))))
    assert refusal.value.code == 2


@pytest.mark.parametrize("words", [["--unknown"], [], ["x.xlsx", "--sheet"], ["x.xlsx", "y.xlsx"]])
def test_wrong_usage(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parsed(*words)
    assert end.value.code == 64
    assert capfd.readouterr().out == ""


def test_the_error_sheet(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    errors = file.with_name("要改的.xlsx")
    bring(capfd, xlsx(file, lines(member(1), member(2, 身份证号码="1"))), "--errors", errors)
    status, told, _ = bring(capfd, errors)
    assert (status, [len(each["refused"]) for each in told["sheets"]]) == (3, [1, 0])


def test_people_are_told_in_words(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    xlsx(file, lines(member(1, 所在党支部="第九支部"), member(2, 身份证号码="1")))
    assert import_roster(parsed(file)) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "工作表“Sheet1”（表头在第 1 行）：新增 1，有变化 0，无变化 0，不能入册 1，提醒 2 处，略过 0 行。",
        "  第 3 行 身份证号码：身份证号应为 18 位，这里是 1 位。",
        "入册时会新建党支部：第九支部",
        "这是预览，什么也没有存；确认后加 --commit 入册。",
    ]


def test_an_interrupted_roster_is_brought_to_its_end_first(
    tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    batch = staged(xlsx(file, roster(2)), tree.community)
    ask_for_commit(batch=batch, actor=OPERATOR)
    status, told, err = bring(capfd, xlsx(file, roster(3)), "--commit")
    assert (status, told["sheets"][0]["created"], told["sheets"][0]["unchanged"]) == (0, 1, 2)
    assert "已接着办：入册完成：新增 2 人" in err
    assert set(RosterBatch.objects.values_list("state", flat=True)) == {"committed"}
    assert Member.objects.count() == 3


def test_identity_numbers_are_not_told(tree: Tree, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = lines(member(1), member(2, 身份证号码=id_number()), [*[None] * len(HEADINGS)])
    import_roster(parsed(xlsx(file, rows), "--json"))
    out, err = capfd.readouterr()
    assert id_number() not in out + err

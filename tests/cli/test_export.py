import os
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from tests.factories import Tree, make_tree
from tests.reports.conftest import toys
from tests.reports.toys import listed

from lianxin.audit.models import AuditEntry
from lianxin.cli import Refusal, build_parser
from lianxin.cli.export import run, write_ledger
from lianxin.kernel import clock

__all__ = ["toys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toys")]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.TZ)


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def export(*words: str) -> int:
    """The command, on the tests' own database."""
    return write_ledger(build_parser().parse_args(["export", *words]))


def test_csv_to_standard_output_is_the_home_communitys(tree: Tree, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert export("toy_tree", "--format", "csv", "--as-of", "2026-06-30") == 0
    out, err = capfdbinary.readouterr()
    lines = out.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "名称,号码,成立日期,排序"
    assert [line.split(",")[0] for line in lines[1:-1]] == [
        each.name for each in (tree.general_branch, tree.first, tree.group, tree.second)
    ]
    assert err.decode() == "玩具一览：截至 2026-06-30，共 4 行，号码已遮挡。\n"


def test_the_same_day_gives_the_same_bytes(tree: Tree, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export("玩具一览", "--format", "csv", "--as-of", "2026-06-30", "--output", str(tmp_path / name))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_without_a_day_it_is_today(tree: Tree, capfd: pytest.CaptureFixture[str]) -> None:
    with clock.frozen(NOON):
        export("toy_tree", "--format", "csv")
    assert "截至 2026-11-20" in capfd.readouterr().err


def test_xlsx_into_a_file(tree: Tree, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "名册.xlsx"
    target.write_text("old")
    assert export("toy_tree", "--format", "xlsx", "--output", str(target)) == 0
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert sheet["A4"].value == tree.general_branch.name
    out, err = capfd.readouterr()
    assert out == ""
    assert err.endswith(f"写入 {target}。\n")
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_is_the_operators_and_noted(tree: Tree, tmp_path: Path) -> None:
    export("toy_tree", "--format", "csv", "--output", str(tmp_path / "x"), "--reveal", "街道核对")
    assert f"号{tree.first.path}" in (tmp_path / "x").read_text("utf-8-sig")
    entry = AuditEntry.objects.get(action="reports.export_ledger")
    assert (entry.actor_kind, entry.reason, entry.changes["sensitive"]) == ("operator", "街道核对", [None, "完整"])
    assert (entry.chain_id, entry.changes["rows"]) == (tree.community.pk, [None, 4])


@pytest.mark.parametrize("kind", ["name", "short_name"])
def test_an_organisation_narrows_it(tree: Tree, kind: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    export("toy_tree", "--format", "csv", "--organisation", getattr(tree.first, kind))
    lines = capfdbinary.readouterr().out.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [tree.first.name, tree.group.name]


def test_without_a_home_community_it_is_everything(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    export("toy_tree", "--format", "csv")
    assert capfdbinary.readouterr().out.decode("utf-8-sig") == "名称,号码,成立日期,排序\r\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nothing", "--format", "csv"), "没有叫“nothing”的台账。现有台账：toy_tree（玩具一览）。"),
        (("toy_tree", "--format", "csv", "--as-of", "去年"), "截止日期看不懂"),
        (("toy_tree", "--format", "csv", "--organisation", "别处"), "没有找到叫“别处”的党组织"),
    ],
)
def test_what_cannot_be_understood_is_wrong_usage(tree: Tree, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        export(*words)
    assert refusal.value.code == 64
    assert sentence in refusal.value.text


@pytest.mark.parametrize(
    ("option", "blank", "told"),
    [
        ("--reveal", " ", "--reveal 后面请写明"),
        ("--as-of", " ", "--as-of 后面请写日期"),
        ("--output", "", "--output 后面请写文件名"),
    ],
)
def test_an_option_left_empty_is_wrong_usage(option: str, blank: str, told: str) -> None:
    with pytest.raises(Refusal, match=told) as refusal:
        run(build_parser().parse_args(["export", "toy_tree", "--format", "csv", option, blank]))
    assert refusal.value.code == 64


@pytest.mark.parametrize("words", [["toy_tree"], ["toy_tree", "--format", "odt"], ["--format", "csv"]])
def test_missing_words_are_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        build_parser().parse_args(["export", *words])
    assert end.value.code == 64


def test_a_folder_that_is_not_there_is_said(tree: Tree, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="写不了文件") as refusal:
        export("toy_tree", "--format", "csv", "--output", str(tmp_path / "none" / "x.csv"))
    assert refusal.value.code == 1
    assert refusal.value.text.endswith("/none/x.csv：没有这个文件或文件夹。")


def test_a_device_is_written_and_not_replaced(tree: Tree) -> None:
    assert export("toy_tree", "--format", "csv", "--output", os.devnull) == 0
    assert Path(os.devnull).is_char_device()


def test_the_standard_output_under_its_name_is_written_and_not_replaced(tree: Tree, tmp_path: Path) -> None:
    device = tmp_path / "stdout"
    device.symlink_to(tmp_path / "target")
    assert export("toy_tree", "--format", "csv", "--output", str(device)) == 0
    assert device.is_symlink()
    assert (tmp_path / "target").read_bytes()[:3] == b"\xef\xbb\xbf"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such device")
def test_a_full_disk_leaves_nothing_and_is_said(tree: Tree) -> None:
    with pytest.raises(Refusal) as refusal:
        export("toy_tree", "--format", "csv", "--output", "/dev/full")
    assert (refusal.value.text, refusal.value.code) == ("写不了文件 /dev/full：磁盘满了。", 1)


def test_a_name_too_long_is_said_and_leaves_nothing(tree: Tree, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"：名字太长。$"):
        export("toy_tree", "--format", "csv", "--output", str(tmp_path / ("名" * 90)))
    assert list(tmp_path.iterdir()) == []


def test_masking_is_only_spoken_of_where_there_is_something_to_mask(capfd: pytest.CaptureFixture[str]) -> None:
    from lianxin.declare.ledgers import register_ledgers

    register_ledgers(listed([["甲"]]))
    export("toy_list", "--format", "csv", "--as-of", "2026-06-30")
    assert capfd.readouterr().err == "玩具清单：截至 2026-06-30，共 1 行。\n"


@pytest.mark.parametrize(("code", "begins"), [("pdf", b"%PDF-1.4"), ("docx", b"PK")])
def test_paper_is_written_to_a_file_and_noted(tree: Tree, tmp_path: Path, code: str, begins: bytes) -> None:
    target = tmp_path / f"one.{code}"
    assert export("toy_tree", "--format", code, "--output", str(target)) == 0
    assert target.read_bytes().startswith(begins)
    entry = AuditEntry.objects.get(action="reports.export_ledger")
    assert (entry.changes["format"], entry.changes["rows"], entry.changes["sensitive"]) == (
        [None, code],
        [None, 4],
        [None, "遮挡"],
    )

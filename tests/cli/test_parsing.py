import pytest

from lianxin.cli import build_parser, main
from lianxin.cli.parsing import in_chinese


@pytest.mark.parametrize("words", [["--data", "/d", "verify"], ["verify", "--data", "/d"]])
def test_data_stands_before_or_after_the_command(words: list[str]) -> None:
    assert build_parser().parse_args(words).data == "/d"


def test_without_data_there_is_none() -> None:
    assert build_parser().parse_args(["verify"]).data is None


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["up", "--prot", "1"],
        ["up", "--port", "x"],
        ["up", "--port", "0"],
        ["--data", "", "ledgers"],
        ["ledgers", "--data", " "],
        ["bench", "--members", "99"],
    ],
)
def test_wrong_usage_ends_with_64(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 64
    assert capsys.readouterr().out == ""


def test_no_command_shows_the_help_and_ends_with_64(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 64
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("用法：lianxin ")


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("the following arguments are required: LEDGER", "缺少：LEDGER"),
        ("unrecognized arguments: --x", "不认识：--x"),
        (
            "argument --format: invalid choice: 'pdf' (choose from 'csv', 'xlsx')",
            "--format 不能是 'pdf'，可以是：'csv', 'xlsx'",
        ),
        ("argument --port: invalid port_number value: 'x'", "--port 的值不对：'x'"),
        ("argument --port: expected one argument", "--port 后面缺少内容"),
        ("argument 命令: invalid choice: 'frob' (choose from 'up', 'web')", "没有“frob”这个命令，用 --help 看有哪些"),
        ("something new", "something new"),
    ],
)
def test_what_argparse_says_is_said_in_chinese(said: str, chinese: str) -> None:
    assert in_chinese(said) == chinese

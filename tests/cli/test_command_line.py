import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-P", "-m", "lianxin"]


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own, in the poorest locale."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", **variables}
    return subprocess.run([*PROGRAM, *words], env=environment, capture_output=True, check=False)


def test_help_is_chinese_in_any_locale() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").startswith("用法：lianxin ")


def test_help_loads_no_framework() -> None:
    code = "import sys; from lianxin.cli import build_parser; build_parser(); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_version_is_the_packages() -> None:
    from lianxin import __version__

    assert run("--version").stdout.decode() == f"连心桥 lianxin {__version__}\n"


def test_a_folder_without_data_is_refused_with_what_to_do(tmp_path: Path) -> None:
    done = run("serve", "--data", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert "请先运行 lianxin up" in done.stderr.decode("utf-8")
    assert not (tmp_path / "none").exists()


def test_a_wrong_setting_is_one_chinese_sentence(tmp_path: Path) -> None:
    done = run("serve", "--data", str(tmp_path), LIANXIN_BEHIND_HTTPS="maybe")
    assert done.returncode == 1
    assert done.stderr.decode("utf-8") == "设置 LIANXIN_BEHIND_HTTPS 只能是 1（是）或 0（否），现在写的是“maybe”。\n"


def test_json_is_alone_on_standard_output_and_utf8(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from lianxin.cli.output import emit_json, reserve_standard_output, say, use_utf8\n"
        "use_utf8()\n"
        "reserve_standard_output(for_json=True)\n"
        "print('杂音')\n"
        "say('说明')\n"
        "emit_json({'姓名': '张三'})\n",
        "utf-8",
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout.decode("utf-8")) == {"姓名": "张三"}
    assert done.stderr.decode("utf-8") == "杂音\n说明\n"


@pytest.mark.sqlite_only
def test_chinese_words_are_understood_in_any_locale(tmp_path: Path) -> None:
    assert run("demo", "--data", str(tmp_path)).returncode == 0
    done = run("export", "党员花名册", "--format", "csv", "--organisation", "第一支部", "--data", str(tmp_path))
    assert (done.returncode, done.stdout[:3]) == (0, b"\xef\xbb\xbf")


@pytest.mark.sqlite_only
def test_a_database_that_cannot_be_read_is_one_chinese_sentence(tmp_path: Path) -> None:
    assert run("demo", "--remove", "--data", str(tmp_path)).returncode == 0
    (tmp_path / "lianxin.sqlite3").write_bytes(b"junk" * 1000)
    done = run("verify", "--data", str(tmp_path))
    assert done.returncode == 1
    told = done.stderr.decode("utf-8")
    assert told.startswith("数据库读写不了：数据库文件坏了，或者不是数据库（")
    assert "lianxin doctor" in told
    assert "Traceback" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such device")
@pytest.mark.parametrize("words", [("ledgers",), ("ledgers", "--json")])
def test_a_standard_output_that_takes_nothing_is_one_chinese_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, *words, "--data", str(tmp_path)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr.decode("utf-8")) == (1, "标准输出写不进去：磁盘满了。\n")


@pytest.mark.skipif(sys.platform == "win32", reason="numbers of open files are not handed on there")
@pytest.mark.parametrize("number", [1, 2])
def test_a_missing_stream_is_not_taken_by_another_file(number: int, tmp_path: Path) -> None:
    code = (
        f"import os, sys\nos.close({number})\nsys.stderr = None if {number} == 2 else sys.stderr\n"
        "from lianxin.cli.output import fill_missing_streams, say\n"
        "fill_missing_streams()\n"
        "say('说明')\n"
        f"assert os.readlink('/proc/self/fd/{number}') == os.devnull\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")

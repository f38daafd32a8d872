from pathlib import Path

import pytest

from lianxin.cli.output import Refusal
from lianxin.cli.testing import steps

ROOT = Path(__file__).resolve().parents[2]


def test_everything_does_not_start_without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refusal) as caught:
        steps.run_everything(ROOT, [])
    assert "缺少 Chromium 浏览器" in caught.value.text
    assert "缺少 git" in caught.value.text


def test_a_missing_tool_is_named() -> None:
    with pytest.raises(Refusal, match="缺少工具 no-such-tool"):
        steps.tool("no-such-tool")


def test_one_failing_step_fails_the_whole_and_the_rest_is_still_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [steps.Step("坏的", ["false"]), steps.Step("好的", ["true"])]
    assert steps._run(tmp_path, chosen) == 1
    said = capsys.readouterr().err
    assert "失败  坏的" in said
    assert "通过  好的" in said
    assert "有 1 项没有通过：坏的" in said


def test_a_step_sees_none_of_this_shells_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANXIN_DATA", "/srv/real")
    monkeypatch.setenv("LIANXIN_DATABASE", "sqlite:////srv/real.sqlite3")
    look = ["sh", "-c", 'test "$LIANXIN_DATA" != /srv/real && test -z "$LIANXIN_DATABASE"']
    assert steps._run(tmp_path, [steps.Step("看", look)]) == 0

from pathlib import Path

import pytest

from lianxin.config import env
from lianxin.config.env import SettingError


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("是", True), ("On", True), ("0", False), ("", False), ("否", False)]
)
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, written: str, meant: bool) -> None:
    monkeypatch.setenv("LIANXIN_BEHIND_HTTPS", written)
    assert env.flag("LIANXIN_BEHIND_HTTPS") is meant


def test_a_flag_that_is_neither_is_refused_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXIN_BEHIND_HTTPS", "maybe")
    with pytest.raises(SettingError) as caught:
        env.flag("LIANXIN_BEHIND_HTTPS")
    assert str(caught.value) == "设置 LIANXIN_BEHIND_HTTPS 只能是 1（是）或 0（否），现在写的是“maybe”。"


@pytest.mark.parametrize("written", ["0", "65", "-1", "四", "４", "1.5", "1e1"])
def test_a_number_out_of_bounds_or_no_number_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("LIANXIN_WEB_THREADS", written)
    with pytest.raises(SettingError, match="1 到 64 之间的整数"):
        env.whole_number("LIANXIN_WEB_THREADS", least=1, most=64)


def test_a_number_defaults_to_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIANXIN_SESSION_HOURS", raising=False)
    assert env.whole_number("LIANXIN_SESSION_HOURS", least=1, most=720) == 12


def test_a_choice_is_one_of_those_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXIN_CIPHER", "des")
    with pytest.raises(SettingError, match="standard、sm"):
        env.choice("LIANXIN_CIPHER", ("standard", "sm"))


def test_names_are_parted_by_commas_of_both_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXIN_ALLOWED_HOSTS", "a.test， b.test,,")
    assert env.names("LIANXIN_ALLOWED_HOSTS") == ["a.test", "b.test"]


def test_an_unknown_name_is_refused_with_the_nearest_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXIN_ALOWED_HOSTS", "a.test")
    with pytest.raises(SettingError) as caught:
        env.refuse_unknown()
    assert str(caught.value) == "没有名为 LIANXIN_ALOWED_HOSTS 的设置。是不是想写 LIANXIN_ALLOWED_HOSTS？"


def test_reading_an_undeclared_variable_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        env.text("LIANXIN_NEVER_DECLARED")


def test_the_data_folder_is_the_one_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANXIN_DATA", str(tmp_path))
    assert env.data_folder() == tmp_path


def test_the_data_folder_of_a_checkout_lies_beside_the_launcher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIANXIN_DATA", raising=False)
    assert env.data_folder() == Path(__file__).resolve().parents[2] / "data"

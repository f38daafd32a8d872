import stat
from pathlib import Path

import pytest

from lianxin.config.env import SettingError
from lianxin.config.keyring import create_keys, open_keyring
from lianxin.config.keys import keys_folder, secret_key
from lianxin.kernel import crypto


@pytest.fixture
def _same_keyring_afterwards() -> object:
    before = crypto.keyring()
    yield
    crypto.set_keyring(before)


def test_both_keys_are_made_once_for_this_user_only(tmp_path: Path) -> None:
    assert create_keys(tmp_path, holds_data=False) is True
    files = {path.name: path.read_bytes() for path in keys_folder(tmp_path).iterdir()}
    assert sorted(files) == ["django.key", "master.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys_folder(tmp_path).iterdir()} == {0o600}
    assert stat.S_IMODE(keys_folder(tmp_path).stat().st_mode) == 0o700
    assert create_keys(tmp_path, holds_data=True) is False
    assert {path.name: path.read_bytes() for path in keys_folder(tmp_path).iterdir()} == files


def test_no_new_master_key_beside_data(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="没有另造新密钥"):
        create_keys(tmp_path, holds_data=True)
    assert not (keys_folder(tmp_path) / "master.key").exists()


def test_the_signing_key_is_the_same_at_each_start(tmp_path: Path) -> None:
    create_keys(tmp_path, holds_data=False)
    assert secret_key(tmp_path) == secret_key(tmp_path)
    assert len(secret_key(tmp_path)) >= 64


def test_without_a_file_the_signing_key_is_a_passing_one(tmp_path: Path) -> None:
    assert secret_key(tmp_path) != secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_is_a_file_has_no_signing_key_either(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert len(secret_key(tmp_path / "data")) >= 64


@pytest.mark.usefixtures("_same_keyring_afterwards")
def test_the_keyring_opens_what_it_sealed(tmp_path: Path) -> None:
    create_keys(tmp_path, holds_data=False)
    open_keyring(tmp_path)
    sealed = crypto.keyring().seal("张三", "test")
    open_keyring(tmp_path)
    assert crypto.keyring().open(sealed, "test") == "张三"


def test_the_cipher_is_chosen_when_the_key_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANXIN_CIPHER", "sm")
    create_keys(tmp_path, holds_data=False)
    sealed = crypto.Keyring.load(keys_folder(tmp_path) / "master.key").seal("张三", "test")
    assert sealed[0] == crypto.Suite.SM


def test_a_damaged_key_is_one_chinese_sentence(tmp_path: Path) -> None:
    create_keys(tmp_path, holds_data=False)
    (keys_folder(tmp_path) / "master.key").write_text("damaged")
    with pytest.raises(SettingError, match="密钥"):
        open_keyring(tmp_path)


def test_opening_without_a_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="请先运行 lianxin up"):
        open_keyring(tmp_path)

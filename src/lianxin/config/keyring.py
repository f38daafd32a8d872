"""The installation's keyring: made once, loaded into each process that reads or writes sealed columns."""

from pathlib import Path

from lianxin.config import env
from lianxin.config.env import SettingError
from lianxin.config.keys import create_signing_key, master_key
from lianxin.kernel.crypto import CryptoError, Keyring, Suite, set_keyring

SUITES = {"standard": Suite.STANDARD, "sm": Suite.SM}


def create_keys(data: Path, *, holds_data: bool) -> bool:
    """Make what is missing of the two keys; true when the master key was made now.

    Raises ``SettingError`` when the master key is missing although the database already holds data.
    """
    create_signing_key(data)
    master = master_key(data)
    if master.exists():
        return False
    if holds_data:
        refuse_lost_key(data)
    try:
        Keyring.create(master, SUITES[env.choice("LIANXIN_CIPHER", tuple(SUITES))])
    except CryptoError as error:
        raise SettingError(str(error)) from error
    return True


def refuse_lost_key(data: Path) -> None:
    """For an installation that holds data: raises ``SettingError`` when the master key is missing."""
    master = master_key(data)
    if not master.exists():
        message = (
            f"数据库里已有数据，却找不到密钥文件 {master}。"
            "没有它，身份证号和电话无法读出，所以没有另造新密钥。请把备份的密钥文件放回原处后再启动。"
        )
        raise SettingError(message)


def open_keyring(data: Path) -> None:
    """Load the master key for the whole process and test it once.

    Raises ``SettingError`` when the installation has no key yet, or one that cannot be used.
    """
    master = master_key(data)
    if not master.exists():
        message = f"找不到密钥文件 {master}。请先运行 lianxin up，它会准备好数据文件夹和密钥。"
        raise SettingError(message)
    try:
        keyring = Keyring.load(master)
        keyring.self_test()
    except CryptoError as error:
        raise SettingError(str(error)) from error
    set_keyring(keyring)

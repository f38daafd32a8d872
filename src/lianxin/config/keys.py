"""The two secrets of an installation, kept in ``data/keys/`` and never in the database.

``django.key`` signs sessions and forms; losing it signs everybody out. ``master.key`` opens the encrypted columns;
losing it loses identity numbers and telephones, so it is never made anew beside a database that holds data.
"""

import os
import secrets
from pathlib import Path

from lianxin.config.env import SettingError
from lianxin.kernel.faults import reason_of

DJANGO_KEY = "django.key"
MASTER_KEY = "master.key"
SHORTEST_KEY = 32
"""Characters; ours have 86. A shorter one was cut off or is not ours."""


def keys_folder(data: Path) -> Path:
    """Where the key files of this data folder lie."""
    return data / "keys"


def secret_key(data: Path) -> str:
    """The signing key; a passing one (good for this process only) while the installation has none yet."""
    path = keys_folder(data) / DJANGO_KEY
    try:
        key = path.read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return secrets.token_urlsafe(64)
    except PermissionError as error:
        raise SettingError(f"密钥文件 {path} 读不了：没有权限。请用建立它的那个用户来运行。") from error
    except OSError as error:
        raise SettingError(f"密钥文件 {path} 读不了：{reason_of(error)}。") from error
    except UnicodeDecodeError:
        key = ""
    if len(key) < SHORTEST_KEY:
        raise SettingError(
            f"密钥文件 {path} 坏了。请删掉它，再运行 lianxin up 另造一个：只是大家要重新登录，资料不受影响。"
        )
    return key


def master_key(data: Path) -> Path:
    """The file of the key that opens the encrypted columns."""
    return keys_folder(data) / MASTER_KEY


def signing_key(data: Path) -> Path:
    """The file of the key that signs sessions and forms."""
    return keys_folder(data) / DJANGO_KEY


def create_signing_key(data: Path) -> None:
    """Write ``django.key`` (0600) when it is missing, or blank: what a power cut or a full disk leaves of a new file."""
    folder = keys_folder(data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / DJANGO_KEY
    if path.exists() and path.stat().st_size:
        return
    part = folder / f".{DJANGO_KEY}.{os.getpid()}"
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

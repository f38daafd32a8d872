"""``LIANXIN_DATABASE`` to Django's database settings, for the two engines we serve."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from lianxin.config.env import SettingError

SQLITE_FILE = "lianxin.sqlite3"
# Written on every new connection. FULL: losing an acknowledged write at a power cut is not for us. Checkpoint: an import
# rewrites the same pages of its indexes again and again; copied back every 64 MB instead of every 4, they are written once.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-64000;"
    "PRAGMA mmap_size=268435456;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA wal_autocheckpoint=16000;"
    "PRAGMA journal_size_limit=67108864;"
)
SQLITE_WAIT_SECONDS = 20


def database_settings(address: str, data: Path, *, pool_size: int) -> dict[str, Any]:
    """The ``DATABASES["default"]`` entry for ``address`` (empty: SQLite in the data folder).

    Raises ``SettingError`` with a Chinese sentence for an address that is neither SQLite nor PostgreSQL.
    """
    if not address:
        return _sqlite(str(data / SQLITE_FILE))
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        message = "设置 LIANXIN_DATABASE 的端口不是数字。"
        raise SettingError(message) from error
    if parts.scheme == "sqlite":
        return _sqlite(_sqlite_path(parts))
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(parts, port, pool_size)
    message = "设置 LIANXIN_DATABASE 应以 sqlite 或 postgresql 开头，例如 postgresql://用户:密码@主机:5432/库名。"
    raise SettingError(message)


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # a thread keeps its connection, and with it the cache of pages it has read
        "OPTIONS": {
            "timeout": SQLITE_WAIT_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _sqlite_path(parts: SplitResult) -> str:
    path = unquote(parts.path)
    if parts.netloc or not path.strip("/"):
        message = "设置 LIANXIN_DATABASE 的 SQLite 地址要写三条斜线再写绝对路径，例如 sqlite:////srv/lianxin.sqlite3。"
        raise SettingError(message)
    # sqlite:////srv/x → /srv/x ; sqlite:///C:/x → C:/x
    return path[1:] if path.startswith("//") or path[2:3] == ":" else path


def _postgresql(parts: SplitResult, port: int | None, pool_size: int) -> dict[str, Any]:
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        message = "设置 LIANXIN_DATABASE 缺少库名，例如 postgresql://用户:密码@主机:5432/库名。"
        raise SettingError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps connections, Django must not
        "OPTIONS": {**dict(parse_qsl(parts.query)), "pool": {"min_size": 1, "max_size": pool_size, "timeout": 20}},
    }

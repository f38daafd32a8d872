"""Environment variables, read once, typed, and refused in plain Chinese when they make no sense.

Every variable the product reads is declared in ``DECLARED``; ``docs/settings.md`` repeats that table and a test
compares the two. Reading an undeclared name is a programming error (``KeyError``).
"""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "LIANXIN_"
TRUE_WORDS = frozenset({"1", "true", "yes", "on", "是", "开"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off", "否", "关"})


class SettingError(ImproperlyConfigured):
    """A variable holds something we cannot use; the message is a Chinese sentence for the person who set it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name, its default as text (what the page shows) and what it is for."""

    name: str
    default: str
    help: str


DECLARED: tuple[Setting, ...] = (
    Setting(
        "LIANXIN_DATA",
        "",
        "数据文件夹。留空时：从源码目录运行用其中的 data，安装后运行用当前用户主目录下的 .lianxin",
    ),
    Setting("LIANXIN_DATABASE", "", "数据库地址。留空时用数据文件夹里的 SQLite；也可写 postgresql 地址"),
    Setting("LIANXIN_ALLOWED_HOSTS", "", "除本机之外，允许用来打开网页的主机名或地址，用逗号分开"),
    Setting("LIANXIN_BEHIND_HTTPS", "0", "前面有加密代理（HTTPS）时写 1：只收加密请求，登录凭据只走加密连接"),
    Setting("LIANXIN_TRUSTED_PROXIES", "0", "前面有几层可信的代理；用来认出来访者的真实地址"),
    Setting(
        "LIANXIN_CIPHER",
        "standard",
        "第一次生成密钥时选用的算法：standard（AES-256-GCM、SHA-256）或 sm（国密 SM4、SM3）；以后再改不起作用",
    ),
    Setting("LIANXIN_SESSION_HOURS", "12", "登录以后多少小时需要重新登录"),
    Setting(
        "LIANXIN_SECOND_FACTOR_ROLES",
        "",
        "哪些角色必须用两步登录，写角色代号，用逗号分开，例如 system_admin,security_admin,auditor；留空都不强制",
    ),
    Setting("LIANXIN_UPLOAD_MEGABYTES", "20", "一次上传的文件最大多少兆"),
    Setting("LIANXIN_WEB_PROCESSES", "1", "网页服务用几个进程"),
    Setting("LIANXIN_WEB_THREADS", "4", "网页服务每个进程用几个线程"),
    Setting("LIANXIN_DATABASE_POOL", "8", "PostgreSQL 连接池每个进程最多几条连接"),
    Setting("LIANXIN_LOG_LEVEL", "INFO", "日志详细程度：DEBUG、INFO、WARNING 或 ERROR"),
    Setting("LIANXIN_DEBUG", "0", "开发时写 1：出错时显示详细页面。正式使用必须为 0"),
)
_BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in DECLARED}


def text(name: str) -> str:
    """The variable's value without blanks around it; its default when unset or blank."""
    declared = _BY_NAME[name]
    return os.environ.get(name, "").strip() or declared.default


def flag(name: str) -> bool:
    """A yes or no."""
    value = text(name).lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    message = f"设置 {name} 只能是 1（是）或 0（否），现在写的是“{value}”。"
    raise SettingError(message)


def whole_number(name: str, *, least: int, most: int) -> int:
    """A whole number between ``least`` and ``most``, both included."""
    value = text(name)
    number = int(value) if value.isascii() and value.isdigit() else None
    if number is None or not least <= number <= most:
        message = f"设置 {name} 应是 {least} 到 {most} 之间的整数，现在写的是“{value}”。"
        raise SettingError(message)
    return number


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of ``allowed``, exactly as written there."""
    value = text(name)
    if value not in allowed:
        message = f"设置 {name} 只能是 {'、'.join(allowed)} 之一，现在写的是“{value}”。"
        raise SettingError(message)
    return value


def names(name: str) -> list[str]:
    """A list separated by commas (Chinese ones too), blanks ignored."""
    parts = text(name).replace("，", ",").split(",")  # people type the comma their keyboard gives
    return [part.strip() for part in parts if part.strip()]


def choices(name: str, allowed: tuple[str, ...]) -> list[str]:
    """A list as :func:`names`, each of it one of ``allowed``."""
    chosen = names(name)
    for each in chosen:
        if each not in allowed:
            message = f"设置 {name} 里的“{each}”不认得，只能写：{'、'.join(allowed)}。"
            raise SettingError(message)
    return chosen


def data_folder() -> Path:
    """Where everything of this installation is kept: ``LIANXIN_DATA``, else beside the checkout, else in the home folder."""
    chosen = text("LIANXIN_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "lianxin").is_file() and (checkout / "pyproject.toml").is_file():
        return checkout / "data"
    return Path.home() / ".lianxin"


def refuse_unknown() -> None:
    """Stop at a variable that starts like ours and is none of ours: most likely a slip of the pen.

    Raises ``SettingError`` naming it and the nearest declared name.
    """
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in _BY_NAME:
            near = difflib.get_close_matches(name, _BY_NAME, n=1)
            hint = f"是不是想写 {near[0]}？" if near else "可用的设置见 docs/settings.md。"
            message = f"没有名为 {name} 的设置。{hint}"
            raise SettingError(message)

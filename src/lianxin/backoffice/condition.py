"""What is wrong with this installation, and how to mend it."""

import locale
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from lianxin import __version__
from lianxin.access.queries import anybody_holding
from lianxin.audit.guards import missing_guards
from lianxin.audit.models import AuditEntry
from lianxin.audit.work import content_of
from lianxin.backups.keeping import backups_folder, on_one_disk
from lianxin.backups.queries import standing
from lianxin.declare.roles import Role
from lianxin.jobs.queries import worker_seen
from lianxin.kernel import clock
from lianxin.kernel.crypto import CryptoError, Keyring, keyring
from lianxin.kernel.faults import database_reason_of
from lianxin.residents.models import Person
from lianxin.ui.parts import Fact

State = Literal["ok", "warn", "bad"]
OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRESQL = 150_000
LITTLE_SPACE, NO_SPACE = 2 * 1024**3, 200 * 1024**2
WORKER_SILENT = timedelta(minutes=3)
CLOCK_SLACK = timedelta(minutes=5)
FIRST_YEAR = 2026
"""No installation is older than the product; an earlier clock is a dead battery."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``bad`` needs mending, ``warn`` should be known; ``mend`` says how."""

    code: str
    label: str
    state: State
    text: str
    mend: str = ""


Examination = Callable[[], Iterator[Finding]]


def examine(*, thorough: bool = False) -> list[Finding]:
    """Everything doctor looks at, in the order in which one thing rests on the other.

    ``thorough`` also reads the whole database file, which takes seconds when it is large: not for a page.
    """
    findings: list[Finding] = []
    for label, look in (*EXAMINATIONS, *THOROUGH) if thorough else EXAMINATIONS:
        if look in NEED_DATABASE and any(found.code == "database" and found.state == "bad" for found in findings):
            continue
        try:
            findings += look()
        except Exception as error:  # noqa: BLE001 (a doctor who falls ill at the bedside helps nobody)
            reason = database_reason_of(error)
            mend = "先解决上面的问题，再检查一次。"
            findings.append(Finding("examination", label, "bad", f"没能检查：{reason}。", mend))
    return findings


def facts() -> list[Fact]:
    """What this installation is, in a few lines."""
    folder = Path(settings.DATA_DIR)
    return [
        Fact("版本", __version__),
        Fact("Python", sys.version.split()[0]),
        Fact("数据文件夹", str(folder), note=f"共 {_readable(_size(folder))}"),
        Fact("数据库", _engine()),
        Fact("磁盘还剩", _readable(shutil.disk_usage(folder).free)),
    ]


def _python() -> Iterator[Finding]:
    version = sys.version.split()[0]
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield Finding("python", "Python", "bad", f"版本 {version} 太旧。", "请装 Python 3.11 或更新的版本。")
    else:
        yield Finding("python", "Python", "ok", f"版本 {version}，SQLite {sqlite3.sqlite_version}。")


def _locale() -> Iterator[Finding]:
    encodings = {sys.getfilesystemencoding().lower(), locale.getpreferredencoding(False).lower()}
    if encodings <= {"utf-8", "utf8"}:
        yield Finding("locale", "文字编码", "ok", "UTF-8。")
    else:
        mend = "在启动前设置环境变量 PYTHONUTF8=1（Linux 也可设 LANG=C.UTF-8）。"
        yield Finding(
            "locale", "文字编码", "warn", f"系统用的是 {'、'.join(sorted(encodings))}，中文文件名可能出错。", mend
        )


def _folder() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir():
        yield Finding(
            "folder", "数据文件夹", "bad", f"没有 {folder}。", "运行 lianxin up，或用 --data 指到正确的文件夹。"
        )
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            "folder", "数据文件夹", "bad", f"{folder} 不能写入。", f"用启动连心桥的用户运行，或：chown -R 用户 {folder}"
        )
    elif os.name != "nt" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding("folder", "数据文件夹", "bad", f"{folder} 别的用户也能打开。", f"chmod 700 {folder}")
    else:
        yield Finding("folder", "数据文件夹", "ok", f"{folder}，只有本用户能打开。")
    yield _space(shutil.disk_usage(folder).free)


def _space(free: int) -> Finding:
    text = f"还剩 {_readable(free)}。"
    if free < NO_SPACE:
        return Finding("space", "磁盘空间", "bad", text, "马上腾出空间：删掉旧备份或移走别的文件，否则会存不上。")
    if free < LITTLE_SPACE:
        return Finding("space", "磁盘空间", "warn", text, "空间不多了，请清理或换更大的盘。")
    return Finding("space", "磁盘空间", "ok", text)


def _keys() -> Iterator[Finding]:
    for path in settings.KEY_FILES:
        label = f"密钥 {path.name}"
        if not path.is_file():
            yield Finding("keys", label, "bad", f"没有 {path}。", "把备份的密钥放回原处；新装的请先运行 lianxin up。")
        elif not os.access(path, os.R_OK):
            yield Finding("keys", label, "bad", f"{path} 读不出来。", f"chown 用户 {path}；chmod 600 {path}")
        elif os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding("keys", label, "bad", f"{path} 别的用户也能读。", f"chmod 600 {path}")
        elif path == settings.KEY_FILES[0] and (broken := _broken(path)):
            yield Finding("keys", label, "bad", broken, "把备份的密钥放回原处，不要另造新密钥。")
        else:
            yield Finding("keys", label, "ok", "在，只有本用户能读。")


def _broken(master: Path) -> str:
    """What is wrong with the content of the master key; "" for nothing."""
    try:
        Keyring.load(master)
    except CryptoError as error:
        return str(error)
    return ""


FOREIGN_KEY = "这把密钥不是这份数据的：已存的密文打不开。"
FOREIGN_KEY_MEND = "放回这份数据原来的 keys 文件夹（另外备份的，或按打印的密钥单恢复），不要另造新密钥。"
TRIED = 20
"""Sealed values and seals tried before a key is called foreign: some may be broken, as ``verify`` then says."""


def _key_fits() -> Iterator[Finding]:
    try:
        keyring().self_test()
    except CryptoError as error:
        yield Finding("key_fits", "密钥与数据", "bad", str(error), "先解决上面密钥的问题，再检查一次。")
        return
    if key_is_foreign():
        yield Finding("key_fits", "密钥与数据", "bad", FOREIGN_KEY, FOREIGN_KEY_MEND)
    else:
        yield Finding("key_fits", "密钥与数据", "ok", "打得开已存的密文，算法自检通过。")


def key_is_foreign() -> bool:
    """Whether this process's key opens nothing of what is sealed here and made no entry of the trail."""
    entries = AuditEntry.objects.order_by("at", "id")[:TRIED]
    seals = [entry.hash == keyring().mac(content_of(entry)).hex() for entry in entries]
    if any(seals):
        return False
    people = Person.objects.exclude(id_number_sealed=None).order_by("pk")[:TRIED]
    opened = [_opens(person) for person in people]
    return bool(seals or opened) and not any(opened)


def _opens(person: Person) -> bool:
    try:
        return bool(person.id_number)
    except (CryptoError, TypeError):  # a text where bytes belong is broken too
        return False


def _database() -> Iterator[Finding]:
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and not path.is_file():
        yield Finding("database", "数据库", "bad", f"还没有数据库文件 {path}。", "运行 lianxin up，它会建好。")
        return
    try:
        connection.ensure_connection()
        tables = set(connection.introspection.table_names())
    except DatabaseError as error:
        mend = "看数据库是否启动、LIANXIN_DATABASE 是否写对。"
        if connection.vendor == "sqlite":
            mend = "文件坏了，停下服务，用最近的备份恢复；没有权限，用建立它的那个用户来运行；磁盘满了，先腾出空间。"
        yield Finding("database", "数据库", "bad", f"打不开：{database_reason_of(error)}。", mend)
        return
    if not tables:
        yield Finding("database", "数据库", "bad", "里面还是空的。", "运行 lianxin up，它会建好。")
        return
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> Iterator[Finding]:
    wanted = {"journal_mode": "wal", "foreign_keys": "1", "synchronous": "2"}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}")
            found = str(cursor.fetchone()[0]).lower()
            if found != value:
                text = f"{name} 是 {found}，应为 {value}。"
                yield Finding("engine", "数据库", "bad", text, "数据文件夹多半在网络盘上：请放到本机磁盘。")
                return
    yield Finding("engine", "数据库", "ok", "SQLite，WAL，外键检查打开，断电不丢已保存的数据。")


def _file() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        state = cursor.fetchone()[0]
    if state != "ok":
        yield Finding("file", "数据库文件", "bad", f"有损坏：{state}", "停下服务，用最近的备份恢复。")
    else:
        yield Finding("file", "数据库文件", "ok", "完整。")


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datcollate, current_setting('server_version_num')::int FROM pg_database WHERE datname = current_database()"
        )
        collation, version = cursor.fetchone()
    if version < OLDEST_POSTGRESQL:
        yield Finding("engine", "数据库", "bad", f"PostgreSQL {version // 10_000} 太旧。", "请升级到 15 或更新的版本。")
    elif collation not in {"C", "POSIX", "C.UTF-8", "C.utf8"}:
        mend = "新建一个 C 排序的库再迁过去：CREATE DATABASE … LOCALE 'C' ENCODING 'UTF8' TEMPLATE template0"
        yield Finding("engine", "数据库", "bad", f"排序规则是 {collation}，应为 C，否则按组织查找会漏。", mend)
    else:
        yield Finding("engine", "数据库", "ok", f"PostgreSQL {version // 10_000}，C 排序。")


def newer_migrations() -> list[str]:
    """Steps recorded in the database that come after the last one this program knows: it is older than the data."""
    loader = MigrationExecutor(connection).loader
    known: dict[str, str] = {}
    for app, name in loader.disk_migrations or ():
        known[app] = max(known.get(app, ""), _number(name))
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("lianxin.")}
    applied = sorted(loader.applied_migrations or ())
    return [f"{app}.{name}" for app, name in applied if app in ours and _number(name) > known.get(app, "")]


def _number(migration: str) -> str:
    return migration.partition("_")[0]


def _missing_tables() -> list[str]:
    there = set(connection.introspection.table_names())
    wanted = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
    return sorted(wanted - there)


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    newer, missing = newer_migrations(), _missing_tables()
    if newer:
        text = f"数据库比程序新，多出 {len(newer)} 步：{'、'.join(newer)}。"
        yield Finding("migrations", "数据库升级", "bad", text, "换上新版本的程序，或换回升级以前的备份。")
    elif missing and not pending:
        text = f"缺少表：{'、'.join(missing)}。"
        yield Finding("migrations", "数据库升级", "bad", text, "停下服务，用最近的备份恢复。")
    elif pending:
        text = f"还有 {len(pending)} 步没有做。"
        yield Finding("migrations", "数据库升级", "bad", text, "运行 lianxin up：它会先备份再升级。")
    else:
        yield Finding("migrations", "数据库升级", "ok", "与程序一致。")
    if settings.CACHES["default"].get("LOCATION") not in connection.introspection.table_names():
        yield Finding("cache", "缓存表", "bad", "没有缓存表。", "运行 lianxin up。")


def _guards() -> Iterator[Finding]:
    missing = missing_guards()
    if missing:
        text = f"缺少 {len(missing)} 个防改触发器：{'、'.join(missing)}。"
        yield Finding(
            "guards", "审计记录防改", "bad", text, "运行 lianxin up 补上，再运行 lianxin verify 看有没有被改过。"
        )
    else:
        yield Finding("guards", "审计记录防改", "ok", "数据库拒绝改、删审计记录。")


def _worker() -> Iterator[Finding]:
    seen = worker_seen()
    if seen is None or clock.now() - seen > WORKER_SILENT:
        when = f"上次见到是 {seen.astimezone(clock.TZ):%Y-%m-%d %H:%M}。" if seen else "还没有见到过。"
        yield Finding(
            "worker", "后台任务", "warn", f"现在没有在运行。{when}", "用 lianxin up 启动，它会同时启动网页和后台任务。"
        )
    else:
        yield Finding("worker", "后台任务", "ok", "在运行。")


def _backups() -> Iterator[Finding]:
    now = standing()
    mend = "运行 lianxin backup，或在“管理—备份”点“现在备份”。"
    when = f"{now.made_at.astimezone(clock.TZ):%Y-%m-%d %H:%M}" if now.made_at else ""
    if now.is_overdue:
        text = f"上一次是 {when}，超过 {now.overdue_days} 天了。" if when else "还没有备份过。"
        yield Finding("backup", "备份", "warn", text, mend)
    else:
        yield Finding("backup", "备份", "ok", f"上一次是 {when}。")
    place = "和资料在同一块磁盘上" if on_one_disk(backups_folder()) else "在另一块磁盘上"
    carried = f"最近一次抄走是 {now.carried_at.astimezone(clock.TZ):%Y-%m-%d}" if now.carried_at else "还没有抄到别处"
    if now.wants_carrying and on_one_disk(backups_folder()):
        mend = "插上 U 盘：lianxin backup U盘上的文件，或在“管理—备份”点“抄走”。"
        yield Finding("backup_elsewhere", "备份在哪里", "warn", f"本机的备份{place}，{carried}。", mend)
    else:
        yield Finding("backup_elsewhere", "备份在哪里", "ok", f"本机的备份{place}，{carried}。")


def _clock() -> Iterator[Finding]:
    now = clock.now()
    last = AuditEntry.objects.order_by("-at", "-id").values_list("at", flat=True).first()
    mend = "把电脑的日期、时间和时区（北京时间）调对，打开自动对时。"
    if now.year < FIRST_YEAR:
        yield Finding("clock", "时钟", "bad", f"电脑时间是 {now:%Y-%m-%d %H:%M}。", mend)
    elif last is not None and last - now > CLOCK_SLACK:
        text = f"电脑时间 {now:%Y-%m-%d %H:%M} 比最后一条记录还早。"
        yield Finding("clock", "时钟", "bad", text, mend)
    else:
        yield Finding("clock", "时钟", "ok", f"北京时间 {now:%Y-%m-%d %H:%M}。")


def _static() -> Iterator[Finding]:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield Finding("static", "页面的样式文件", "ok", "已收集。")
    else:
        yield Finding("static", "页面的样式文件", "warn", "还没有收集。", "运行 lianxin up，它会收集。")


def _exposure() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            "debug", "开发模式", "bad", "LIANXIN_DEBUG 开着，出错时会显示内部资料。", "去掉 LIANXIN_DEBUG 再启动。"
        )
    own = {"localhost", "127.0.0.1", "[::1]"}
    if set(settings.ALLOWED_HOSTS) - own and not settings.BEHIND_HTTPS:
        mend = "前面加一个 HTTPS 代理，并设 LIANXIN_BEHIND_HTTPS=1；只在本机用就去掉 LIANXIN_ALLOWED_HOSTS。"
        yield Finding("https", "加密连接", "warn", "允许别的电脑打开，但连接没有加密，密码在网线上看得见。", mend)


def _hands() -> Iterator[Finding]:
    missing = [
        role.label for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR) if not anybody_holding(role)
    ]
    if missing:
        text = f"现在没有人担任{'、'.join(missing)}。"
        yield Finding("hands", "三员", "warn", text, "由安全管理员在“管理—账号”里给合适的人；小单位可以先由一人兼着。")


EXAMINATIONS: tuple[tuple[str, Examination], ...] = (
    ("Python", _python),
    ("文字编码", _locale),
    ("数据文件夹", _folder),
    ("密钥", _keys),
    ("数据库", _database),
    ("数据库升级", _migrations),
    ("密钥与数据", _key_fits),
    ("审计记录防改", _guards),
    ("后台任务", _worker),
    ("备份", _backups),
    ("时钟", _clock),
    ("页面的样式文件", _static),
    ("开放范围", _exposure),
    ("三员", _hands),
)
THOROUGH: tuple[tuple[str, Examination], ...] = (("数据库文件", _file),)
NEED_DATABASE = frozenset({_file, _migrations, _key_fits, _guards, _backups, _clock, _hands})


def _engine() -> str:
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        return f"SQLite，{_readable(sum(part.stat().st_size for part in path.parent.glob(f'{path.name}*')))}"
    return f"PostgreSQL，{connection.settings_dict['NAME']}"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _readable(size: float) -> str:
    for unit in ("字节", "KB", "MB", "GB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "字节" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TB"

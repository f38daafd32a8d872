"""From any state of a data folder to one the product can work with; every step is safe to repeat."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from lianxin.cli.output import Refusal, say
from lianxin.kernel.faults import reason_of

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

KEPT_OF_OTHERS = 400
"""How many daily copies are kept is a parameter, which cannot be read before the database is up to date."""
SETTINGS = "lianxin.config.settings"


def data_folder() -> Path:
    """The data folder of this run."""
    from lianxin.config import env

    return env.data_folder()


def setup_django(data_dir: str | Path | None = None, *, create: bool = False, database: bool = True) -> None:
    """Load settings and applications, open the keys, see that the database fits this version.

    ``create``: make an installation where there is none (for commands that bring data in). ``database=False``: for
    commands that read only what the code declares. Raises ``Refusal`` with a sentence saying what to do first.
    """
    if data_dir is not None:
        os.environ["LIANXIN_DATA"] = str(data_dir)
    if create:
        _create_if_absent()
    load_django()
    if not database:
        return
    from lianxin.config.keyring import open_keyring, refuse_lost_key

    if not has_tables():
        raise Refusal(f"数据文件夹 {data_folder()} 里还没有数据。请先运行 lianxin up。")
    refuse_newer_database()
    if pending_migrations():
        raise Refusal("程序已更新，数据库还没有跟上。请先运行一次 lianxin up，它会先备份再升级。")
    if holds_data():
        refuse_lost_key(data_folder())
    open_keyring(data_folder())
    refuse_foreign_key()


def refuse_newer_database() -> None:
    """An older program would write into tables it does not know: ``Refusal``."""
    from lianxin.backoffice.condition import newer_migrations

    if newer_migrations():
        raise Refusal("这份数据是更新的版本建的，这个版本用不了。请换上新版本的程序，或换回升级以前的备份。")


def refuse_foreign_key() -> None:
    """With another installation's key everything sealed is lost and every seal is wrong: ``Refusal``."""
    from lianxin.backoffice.condition import FOREIGN_KEY, FOREIGN_KEY_MEND, key_is_foreign

    if key_is_foreign():
        raise Refusal(f"{FOREIGN_KEY}请{FOREIGN_KEY_MEND}")


def load_django() -> None:
    """Settings and applications of this data folder."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def _create_if_absent() -> None:
    from lianxin.cli.locking import FolderIsBusy, FolderLock

    make_data_folder()
    load_django()
    if has_tables() and (holds_data() or not pending_migrations()):
        return
    try:
        with FolderLock(data_folder()):
            prepare()
    except FolderIsBusy as error:
        raise Refusal("这个数据文件夹正在准备中，请稍候再试。") from error


def make_data_folder() -> None:
    """The data folder, closed to other users, and the signing key that the settings read."""
    from lianxin.config.keys import create_signing_key

    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        create_signing_key(folder)
    except OSError as error:
        raise Refusal(f"数据文件夹 {folder} 不能写入：{reason_of(error)}。") from error


def prepare() -> None:
    """Keys, a backup when the database is about to change, migrations, what models cannot express.

    The data folder exists and Django is loaded; the caller holds the folder's lock.
    """
    from django.core.management import call_command
    from django.db import connection

    from lianxin.config.after_migrate import run_steps
    from lianxin.config.keyring import create_keys, open_keyring

    data = data_folder()
    known = has_tables()
    if known:
        refuse_newer_database()
    if create_keys(data, holds_data=known and holds_data()):
        say(f"已生成密钥：{data / 'keys'}。请把这个文件夹另外备份一份，丢失后身份证号和电话无法读出。")
    open_keyring(data)
    if pending_migrations():
        if known:
            back_up_before_migrating(data)
        say("正在准备数据库……")
        call_command("migrate", interactive=False, verbosity=0)
    refuse_foreign_key()
    run_steps(connection.alias)


def has_tables() -> bool:
    """Whether the database was ever migrated. Does not create an SQLite file."""
    from django.db import connection

    if connection.vendor == "sqlite" and not _sqlite_file(connection).exists():
        return False
    return "django_migrations" in _tables(connection)


def holds_data() -> bool:
    """Whether there is anybody in the database already: an account or a person."""
    from django.apps import apps
    from django.db import connection

    tables = _tables(connection)
    for name in ("access.User", "residents.Person"):
        model = apps.get_model(name)
        if model._meta.db_table in tables and model._base_manager.exists():
            return True
    return False


def pending_migrations() -> bool:
    """Whether this version of the program has migrations the database has not seen."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def back_up_before_migrating(data: Path) -> Path:
    """A backup in ``backups/`` of what the database holds before it changes, on either engine (the newest five stay)."""
    from lianxin.backups.errors import BackupError
    from lianxin.backups.keeping import new_place, thin_out
    from lianxin.backups.models import Reason
    from lianxin.backups.reading import check_backup
    from lianxin.backups.writing import write_backup
    from lianxin.files.errors import StorageError
    from lianxin.kernel.crypto import keyring

    try:
        written = write_backup(new_place(Reason.BEFORE_UPGRADE), reason=Reason.BEFORE_UPGRADE.value)
        check_backup(written.path, keyring())
    except (BackupError, StorageError) as problem:
        raise Refusal(f"升级前的备份没有做成，所以没有升级，数据库没有动。{problem}") from problem
    thin_out(keep=KEPT_OF_OTHERS)
    say(f"升级前已备份：{written.path}")
    return written.path


def _sqlite_file(connection: "BaseDatabaseWrapper") -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _tables(connection: "BaseDatabaseWrapper") -> set[str]:
    return set(connection.introspection.table_names())

"""A backup holds everything of one moment, opens only whole and under its key, and gives the same register again."""

import random
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings
from tests.factories import Tree, make_member, make_tree

from lianxin.audit.models import AuditEntry
from lianxin.backups import container, keeping
from lianxin.backups.actions import print_key, request_backup
from lianxin.backups.databases import standing_in
from lianxin.backups.errors import BackupError, DamagedError, NewerError, NotABackupError, WrongKeyError
from lianxin.backups.filling import make_tables
from lianxin.backups.keeping import copies, copy_named, new_place, thin_out
from lianxin.backups.models import Backup, KeySheet, Reason
from lianxin.backups.moving import move
from lianxin.backups.reading import check_backup
from lianxin.backups.restoring import found_faults, put_back
from lianxin.backups.tables import schema_of, sums_of, tables_of
from lianxin.backups.writing import write_backup
from lianxin.config.after_migrate import run_steps
from lianxin.config.database import database_settings
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.verification import Fault
from lianxin.files import store
from lianxin.files.places import place_of
from lianxin.jobs.models import Job
from lianxin.jobs.running import run_now
from lianxin.kernel import clock
from lianxin.kernel.crypto import Keyring, keyring
from lianxin.party.models import Member
from lianxin.search.index import find

pytestmark = pytest.mark.django_db
CANARY = "不寻常的名字"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def tree() -> Tree:
    tree = make_tree()
    for number in range(5):
        make_member(tree.first, name=f"{CANARY[:2]}{number}")
    return tree


@pytest.fixture
def backup(tree: Tree, tmp_path: Path) -> Path:
    stored = store.keep(b"content " * 1000, name="a.txt", purpose="t", community_id=None, actor=OPERATOR, keep_days=9)
    assert place_of(stored.pk).exists()
    return write_backup(tmp_path / "one.backup", reason="hand").path


def sqlite_beside(folder: Path) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    return database_settings("", folder, pool_size=1)


def sums() -> dict[str, Any]:
    return sums_of(connection, tables_of(schema_of(connection), connection))


def faults_but_of_the_search() -> list[Fault]:
    """The factories' shortcuts; they leave the search alone, which is made anew on the other side."""
    return [fault for fault in found_faults() if fault.table != "search_searchentry"]


def silent(_: str) -> None:
    """Say nothing."""


def restored(backup: Path, folder: Path, ring: Keyring | None = None) -> Any:  # noqa: ANN401
    return put_back(
        backup,
        ring=ring or keyring(),
        database=sqlite_beside(folder),
        files=folder / "files",
        after_migrate=run_steps,
        say=silent,
    )


def test_what_is_restored_is_what_was_there_row_by_row(backup: Path, tmp_path: Path) -> None:
    before = sums()
    faults = faults_but_of_the_search()
    found = restored(backup, tmp_path / "new")
    assert found.content.tables == before
    assert before["party_member"]["rows"] == 5
    assert found.faults == faults
    with standing_in(sqlite_beside(tmp_path / "new")) as there:
        after = sums_of(there, tables_of(schema_of(there), there))
        told = set(AuditEntry.objects.values_list("action", flat=True)) - {"backups.restore"}
        names = sorted(Member.objects.values_list("person__name", flat=True))
        hits = [hit.title for hit in find(f"{CANARY[:2]}3", [""], ["party.member"])]
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"audit_auditentry", "audit_auditchain"}, "only the note that it was restored is new"
    assert told == set(AuditEntry.objects.values_list("action", flat=True))
    assert names == [f"{CANARY[:2]}{number}" for number in range(5)]
    assert hits == [f"{CANARY[:2]}3"]


def test_sealed_files_come_back_byte_for_byte(backup: Path, tmp_path: Path, own_folder: Path) -> None:
    restored(backup, tmp_path / "new")
    here = {path.relative_to(own_folder): path.read_bytes() for path in (own_folder / "files").rglob("*-*")}
    there = {path.relative_to(tmp_path / "new"): path.read_bytes() for path in (tmp_path / "new/files").rglob("*-*")}
    assert len(here) == 1
    assert there == here


def test_nothing_is_in_clear_in_it(backup: Path) -> None:
    content = backup.read_bytes()
    assert CANARY[:2].encode() not in content
    assert "复兴".encode() not in content


def test_a_database_that_holds_something_is_left_alone(backup: Path, tmp_path: Path) -> None:
    restored(backup, tmp_path / "new")
    with pytest.raises(BackupError, match="已经有资料"):
        restored(backup, tmp_path / "new")


def test_the_words_of_the_printed_key_open_it(backup: Path, tmp_path: Path) -> None:
    ring = Keyring.from_words(keyring().words())
    assert check_backup(backup, ring).files == 1


def test_another_key_is_told(backup: Path) -> None:
    with pytest.raises(WrongKeyError, match="另一把密钥"):
        check_backup(backup, Keyring.generate())


def test_another_file_and_a_newer_one_are_told(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(NotABackupError, match="不是连心桥的备份文件"):
        check_backup(other, keyring())
    other.write_bytes(backup.read_bytes().replace(b"backup-1\n", b"backup-2\n", 1))
    with pytest.raises(NewerError, match="更新版本"):
        check_backup(other, keyring())


def test_a_migration_this_program_does_not_know_is_a_newer_program(tmp_path: Path) -> None:
    with standing_in(sqlite_beside(tmp_path / "new")) as there, pytest.raises(NewerError):
        make_tables(there, [("party", "0099_of_tomorrow")])


def assert_found(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(BackupError) as told:
        check_backup(path, keyring())
    assert str(told.value).endswith("。")


def flips(content: bytes, path: Path, count: int, seed: int = 8) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        place = chance.randrange(len(content))
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        assert_found(path, bytes(changed))


def test_every_flipped_byte_is_found(backup: Path) -> None:
    content = backup.read_bytes()
    path = backup.with_name("flipped.backup")
    flips(content, path, 200)
    for place in range(200):  # the head, in clear, all of it
        assert_found(path, content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])


def test_every_cut_and_every_addition_is_found(backup: Path) -> None:
    content = backup.read_bytes()
    path = backup.with_name("cut.backup")
    chance = random.Random(9)  # noqa: S311
    for end in [0, 1, 17, 20, len(content) - 1, *(chance.randrange(len(content)) for _ in range(60))]:
        assert_found(path, content[:end])
    for more in (b"\0", b"\0\0\0\x01x", content):
        assert_found(path, content + more)


def test_pieces_cannot_change_places(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "PIECE", 2000)
    path = write_backup(tmp_path / "many.backup", reason="hand").path
    assert check_backup(path, keyring()).rows > 0
    content = path.read_bytes()
    head = len(container.MAGIC) + 4 + int.from_bytes(content[len(container.MAGIC) :][:4], "big")
    size = 4 + int.from_bytes(content[head : head + 4], "big")
    first, second = content[head : head + size], content[head + size : head + 2 * size]
    assert_found(path, content[:head] + second + first + content[head + 2 * size :])
    assert_found(path, content[:head] + content[head + size :])


def test_only_the_newest_of_each_kind_stay(own_folder: Path, tree: Tree) -> None:
    for reason in (Reason.DAILY, Reason.BY_HAND):
        for day in range(4):
            with clock.frozen(clock.now().replace(year=2026, month=10, day=day + 1)):
                write_backup(new_place(reason), reason=reason.value)
    half = keeping.backups_folder() / "lianxin-20261001-000000-hand.backup.part"
    half.write_bytes(b"half")
    assert thin_out(keep=2) == 4
    assert [(copy.reason, copy.made_at.astimezone(clock.TZ).day) for copy in copies()] == [
        (Reason.BY_HAND, 4),
        (Reason.DAILY, 4),
        (Reason.BY_HAND, 3),
        (Reason.DAILY, 3),
    ]
    assert not half.exists()


def test_a_name_that_leads_elsewhere_is_no_copy(own_folder: Path) -> None:
    assert [copy_named(name) for name in ("../keys/master.key", "x.backup", "lianxin-20260101-000000-hand.backup")] == [
        None,
        None,
        None,
    ]


def test_the_job_makes_one_and_notes_it(tree: Tree) -> None:
    job = run_now(request_backup(actor=OPERATOR))
    (copy,) = copies()
    made = Backup.objects.get()
    assert job.message.startswith(f"备份好了，并且从头读了一遍没有问题：{copy.name}")
    assert (made.name, made.reason, made.size, made.taken_at) == (copy.name, Reason.BY_HAND, copy.size, None)
    assert job.total == job.done > 0
    assert AuditEntry.objects.filter(action="backups.make", target_label=copy.name).count() == 1


def test_a_backup_killed_half_way_is_begun_anew(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    job = request_backup(actor=OPERATOR)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("lianxin.backups.actions.check_backup", killed)
        with pytest.raises(KeyboardInterrupt):
            run_now(job)
    assert Backup.objects.count() == 0
    assert run_now(Job.objects.get(pk=job.pk)).state == "done"
    assert Backup.objects.count() == 1


def test_the_key_is_printed_for_a_reason_and_not_by_the_demonstration(tree: Tree) -> None:
    with pytest.raises(RuleError, match="示范账号"):
        print_key(reason="锁进柜子", actor=OPERATOR, demo=True)
    with pytest.raises(RuleError, match="为什么打印"):
        print_key(reason=" ", actor=OPERATOR, demo=False)
    assert KeySheet.objects.count() == 0
    keys = print_key(reason="锁进柜子", actor=OPERATOR, demo=False)
    assert [word for words in keys for word in words] == keyring().words()
    entry = AuditEntry.objects.get(action="backups.print_key")
    assert entry.reason == "锁进柜子"
    assert not any(word in f"{entry.changes}{entry.target_label}" for word in keys[0])


def test_moving_copies_compares_and_changes_nothing_here(backup: Path, tmp_path: Path) -> None:
    before = sums()
    moved, faults = move(sqlite_beside(tmp_path / "there"), after_migrate=run_steps, say=silent)
    assert faults == faults_but_of_the_search()
    assert all(each.same for each in moved)
    assert {each.table: dict(each.here) for each in moved} == before
    assert sums() == before
    with pytest.raises(BackupError, match="已经有资料"):
        move(sqlite_beside(tmp_path / "there"), after_migrate=run_steps, say=silent)


def test_damage_found_late_leaves_no_row(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(container, "PIECE", 2000)
        path = write_backup(tmp_path / "many.backup", reason="hand").path
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedError):
        restored(path, tmp_path / "new")
    with standing_in(sqlite_beside(tmp_path / "new")) as there:
        tables = tables_of(schema_of(there), there)
        assert {each["rows"] for each in sums_of(there, tables).values()} == {0}

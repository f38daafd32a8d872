import errno
import io
import os
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from lianxin.declare.actors import OPERATOR
from lianxin.files import places, store
from lianxin.files.errors import FileDamagedError, FileGoneError, StorageError, StorageFullError
from lianxin.files.models import StoredFile
from lianxin.kernel import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.TZ)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PIECE", 1000)


def keep(data: bytes, *, name: str = "名册.xlsx", days: int | None = 7) -> StoredFile:
    return store.keep(data, name=name, purpose="roster", community_id=None, actor=OPERATOR, keep_days=days)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 2000, 12_345])
def test_content_comes_back_as_kept(small_pieces: None, size: int) -> None:
    content = os.urandom(size)
    stored = StoredFile.objects.get(pk=keep(content).pk)
    assert store.read_file(stored) == content
    assert stored.size == size


def test_disk_holds_no_plain_text_and_no_name(data: Path) -> None:
    keep("身份证号 000000195707010016".encode(), name="张三的名册.xlsx")
    (path,) = files_in(data)
    assert b"000000195707010016" not in path.read_bytes()
    assert "张三" not in str(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_same_content_twice_lies_in_two_different_files(data: Path) -> None:
    keep(b"x" * 100)
    keep(b"x" * 100)
    one, two = files_in(data)
    assert one.read_bytes() != two.read_bytes()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\书记\\名册.xls", "名册.xls"),
        ("a\0b\n.xlsx", "ab .xlsx"),
        ("", "未命名"),
        ("/", "未命名"),
        ("长" * 300 + ".xlsx", "长" * 195 + ".xlsx"),
        ("无点" * 200, "无点" * 100),
    ],
)
def test_names_are_only_shown(data: Path, given: str, shown: str) -> None:
    stored = keep(b"x", name=given)
    assert stored.name == shown
    assert files_in(data) == [places.place_of(stored.pk)]


def changed(content: bytes, how: str) -> bytes:
    middle = len(content) // 2
    return {
        "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "cut": content[:middle],
        "cut at a piece": content[: len(store.HEAD) + 4 + 1000 + 32],
        "lengthened": content + b"\0" * 10,
        "emptied": b"",
        "only a head": store.HEAD,
    }[how]


@pytest.mark.parametrize("how", ["flipped", "cut", "cut at a piece", "lengthened", "emptied", "only a head"])
def test_a_changed_file_is_refused(small_pieces: None, how: str) -> None:
    stored = keep(os.urandom(2500))
    path = places.place_of(stored.pk)
    path.write_bytes(changed(path.read_bytes(), how))
    with pytest.raises(FileDamagedError, match=r"名册\.xlsx"):
        store.read_file(stored)


def test_pieces_of_another_file_do_not_open() -> None:
    one, two = keep(b"one"), keep(b"two")
    places.place_of(one.pk).write_bytes(places.place_of(two.pk).read_bytes())
    with pytest.raises(FileDamagedError):
        store.read_file(one)


def test_opened_gives_a_passing_file(data: Path) -> None:
    stored = keep(b"content")
    with store.opened(stored) as path:
        assert path.read_bytes() == b"content"
        assert path.parent == data / "tmp"
        assert path.stat().st_mode & 0o777 == 0o600
    assert not path.exists()


def test_opening_a_damaged_file_leaves_nothing(data: Path) -> None:
    stored = keep(b"content")
    places.place_of(stored.pk).write_bytes(b"")
    with pytest.raises(FileDamagedError), store.opened(stored):
        pass
    assert files_in(data / "tmp") == []


class Full(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disk_is_said_and_leaves_nothing(data: Path) -> None:
    with pytest.raises(StorageFullError, match="磁盘空间不够"):
        store.keep(Full(), name="x", purpose="roster", community_id=None, actor=OPERATOR, keep_days=1)
    assert files_in(data) == []
    assert StoredFile.objects.count() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_really_full_device_is_told_apart() -> None:
    with pytest.raises(StorageFullError), places.room_needed(), Path("/dev/full").open("wb") as full:
        full.write(b"x" * 100_000)


def test_other_faults_of_the_disk_are_said(data: Path) -> None:
    (data / "files").write_text("in the way")
    with pytest.raises(StorageError, match="数据文件夹读写不了"):
        keep(b"x")


def test_a_row_that_cannot_be_written_leaves_no_file(data: Path) -> None:
    with pytest.raises(Exception, match="purpose"), transaction.atomic():
        store.keep(b"x", name="x", purpose=None, community_id=None, actor=OPERATOR, keep_days=1)  # type: ignore[arg-type]
    assert files_in(data) == []


def test_sweep_erases_what_is_over_and_only_that() -> None:
    with clock.frozen(NOON):
        short, long, forever = keep(b"1", days=1), keep(b"2", days=3), keep(b"3", days=None)
    assert store.sweep(NOON + timedelta(days=2)) == 1
    assert store.read_file(long) == b"2"
    assert store.read_file(forever) == b"3"
    short.refresh_from_db()
    with pytest.raises(FileGoneError, match="保存期限"):
        store.read_file(short)
    assert store.sweep(NOON + timedelta(days=2)) == 0


def test_sweep_erases_strays_only_when_old(data: Path) -> None:
    kept = keep(b"kept")
    folder = places.place_of(kept.pk).parent
    strays = [folder / "0199a1b2-0000-7000-8000-000000000000", folder / "half.part", data / "tmp" / "open-1"]
    (data / "tmp").mkdir()
    for stray in strays:
        stray.write_bytes(b"x")
    store.sweep()
    assert [stray.exists() for stray in strays] == [True, True, True]
    for path in files_in(data):
        os.utime(path, (1, 1))
    store.sweep()
    assert files_in(data) == [places.place_of(kept.pk)]


def test_memory_stays_small_for_a_large_upload() -> None:
    class Upload(io.BytesIO):
        left = 30 * 1024 * 1024

        def read(self, size: int | None = -1, /) -> bytes:
            given = min(size or 0, self.left, 64 * 1024)
            self.left -= given
            return b"\0" * given

    tracemalloc.start()
    try:
        stored = store.keep(Upload(), name="x", purpose="roster", community_id=None, actor=OPERATOR, keep_days=1)
        assert sum(len(piece) for piece in store.pieces(stored)) == 30 * 1024 * 1024
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * 1024 * 1024

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from pytest_django import Settings

from lianxin.cli.collecting import collect_static
from lianxin.config.staticfiles import CollectedStorage


@pytest.fixture
def root(settings: Settings, tmp_path: Path) -> Path:
    """An empty folder to collect into."""
    settings.STATIC_ROOT = tmp_path / "static"
    staticfiles_storage._setup()  # type: ignore[attr-defined]  # a lazy object: made anew for the new folder
    return tmp_path / "static"


def test_files_are_collected_once_with_hashed_names_and_compressed_copies(root: Path) -> None:
    assert collect_static() is True
    address = CollectedStorage(location=root).url("ui/base.css")
    assert re.fullmatch(r"/static/ui/base\.[0-9a-f]{12}\.css", address)
    collected = root / address.removeprefix("/static/")
    assert collected.is_file()
    assert collected.with_name(collected.name + ".gz").is_file()
    assert collect_static() is False


def test_a_changed_file_is_collected_again(root: Path, settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "note.css").write_text("a{}")
    settings.STATICFILES_DIRS = [own]
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]  # kept by lru_cache
    assert collect_static() is True
    (own / "note.css").write_text("a{color:red}")
    assert collect_static() is True
    assert (root / "note.css").read_text() == "a{color:red}"
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]  # kept by lru_cache


def test_an_interrupted_collection_is_done_again(root: Path) -> None:
    collect_static()
    (root / ".collected").unlink()
    assert collect_static() is True

"""The copies that stay on this computer: their names, the newest of each kind, the others removed."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lianxin.backups.container import read_head
from lianxin.backups.errors import BackupError
from lianxin.backups.models import Reason
from lianxin.files.places import PART
from lianxin.kernel import clock

ENDING = ".backup"
_NAME = re.compile(r"lianxin-(\d{8}-\d{6})-(daily|hand|upgrade)\.backup")
OF_UPGRADES = 5
"""Copies from before upgrades that are kept."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup on this computer."""

    path: Path
    made_at: datetime
    reason: Reason
    size: int

    @property
    def name(self) -> str:
        """Its file's name."""
        return self.path.name


def backups_folder() -> Path:
    """Where copies are kept."""
    return Path(settings.DATA_DIR) / "backups"


def new_place(reason: Reason, moment: datetime | None = None) -> Path:
    """Where the next copy goes."""
    at = (moment or clock.now()).astimezone(clock.TZ)
    return backups_folder() / f"lianxin-{at:%Y%m%d-%H%M%S}-{reason.value}{ENDING}"


def copies() -> list[Copy]:
    """The copies on this computer, the newest first."""
    found = []
    for path in backups_folder().glob(f"*{ENDING}"):
        with suppress(OSError, BackupError, ValueError):
            head = read_head(path)
            found.append(Copy(path, datetime.fromisoformat(head.made_at), Reason(head.reason), path.stat().st_size))
    return sorted(found, key=lambda copy: (copy.made_at, copy.name), reverse=True)


def copy_named(name: str) -> Copy | None:
    """The copy of that name; None for any other name, whatever it points to."""
    return next((copy for copy in copies() if copy.name == name), None) if _NAME.fullmatch(name) else None


def thin_out(*, keep: int) -> int:
    """Remove all but the newest ``keep`` of each kind (of upgrades five), and what a kill left half written; how many."""
    removed = 0
    for reason in Reason:
        most = OF_UPGRADES if reason is Reason.BEFORE_UPGRADE else keep
        for copy in [copy for copy in copies() if copy.reason is reason][max(most, 1) :]:
            copy.path.unlink(missing_ok=True)
            removed += 1
    for part in backups_folder().glob(f"*{ENDING}{PART}"):
        part.unlink(missing_ok=True)
    return removed


def on_one_disk(place: Path) -> bool:
    """Whether a place lies on the same disk as the data."""
    nearest = place
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    return nearest.stat().st_dev == Path(settings.DATA_DIR).stat().st_dev

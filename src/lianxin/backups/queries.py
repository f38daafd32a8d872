"""How it stands with backups."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from lianxin.backups.declared import CARRY_DAYS, OVERDUE_DAYS
from lianxin.backups.models import Backup, KeySheet
from lianxin.kernel import clock
from lianxin.parameters.queries import rules_on


@dataclass(frozen=True, slots=True)
class Standing:
    """The last backup, the last one carried away, the last printed key (None: never), and what is too long ago."""

    made_at: datetime | None
    carried_at: datetime | None
    printed_at: datetime | None
    overdue_days: int
    carry_days: int

    @property
    def is_overdue(self) -> bool:
        """Whether a backup is wanted."""
        return _older(self.made_at, self.overdue_days)

    @property
    def wants_carrying(self) -> bool:
        """Whether a copy should be carried away."""
        return _older(self.carried_at, self.carry_days)


def standing() -> Standing:
    """How it stands now; three queries."""
    found = Backup.objects.aggregate(made=Max("made_at"), carried=Max("taken_at"))
    printed = KeySheet.objects.aggregate(printed=Max("printed_at"))["printed"]
    rules = rules_on()
    return Standing(found["made"], found["carried"], printed, rules.whole(OVERDUE_DAYS), rules.whole(CARRY_DAYS))


def carried_by_name(names: list[str]) -> dict[str, tuple[datetime, str]]:
    """When and by whom copies were carried away."""
    rows = Backup.objects.filter(name__in=names, taken_at__isnull=False).values_list("name", "taken_at", "taken_by")
    return {name: (at, by) for name, at, by in rows if at is not None}


def key_sheets() -> list[KeySheet]:
    """The last times the key was printed."""
    return list(KeySheet.objects.order_by("-printed_at", "-id")[:5])


def _older(moment: datetime | None, days: int) -> bool:
    return moment is None or clock.now() - moment > timedelta(days=days)

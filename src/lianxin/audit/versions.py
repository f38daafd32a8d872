"""The check that two clerks never silently overwrite each other."""

from typing import Any

from django.db.models import F, Model


class StaleVersionError(Exception):
    """Somebody else changed the row meanwhile. ``current`` is the row as it stands now, None when it is gone."""

    def __init__(self, current: Model | None) -> None:
        super().__init__("这条记录刚刚被别人改过，请核对以后再保存。")
        self.current = current


def bump_version(model: type[Model], instance: Model, version: int) -> None:
    """Raise the row's version by one if it still is ``version``; call it first in a unit of work.

    The conditional update also takes the row's lock, so what follows in the same transaction is safe.
    ``instance.version`` is the new number afterwards. Raises :class:`StaleVersionError` otherwise.
    """
    rows: Any = model._default_manager
    if not rows.filter(pk=instance.pk, version=version).update(version=F("version") + 1):
        raise StaleVersionError(rows.filter(pk=instance.pk).first())
    setattr(instance, "version", version + 1)  # noqa: B010 (only models with a version come here; Model has none)

"""Copies of an organisation's path, and how they follow when the organisation moves in the tree.

A path is a chain of segments of :data:`SEGMENT` characters. Apps keep a copy of it in their rows so that a scope is
one range of one index; every app with such a copy registers it here.
"""

from collections.abc import Callable

from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Concat, Substr

SEGMENT = 4
"""Characters a level has in a path."""

AFTER_ALL = "~"
"""Sorts after every character of a segment: the subtree of ``p`` is ``p <= path < p + "~"``."""

PathMover = Callable[[str, str, str], None]
"""Takes the old path, the new path and the database alias, and rewrites the copies in one's rows."""

_movers: dict[str, PathMover] = {}


def register_path_mover(name: str, mover: PathMover) -> None:
    """Register who rewrites the copies of a table ("residents.place"); called inside the move's transaction."""
    _movers[name] = mover


def register_path_column(model: type[Model], field: str = "path") -> None:
    """Register a plain column that holds a path."""

    def move(old: str, new: str, alias: str) -> None:
        rewrite_paths(model, field, old, new, alias)

    register_path_mover(f"{model._meta.label_lower}.{field}", move)


def move_paths(old: str, new: str, alias: str = "default") -> None:
    """Rewrite every registered copy of the paths in a subtree that moves from ``old`` to ``new``."""
    for mover in _movers.values():
        mover(old, new, alias)


def rewrite_paths(model: type[Model], field: str, old: str, new: str, alias: str = "default") -> int:
    """Replace the beginning ``old`` by ``new`` in one column; the number of rows."""
    rest = Substr(F(field), len(old) + 1)
    inside = {f"{field}__gte": old, f"{field}__lt": old + AFTER_ALL}
    moved = Concat(Value(new), rest, output_field=CharField())
    return model._default_manager.using(alias).filter(**inside).update(**{field: moved})

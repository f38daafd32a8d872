"""What a new saying changes in a known record."""

from collections.abc import Mapping
from typing import cast

from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.records.fields import FIELDS, NOT_FLOATING, MemberValues, said

Differences = dict[str, tuple[object, object]]
"""Field → (old value or None, new value)."""

_NO_MEANS_UNSET = ("floating", "new_economy", "lost")


def differences(known: MemberValues, values: MemberValues) -> Differences:
    """What ``values`` changes in ``known``, field by field in the record's order.

    A blank never erases; a coarser date never overwrites a finer one (``contradictions`` names those that
    cannot both be right); "no" changes nothing where nothing was recorded.
    """
    old, new = cast("Mapping[str, object]", known), cast("Mapping[str, object]", values)
    return {
        name: (old.get(name), new[name]) for name in FIELDS if name in new and replaces(name, old.get(name), new[name])
    }


def contradictions(known: MemberValues, values: MemberValues) -> Differences:
    """Coarser dates that do not overwrite but cannot be true beside the finer date kept: worth a warning."""
    old, new = cast("Mapping[str, object]", known), cast("Mapping[str, object]", values)
    found: Differences = {}
    for name in FIELDS:
        mine, theirs = old.get(name), new.get(name)
        if (
            isinstance(mine, PartialDate)
            and isinstance(theirs, PartialDate)
            and mine.finer_than(theirs)
            and mine.compare(theirs)
        ):
            found[name] = (mine, theirs)
    return found


def replaces(name: str, old: object, new: object) -> bool:
    """Whether a new value of a field takes the old one's place."""
    if not said(new):
        return False
    if isinstance(new, PartialDate) and isinstance(old, PartialDate):
        return not old.finer_than(new) and new != old
    if name in _NO_MEANS_UNSET and new in (False, NOT_FLOATING):
        return bool(old) and old != new
    return new != old

"""Places in the tree: segments of four characters, numbered under a lock and never used twice."""

from django.db.models import F

from lianxin.declare.errors import RuleError
from lianxin.declare.paths import SEGMENT
from lianxin.orgs.models import Organisation

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LAST_NUMBER = len(_DIGITS) ** SEGMENT - 1


def segment(number: int) -> str:
    """The ``number``-th segment: base 36, upper case, four characters, so that order of text is order of number."""
    if not 0 <= number <= LAST_NUMBER:
        raise RuleError("这个组织下面的下级组织太多了，编号已经用完。")
    text = ""
    for _ in range(SEGMENT):
        number, digit = divmod(number, len(_DIGITS))
        text = _DIGITS[digit] + text
    return text


def free_path(parent: Organisation | None) -> str:
    """A path nobody has had under ``parent`` (None: a root); call it inside a transaction.

    Raising the parent's counter takes the lock on its row. Roots are few and made at set-up: two made at the same
    moment meet the unique constraint.
    """
    if parent is None:
        last = Organisation.objects.filter(parent__isnull=True).order_by("-path").values_list("path", flat=True).first()
        return segment(int(last[:SEGMENT], 36) + 1 if last else 1)
    Organisation.objects.filter(pk=parent.pk).update(next_child=F("next_child") + 1)
    path, following = Organisation.objects.values_list("path", "next_child").get(pk=parent.pk)
    return path + segment(following - 1)


def ancestors(path: str) -> list[str]:
    """The paths above a path, the root first."""
    return [path[:end] for end in range(SEGMENT, len(path), SEGMENT)]


def depth(path: str) -> int:
    """0 for a root."""
    return len(path) // SEGMENT - 1

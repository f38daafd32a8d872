"""Does the tree hold together?"""

from collections.abc import Iterator

from lianxin.declare.paths import SEGMENT
from lianxin.declare.verification import Fault
from lianxin.orgs.models import Community, Organisation


def check_paths() -> Iterator[Fault]:
    """An organisation's path is its parent's and one segment more; its community is the one above it."""
    communities = set(Community.objects.values_list("pk", flat=True))
    for row in Organisation.objects.select_related("parent").order_by("path").iterator(chunk_size=2000):
        above = row.parent.path if row.parent is not None else ""
        if len(row.path) != len(above) + SEGMENT or not row.path.startswith(above):
            yield _fault(row, f"“{row.name}”的路径 {row.path} 不在上级的路径 {above} 下面。")
        inherited = row.parent.community_id if row.parent is not None else None
        expected = row.pk if row.pk in communities else inherited
        if row.community_id != expected:
            yield _fault(row, f"“{row.name}”记的所在社区不对。")


def _fault(row: Organisation, message: str) -> Fault:
    return Fault("orgs_organisation", str(row.pk), message)

"""Does the tree hold together, and what leans on it?"""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from lianxin.access.models import Grant
from lianxin.audit.models import AuditChain
from lianxin.audit.work import SYSTEM_CHAIN, SYSTEM_CHAIN_NAME
from lianxin.declare.paths import SEGMENT
from lianxin.declare.refs import resolve
from lianxin.declare.verification import Fault
from lianxin.orgs.models import Community, Organisation

_CHUNK = 2000


def check_paths() -> Iterator[Fault]:
    """An organisation's path is its parent's and one segment more; its community is the one above it."""
    communities = set(Community.objects.values_list("pk", flat=True))
    for row in Organisation.objects.select_related("parent").order_by("path").iterator(chunk_size=_CHUNK):
        above = row.parent.path if row.parent is not None else ""
        if len(row.path) != len(above) + SEGMENT or not row.path.startswith(above):
            yield _fault(row, f"“{row.name}”的路径 {row.path} 不在上级的路径 {above} 下面。")
        inherited = row.parent.community_id if row.parent is not None else None
        expected = row.pk if row.pk in communities else inherited
        if row.community_id != expected:
            yield _fault(row, f"“{row.name}”记的所在社区不对。")


def check_grants() -> Iterator[Fault]:
    """A role reaches as far as its organisation stands, and the one thing it is narrowed to exists."""
    paths = dict(Organisation.objects.values_list("pk", "path"))
    narrowed: defaultdict[str, dict[uuid.UUID, list[str]]] = defaultdict(lambda: defaultdict(list))
    for grant in Grant.objects.iterator(chunk_size=_CHUNK):
        path = paths.get(grant.organisation_id)
        if path is None:
            yield _grant(str(grant.pk), f"指向的党组织“{grant.organisation_name}”不存在。")
        elif grant.organisation_path != path:
            yield _grant(
                str(grant.pk), f"记的范围 {grant.organisation_path} 与“{grant.organisation_name}”的路径不一致。"
            )
        if grant.narrowed_id is not None and grant.until is None:
            narrowed[grant.narrowed_kind][grant.narrowed_id].append(str(grant.pk))
    for kind, things in narrowed.items():
        for lost in things.keys() - resolve(kind, things).keys():
            for pk in things[lost]:
                yield _grant(pk, "限定到的那一个人、院坝或单位不存在。")


def check_trails() -> Iterator[Fault]:
    """Founding a community is always written down: where one stands, its chain and the system's cannot be missing."""
    begun = set(AuditChain.objects.filter(length__gt=0).values_list("pk", flat=True))
    names = dict(Community.objects.values_list("pk", "name"))
    expected = {SYSTEM_CHAIN: SYSTEM_CHAIN_NAME, **names} if names else {}
    for pk, name in expected.items():
        if pk not in begun:
            yield Fault("audit_auditchain", name, "整条审计链不见了，或者是空的。")


def _fault(row: Organisation, message: str) -> Fault:
    return Fault("orgs_organisation", str(row.pk), message)


def _grant(pk: str, message: str) -> Fault:
    return Fault("access_grant", pk, message)

"""Looking for persons who may stand in the register twice, over a whole community at once.

A page cannot look for itself: pairs are rare, so that a page of them would read the whole register. The pairs are kept
as rows instead; what is shown of them is compared anew each time.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from django.db.models import Count, QuerySet

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import SYSTEM, Actor
from lianxin.declare.bulk import insert_rows
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobHandle
from lianxin.jobs.models import Job
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community
from lianxin.party.doubles.alike import COLUMNS, Known, reasons
from lianxin.party.models import DuplicateCandidate
from lianxin.residents.models import Person

FIND_JOB = "party.find_duplicates"
AT_ONCE = 10_000
"""Persons of a community up to whom the page itself looks: a fraction of a second; a hundred thousand take some seconds."""
MOST_ALIKE = 40
"""Persons of one name, or behind one telephone, who are compared each with each: beyond that (a switchboard's number,
a name that half a village bears) it would be n², and no clerk would read the list."""
_CHUNK = 500
_COLUMNS = ("id", "first_id", "second_id", "name_key")

Pair = tuple[uuid.UUID, uuid.UUID]


def find_duplicates(community: Community) -> int:
    """Bring the kept pairs of a community up to the register as it stands; how many wait for a judgement.

    What was judged stays judged. Some queries for names, some for telephones, whatever the number of persons.
    """
    pairs = _pairs(community)
    with unit_of_work(SYSTEM):
        kept = DuplicateCandidate.objects.filter(community=community)
        known = {(first, second): pk for pk, first, second in kept.values_list("pk", "first_id", "second_id")}
        gone = [pk for pair, pk in known.items() if pair not in pairs]
        kept.filter(pk__in=gone, judged_at__isnull=True).delete()
        insert_rows(
            DuplicateCandidate,
            _COLUMNS,
            ((uuid7(), *pair, key) for pair, key in pairs.items() if pair not in known),
            community_id=community.pk,
            path=community.organisation.path,
            found_at=clock.now(),
        )
        return kept.filter(judged_at__isnull=True).count()


def look_for_duplicates(community: Community, actor: Actor) -> Job | None:
    """Look at once in a small community; in a large one ask the worker, whose job is returned."""
    if Person.objects.filter(community=community).count() <= AT_ONCE:
        find_duplicates(community)
        return None
    return request_job(
        kind=FIND_JOB,
        subject_id=community.pk,
        label=f"{community.name}查找重复的人",
        actor=actor,
        path=community.organisation.path,
    )


def run_finding(handle: JobHandle) -> str:
    """The job for one community."""
    community = Community.objects.select_related("organisation").get(pk=handle.subject_id)
    return f"找到 {find_duplicates(community)} 对可能重复的人。"


def find_everywhere() -> None:
    """The chore: every community, so that the page is up to date without anybody asking."""
    for community in Community.objects.select_related("organisation"):
        find_duplicates(community)


def _pairs(community: Community) -> dict[Pair, str]:
    """Every pair that is alike, in order, with the key by which it is listed."""
    found: dict[Pair, str] = {}
    for group in _groups(community):
        for one, other in combinations(group, 2):
            if reasons(one, other):
                first, second = sorted((one, other), key=lambda known: known.pk.hex)
                found[first.pk, second.pk] = first.name_key
    return found


def _groups(community: Community) -> Iterator[list[Known]]:
    """Persons of one name, and persons behind one mobile."""
    people = Person.objects.filter(community=community).order_by()
    keys = people.values("name_key").annotate(many=Count("pk")).filter(many__gt=1).values_list("name_key", flat=True)
    yield from _grouped(people, "name_key", keys, "name")
    mobiles = people.exclude(mobile_index="").values("mobile_index").annotate(many=Count("pk")).filter(many__gt=1)
    yield from _grouped(people, "mobile_index", mobiles.values_list("mobile_index", flat=True), "mobile")


def _grouped(people: QuerySet[Person], column: str, values: Iterable[str], by: str) -> Iterator[list[Known]]:
    wanted = list(values)
    groups: dict[str, list[Known]] = defaultdict(list)
    for start in range(0, len(wanted), _CHUNK):
        rows = people.filter(**{f"{column}__in": wanted[start : start + _CHUNK]})
        for row in rows.values_list(*COLUMNS):
            known = Known(*row)
            groups[getattr(known, by)].append(known)
    yield from (group for group in groups.values() if 1 < len(group) <= MOST_ALIKE)

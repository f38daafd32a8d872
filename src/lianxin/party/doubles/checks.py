"""What ``verify`` looks at: nothing of the register leads to who was set aside."""

from collections.abc import Iterator

from lianxin.declare.resting import MEMBER, PERSON, resting_on
from lianxin.declare.verification import Fault
from lianxin.party.models import Member, PersonMerge
from lianxin.residents.models import Person


def check_set_aside() -> Iterator[Fault]:
    """Who was set aside is in no table, nothing rests on him, and who stayed is there."""
    merges = PersonMerge.objects.filter(undone_at__isnull=True)
    rows = list(merges.values_list("pk", "person_id", "member_id", "merged_into"))
    persons = {person for _, person, _, _ in rows}
    members = {member for _, _, member, _ in rows if member}
    # A membership whose person was set aside may have moved to who stayed: then it is none that was set aside.
    members -= set(Member.objects.filter(pk__in=members).exclude(person__in=persons).values_list("pk", flat=True))
    for pk in Person.objects.filter(pk__in=persons).values_list("pk", flat=True):
        yield Fault("residents_person", str(pk), "已经并入别人、应当搁置的人又在登记簿里。")
    for kind, ids in ((PERSON, persons), (MEMBER, members)):
        for thing in [*resting_on(kind, pointers=False), *resting_on(kind, pointers=True)]:
            for row in thing.rows(ids).values_list("pk", flat=True):
                yield Fault(thing.model._meta.db_table, str(row), "指向一个已经搁置的人。")
    there = set(Person.objects.filter(pk__in={into for *_, into in rows}).values_list("pk", flat=True))
    for merge, _, _, into in rows:
        if into not in there:
            yield Fault(PersonMerge._meta.db_table, str(merge), "并入的那个人不在登记簿里。")

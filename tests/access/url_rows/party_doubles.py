"""Duplicates and merges."""

from tests.access.url_table import Row, Side
from tests.factories import make_person

from lianxin.declare.actors import OPERATOR
from lianxin.kernel import clock
from lianxin.party.doubles.finding import find_duplicates
from lianxin.party.doubles.judging import say_two_people
from lianxin.party.doubles.merging import merge_persons
from lianxin.party.doubles.queries import pair_of
from lianxin.party.doubles.sides import Side as Half
from lianxin.party.models import DuplicateCandidate
from lianxin.party.rules import MERGE_PERSONS


def _candidate(side: Side) -> DuplicateCandidate:
    name = f"{side.word}重名"
    for _ in range(2):
        make_person(side.community, name, recorded_channel="desk")
    find_duplicates(side.community)
    rows = DuplicateCandidate.objects.filter(community=side.community).select_related(
        "first__community__organisation", "second__community__organisation", "first__member", "second__member"
    )
    return rows.get(first__name=name)


def _pair(side: Side) -> list[object]:
    return [_candidate(side).pk]


def _judged(side: Side) -> list[object]:
    row = _candidate(side)
    say_two_people(candidate=row, actor=OPERATOR)
    return [row.pk]


def _merge(side: Side) -> list[object]:
    pair = pair_of(_candidate(side))
    merge = merge_persons(pair=pair, versions=dict.fromkeys(Half, 1), stays=Half.FIRST, chosen={}, actor=OPERATOR)
    assert merge.merged_at <= clock.now()
    return [merge.pk]


MERGING = {"stays": "first", "first_version": 1, "second_version": 1, "confirmed": "yes"}
ROWS = [
    Row("party:duplicates", MERGE_PERSONS),
    Row("party:look_for_duplicates", MERGE_PERSONS, get=None, post=302, changes=False),
    Row("party:duplicate", MERGE_PERSONS, args=_pair, data=MERGING, post=302),
    Row("party:two_people", MERGE_PERSONS, args=_pair, get=None, post=302),
    Row("party:duplicate_again", MERGE_PERSONS, args=_judged, get=None, post=302),
    Row("party:merges", MERGE_PERSONS),
    Row("party:merge", MERGE_PERSONS, args=_merge),
    Row("party:undo_merge", MERGE_PERSONS, args=_merge, post=302),
]

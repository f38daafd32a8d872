"""What of this app rests on persons and memberships, and what of it moves when two records are made one."""

from collections.abc import Iterable, Sequence
from typing import Any

from lianxin.declare.resting import MEMBER, PERSON, Resting, none_move, register_resting
from lianxin.party.models import (
    Affiliation,
    BulkRow,
    DatedFact,
    DuplicateCandidate,
    Member,
    MembershipChange,
    OfficeHolding,
    PersonAccount,
    PersonMerge,
    StagedRow,
)

FACTS, AFFILIATIONS, CHANGES = "party.facts", "party.affiliations", "party.changes"
SIDED = (FACTS, AFFILIATIONS, CHANGES)
"""Histories taken whole from the side that was chosen."""
_NEVER = {"person_version": 0}
"""No record has this version: a row that was written for somebody else cannot be taken back by itself."""


def register() -> None:
    """Called once when the app starts."""
    register_resting(
        Resting("party.member", "党员登记", PERSON, Member, "person_id", _if_none),
        Resting("party.account", "本人账号", PERSON, PersonAccount, "person_id", _if_none),
        Resting("party.duplicate_first", "", PERSON, DuplicateCandidate, "first_id", none_move),
        Resting("party.duplicate_second", "", PERSON, DuplicateCandidate, "second_id", none_move),
        Resting(FACTS, "带日期的情况", MEMBER, DatedFact, "member_id"),
        Resting(AFFILIATIONS, "组织关系", MEMBER, Affiliation, "member_id"),
        Resting(CHANGES, "增减变动", MEMBER, MembershipChange, "member_id"),
        Resting("party.offices", "党内职务", MEMBER, OfficeHolding, "member_id", _other_offices),
        Resting("party.earlier_merges", "", PERSON, PersonMerge, "merged_into", pointer=True),
        *_written("party.roster_rows", PERSON, StagedRow),
        *_written("party.bulk_rows", PERSON, BulkRow),
    )


def _written(code: str, kind: str, model: type[StagedRow | BulkRow]) -> Iterable[Resting]:
    """Rows that wait, and rows that were written and remember with which version."""
    waiting, written = {"person_version__isnull": True}, {"person_version__isnull": False}
    yield Resting(f"{code}_waiting", "", kind, model, "person_id", pointer=True, only=waiting)
    yield Resting(code, "", kind, model, "person_id", pointer=True, only=written, stamp=_NEVER)


def _if_none(staying: Sequence[Any], going: Sequence[Any]) -> Iterable[Any]:
    """There can be only one."""
    return () if staying else going


def _other_offices(staying: Sequence[OfficeHolding], going: Sequence[OfficeHolding]) -> Iterable[OfficeHolding]:
    """Offices that are not registered with who stays already."""
    known = {_office(row) for row in staying}
    return [row for row in going if _office(row) not in known]


def _office(row: OfficeHolding) -> tuple[object, ...]:
    return row.organisation_id, row.office, row.since

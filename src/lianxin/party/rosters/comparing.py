"""A roster's rows beside the register: new, changed field by field, or unchanged."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from lianxin.kernel.crypto import keyring
from lianxin.kernel.partial_dates import PartialDate
from lianxin.orgs.models import Community, Organisation
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Member, PersonMerge
from lianxin.party.models.roster import RowState
from lianxin.party.records import FIELDS, Differences, MemberValues, contradictions, differences, snapshot
from lianxin.party.rosters.branches import TO_BE_FOUNDED, Meant
from lianxin.party.rosters.identify import CHUNK, Match, chunks, match_people, sought
from lianxin.residents.models import ID_NUMBER


class Said(NamedTuple):
    """What a row says: clean values, and the words of a branch that is not there yet."""

    values: MemberValues
    new_branch: str = ""


@dataclass(slots=True)
class Outcome:
    """What a row means for the register. ``notes`` are warnings as field, code and sentence."""

    state: RowState
    person_id: uuid.UUID | None = None
    member: Member | None = None
    changes: Differences = field(default_factory=dict)
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def before(self) -> MemberValues:
        """The old values of what changes."""
        return cast("MemberValues", {name: old for name, (old, _) in self.changes.items()})

    @property
    def after(self) -> MemberValues:
        """The new values of what changes."""
        return cast("MemberValues", {name: new for name, (_, new) in self.changes.items()})


def values_of(read: Mapping[str, Any], place: Meant) -> MemberValues:
    """What was read of a row as values of the record, branch and group as the organisations they mean."""
    values = {name: value for name, value in read.items() if name in FIELDS and name != "group"}
    lost = values.get("lost_date")
    if isinstance(lost, PartialDate):
        values["lost_date"] = lost.on
    if place.organisation not in (None, TO_BE_FOUNDED):
        values["organisation"] = place.organisation
    if place.group is not None:
        values["group"] = place.group
    return cast("MemberValues", values)


def compare_rows(community: Community, rows: Sequence[Said], taken: Collection[uuid.UUID] = ()) -> list[Outcome]:
    """What each row means beside the register as it stands now; nobody in ``taken`` is meant by any of them."""
    wanted = [sought(row.values, TO_BE_FOUNDED if row.new_branch else row.values.get("organisation")) for row in rows]
    matches = match_people(community, wanted, taken)
    members = load_members(community, (match.person.person_id for match in matches if match.person))
    return [_outcome(row, match, members) for row, match in zip(rows, matches, strict=True)]


def load_members(community: Community, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Member]:
    """The community's members that persons are, with everything a correction needs.

    Community and branches are the same few objects for all: ten thousand copies of them take as long as the people.
    """
    found: dict[uuid.UUID, Member] = {}
    rows = Member.objects.select_related("person").filter(community=community)
    for ids in chunks(person_ids, CHUNK):
        found.update((member.person_id, member) for member in rows.filter(person_id__in=ids))
    branches = Organisation.objects.in_bulk({member.organisation_id for member in found.values()})
    for member in found.values():
        member.community = community
        member.organisation = branches[member.organisation_id]
    return found


def _outcome(row: Said, match: Match, members: Mapping[uuid.UUID, Member]) -> Outcome:
    if match.person is None:
        reason = f"登记簿里已有一位“{match.namesake}”，身份证号不同或不全；仍按新人入册，请核对是不是同一个人。"
        return Outcome(RowState.CREATED, notes=[("name", "possible_duplicate", reason)] if match.namesake else [])
    member = members.get(match.person.person_id)
    if member is None:
        reason = (
            f"这个号码已在“人员”里登记，名字是“{match.person.name}”；入册时在原来的登记上列为党员，请核对是不是本人。"
        )
        return Outcome(RowState.CREATED, match.person.person_id, notes=[("id_number", "registered_resident", reason)])
    return beside(row, member)


def beside(row: Said, member: Member) -> Outcome:
    """What a row changes in the record of the member it means."""
    if member.left_on is not None:
        kind = ChangeKind(member.left_kind).label
        reason = f"已于 {member.left_on:%Y-%m-%d} 离开名册（{kind}），没有改动；如已回来，请在本人页面办理。"
        return Outcome(RowState.UNCHANGED, member.person_id, member, notes=[("name", "already_left", reason)])
    held = snapshot(member)
    values, notes = _without_set_aside_number(row.values, held, member)
    changes = differences(held, values)
    if row.new_branch:
        changes["organisation"] = (held.get("organisation"), None)
    notes += [
        (name, "date_contradicts", f"登记簿里是 {mine}，名册里是 {theirs}，保留登记簿里更精确的，请核对。")
        for name, (mine, theirs) in contradictions(held, values).items()
    ]
    return Outcome(RowState.CHANGED if changes else RowState.UNCHANGED, member.person_id, member, changes, notes)


def _without_set_aside_number(
    values: MemberValues, held: MemberValues, member: Member
) -> tuple[MemberValues, list[tuple[str, str, str]]]:
    """The values without an identity number that was decided against when two records were made one."""
    number, own = values.get("id_number"), held.get("id_number")
    if not number or number == own:
        return values, []
    index = keyring().index(number, ID_NUMBER)
    merges = PersonMerge.objects.filter(merged_into=member.person_id, undone_at__isnull=True)
    if not merges.filter(id_number_index=index).exclude(id_number_index="").exists():
        return values, []
    rest = cast("MemberValues", {name: value for name, value in values.items() if name != "id_number"})
    reason = "这个号码在合并重复登记时没有采用，认作同一个人，号码不改；确实要改，请到本人页面更正。"
    return rest, [("id_number", "set_aside_number", reason)]

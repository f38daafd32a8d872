"""Members and rosters."""

from tests.access.url_table import Row, Side, in_branch

from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.party.actions import depart_member, return_member
from lianxin.party.choices import ChangeKind
from lianxin.party.models import DatedFact, Member, OfficeHolding
from lianxin.party.models.roster import RosterBatch
from lianxin.party.rules import APPOINT, CHANGE, IMPORT_ROSTER, REVEAL_ID_NUMBER, SEE_TELEPHONES, VIEW


def _member(side: Side) -> list[object]:
    return [side.member.pk]


def _fact(side: Side) -> list[object]:
    return [side.member.pk, DatedFact.objects.filter(member=side.member, aspect="employment").get().pk]


def _office(side: Side) -> list[object]:
    holding = OfficeHolding.objects.create(member=side.member, organisation=side.branch, office="publicity")
    return [side.member.pk, holding.pk]


def _left(side: Side) -> list[object]:
    member = Member.objects.select_related("person").get(pk=side.member.pk)
    depart_member(member=member, kind=ChangeKind.MOVED_OUT, on=clock.today(), actor=OPERATOR)
    return [side.member.pk]


def _back(side: Side) -> list[object]:
    """Somebody who left and came back the same day."""
    _left(side)
    member = Member.objects.select_related("person", "community__organisation").get(pk=side.member.pk)
    return_member(
        member=member, kind=ChangeKind.MOVED_IN, on=clock.today(), organisation=side.branch.pk, actor=OPERATOR
    )
    return [side.member.pk]


def _ended_fact(side: Side) -> list[object]:
    fact = DatedFact.objects.create(member=side.member, aspect="floating", value="out", until=clock.today())
    return [side.member.pk, fact.pk]


def _why(side: Side, written: int = 0) -> dict[str, object]:
    """A reason and the version after so many earlier writes."""
    return {"version": side.person.version + written, "reason": "登错了"}


def _roster(side: Side) -> list[object]:
    batch = RosterBatch.objects.create(
        community=side.community,
        path=side.general_branch.path,
        file_name="名册.xlsx",
        reading={"sheets": []},
        created_at=clock.now(),
        created_by="测试",
    )
    return [batch.pk]


def _version(side: Side) -> dict[str, object]:
    return {"version": side.person.version}


def _today() -> str:
    return clock.today().isoformat()


# Filled in below where a POST without anything would not show what it does: the form comes again (200), no entry.
ROWS = [
    # Whoever may see only himself is led to the own page.
    Row("party:members", VIEW, other={Role.MEMBER: 302}),
    Row("party:look_up", VIEW, get=None, data={"q": "张三"}, post=302, changes=False),
    # The way to one's own page: only for whom a member's record is tied to.
    Row("party:me", VIEW, get=302, other={role: 404 for role in Role if role is not Role.MEMBER}),
    Row("party:member_new", CHANGE, data={"name": "新党员", "joining_kind": "opening"}, post=302),
    Row("party:branch_assignment", CHANGE, post=200, changes=False),
    Row("party:member", VIEW, args=_member, stands=in_branch),
    Row("party:member_print", VIEW, args=_member, stands=in_branch),
    Row("party:member_pdf", VIEW, args=_member, stands=in_branch, get=None, post=200),
    Row(
        "party:telephone", SEE_TELEPHONES, args=_member, stands=in_branch, get=None, data={"field": "mobile"}, post=200
    ),
    Row(
        "party:id_number", REVEAL_ID_NUMBER, args=_member, stands=in_branch, get=None, data={"reason": "办证"}, post=200
    ),
    Row("party:correction", CHANGE, args=_member, stands=in_branch, data=_version, post=200, changes=False),
    Row("party:conversion", CHANGE, args=_member, stands=in_branch, data=_version, post=200, changes=False),
    Row(
        "party:fact",
        CHANGE,
        args=lambda side: [side.member.pk, "employment"],
        stands=in_branch,
        data=_version,
        post=200,
        changes=False,
    ),
    Row("party:fact_beginning", CHANGE, args=_fact, stands=in_branch, data=_version, post=200, changes=False),
    Row("party:undo_fact", CHANGE, args=_fact, stands=in_branch, data=_why, post=302),
    Row("party:reopen_fact", CHANGE, args=_ended_fact, stands=in_branch, data=_why, post=302),
    Row("party:branch", CHANGE, args=_member, stands=in_branch, post=200, changes=False),
    Row(
        "party:departure",
        CHANGE,
        args=_member,
        stands=in_branch,
        data=lambda side: {**_version(side), "kind": "died", "on": _today()},
        post=302,
    ),
    Row("party:undo_departure", CHANGE, args=_left, stands=in_branch, data=_version, post=200, changes=False),
    Row("party:return", CHANGE, args=_left, stands=in_branch, data=_version, post=200, changes=False),
    Row("party:undo_return", CHANGE, args=_back, stands=in_branch, data=lambda side: _why(side, 2), post=302),
    # Whose account it is stands on the own member's registration: what is said instead leads back, nothing is done.
    Row("party:remove_member", CHANGE, args=_member, stands=in_branch, data=_why, get=302, post=200, changes=False),
    Row("party:offices", APPOINT, args=_member, stands=in_branch),
    Row("party:correct_office", APPOINT, args=_office, stands=in_branch, data=_why, post=302),
    Row("party:strike_office", APPOINT, args=_office, stands=in_branch, data=_why, post=302),
    Row(
        "party:office_new",
        APPOINT,
        args=_member,
        stands=in_branch,
        data=lambda side: {**_version(side), "organisation": side.branch.pk, "office": "publicity"},
        post=302,
    ),
    Row(
        "party:office_end",
        APPOINT,
        args=_office,
        stands=in_branch,
        data=lambda side: {**_version(side), "until": _today()},
        post=302,
    ),
    Row("party:rosters", IMPORT_ROSTER),
    # Without a file the form comes again.
    Row("party:new_roster", IMPORT_ROSTER, post=422, changes=False),
    Row("party:roster_template", IMPORT_ROSTER),
    Row("party:roster", IMPORT_ROSTER, args=_roster),
    # A batch without its file can neither be read again nor taken back: both lead to its page and say why.
    Row("party:roster_columns", IMPORT_ROSTER, args=_roster, get=302, post=302, changes=False),
    Row("party:roster_progress", IMPORT_ROSTER, args=_roster, get=302),
    Row("party:commit_roster", IMPORT_ROSTER, args=_roster, get=None, post=302, changes=False),
    Row("party:discard_roster", IMPORT_ROSTER, args=_roster, get=None, post=302),
    Row("party:roster_errors", IMPORT_ROSTER, args=_roster, get=None, post=200),
    Row("party:take_back_roster", IMPORT_ROSTER, args=_roster, get=302, post=302, changes=False),
]

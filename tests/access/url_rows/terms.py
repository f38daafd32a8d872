"""Terms, posts and merging."""

from datetime import date

from tests.access.url_table import Row, Side
from tests.factories import make_branch

from lianxin.declare.actors import OPERATOR
from lianxin.kernel import clock
from lianxin.orgs.actions import TermDetails, record_term
from lianxin.orgs.rules import VIEW
from lianxin.party.models import OfficeHolding
from lianxin.party.rules import APPOINT, MERGE, RECORD_TERMS


def _branch(side: Side) -> list[object]:
    return [side.branch.pk]


def _seat(side: Side) -> list[object]:
    row = OfficeHolding.objects.create(member=side.member, organisation=side.branch, office="publicity")
    return [side.branch.pk, row.pk]


def _term(side: Side) -> list[object]:
    details = TermDetails(since=date(2022, 1, 10), rule="TERM_COMMUNITY")
    return [record_term(organisation=side.branch, details=details, actor=OPERATOR).pk]


def _merger(side: Side) -> dict[str, object]:
    other = make_branch(side.general_branch, "第九")
    return {"version": side.branch.version, "target": other.pk, "on": _today()}


def _today() -> str:
    return clock.today().isoformat()


ROWS = [
    Row("party:terms", VIEW, args=_branch),
    Row(
        "party:term_new",
        RECORD_TERMS,
        args=_branch,
        data=lambda _: {"since": _today(), "rule": "TERM_COMMUNITY"},
        post=302,
    ),
    Row(
        "party:term_past",
        RECORD_TERMS,
        args=_branch,
        data={"since": "2015-01-10", "ended_on": "2020-01-10", "rule": "TERM_COMMUNITY"},
        post=302,
    ),
    Row(
        "party:term_correct",
        RECORD_TERMS,
        args=_term,
        data={"version": 1, "since": "2022-01-11", "rule": "TERM_COMMUNITY"},
        post=302,
    ),
    Row(
        "party:term_move",
        RECORD_TERMS,
        args=_term,
        data={"version": 1, "moved_to": "2027-06-30", "reason": "修路", "document_no": "1号"},
        post=302,
    ),
    Row("party:term_end", RECORD_TERMS, args=_term, data=lambda _: {"version": 1, "on": _today()}, post=302),
    Row("party:term_withdraw", RECORD_TERMS, args=_term, data={"version": 1, "reason": "登错了"}, post=302),
    Row(
        "party:seat_new",
        APPOINT,
        args=_branch,
        data=lambda side: {"office": "publicity", "name": side.member.person.name, "since": _today()},
        post=302,
    ),
    # First what would happen is shown; nothing is done before it is confirmed.
    Row("party:merge", MERGE, args=_branch, data=_merger, post=200, changes=False),
    Row("party:seat_end", APPOINT, args=_seat, data=lambda _: {"until": _today()}, post=302),
]

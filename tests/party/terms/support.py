"""What the tests of terms share."""

from datetime import date

from lianxin.declare.actors import OPERATOR
from lianxin.orgs.actions import TermDetails
from lianxin.orgs.models import Organisation, Term
from lianxin.party.models import OfficeHolding
from lianxin.party.terms.actions import elect_committee
from lianxin.party.terms.naming import posts_from

BEGUN, NEXT = date(2022, 1, 10), date(2026, 12, 20)


def elect(
    organisation: Organisation,
    since: date = BEGUN,
    *,
    number: int | None = 3,
    ended_on: date | None = None,
    rule: str = "TERM_COMMUNITY",
    **names: str,
) -> Term:
    """A term with those elected, by office."""
    details = TermDetails(since=since, rule=rule, number=number, ended_on=ended_on)
    posts = posts_from(organisation, names, past=ended_on is not None)
    return elect_committee(organisation=organisation, details=details, posts=posts, actor=OPERATOR)


def held(organisation: Organisation) -> set[tuple[str, str, date | None, date | None, int | None]]:
    """Office, name, from, to and number of the term of everything held there."""
    rows = OfficeHolding.objects.filter(organisation=organisation)
    return set(rows.values_list("office", "member__person__name", "since", "until", "term__number"))

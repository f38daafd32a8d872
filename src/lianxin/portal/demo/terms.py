"""Terms and committees of the demonstration's organisations; every day and number of a paper is invented."""

from collections.abc import Sequence
from datetime import date

from lianxin.declare.actors import SYSTEM
from lianxin.kernel.months import months_after
from lianxin.orgs.actions import TermDetails
from lianxin.orgs.models import Organisation
from lianxin.orgs.parameters import TERM_COMMUNITY
from lianxin.party.choices import Office
from lianxin.party.models import Member
from lianxin.party.terms.actions import elect_committee
from lianxin.party.terms.naming import Post

NUMBER = 4
TERM_MONTHS = 60
LEFT = 4
"""Months until the general branch's next election: few enough that 今日 reminds of it."""
BRANCHES_AGO = (26, 25, 25)
"""Months since the branches' elections."""
_POSTS = (Office.SECRETARY, Office.ORGANISATION, Office.PUBLICITY, Office.DISCIPLINE)


def elect_all(
    own: Organisation, secretary: Member, branches: Sequence[tuple[Organisation, Sequence[Member]]], today: date
) -> None:
    """A former and a present term of the community's own organisation, and a term of each branch.

    ``branches`` come with members who can be elected, six each; the first four lead the branch.
    """
    begun = months_after(today, LEFT - TERM_MONTHS)
    leaders = [team[4:6] for _, team in branches]
    former = [Post(leaders[0][0], Office.SECRETARY), Post(leaders[1][0], Office.ORGANISATION)]
    _elect(own, NUMBER - 1, months_after(begun, -TERM_MONTHS), former, ended_on=begun)
    posts = [
        Post(secretary, Office.SECRETARY),
        Post(leaders[0][0], Office.DEPUTY),
        Post(leaders[1][0], Office.ORGANISATION),
        Post(leaders[2][0], Office.PUBLICITY),
        Post(leaders[0][1], Office.DISCIPLINE),
    ]
    _elect(own, NUMBER, begun, posts)
    for (branch, team), ago in zip(branches, BRANCHES_AGO, strict=True):
        posts = [Post(member, office) for member, office in zip(team, _POSTS, strict=False)]
        _elect(branch, NUMBER, months_after(today, -ago), posts)


def _elect(
    organisation: Organisation, number: int, since: date, posts: Sequence[Post], ended_on: date | None = None
) -> None:
    details = TermDetails(
        since=since,
        rule=TERM_COMMUNITY,
        number=number,
        elected_on=since,
        approved_on=since,
        approval_no="演示文号",
        ended_on=ended_on,
    )
    elect_committee(organisation=organisation, details=details, posts=posts, actor=SYSTEM)

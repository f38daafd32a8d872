"""``verify`` names offices that stand in a wrong term."""

from datetime import date

from tests.factories import Tree
from tests.party.cast import member_of
from tests.party.terms.support import elect

from lianxin.kernel import clock
from lianxin.orgs.models import Term
from lianxin.party.models import OfficeHolding
from lianxin.party.terms.checks import check_terms


def test_offices_stand_in_their_own_term(tree: Tree) -> None:
    member_of(tree.first)
    term = elect(tree.first, secretary="柳秀兰")
    elsewhere = elect(tree.second)

    def faults() -> list[str]:
        return [fault.message for fault in check_terms()]

    assert faults() == []
    OfficeHolding.objects.update(term=elsewhere)
    assert faults() == ["任职记在别的党组织的届次里。"]
    OfficeHolding.objects.update(term=term, since=date(2021, 1, 1))
    assert faults() == ["任职的日期不在所记的届次里。"]
    OfficeHolding.objects.update(since=term.since)
    Term.objects.filter(pk=term.pk).update(withdrawn_at=clock.now())
    assert faults() == ["任职记在已经撤回的届次里。"]

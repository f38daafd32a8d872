"""What terms tell the common rooms, registered when the app starts."""

from lianxin.declare.duties import register_duties
from lianxin.declare.ledgers import register_ledgers
from lianxin.declare.verification import register_check
from lianxin.orgs.registries import register_section
from lianxin.party.terms.checks import check_terms
from lianxin.party.terms.duties import duties_of
from lianxin.party.terms.ledger import TERMS
from lianxin.party.terms.showing import section_of


def register() -> None:
    """Called once when the app starts."""
    register_section("party.terms", section_of)
    register_duties("party.terms", duties_of)
    register_ledgers(TERMS)
    register_check("party.terms", "任职与届次", check_terms)

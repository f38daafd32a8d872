"""A member's record leaves the house on paper: made, and noted."""

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.party import queries
from lianxin.party.actions.common import entry_of
from lianxin.party.models import Member
from lianxin.party.printing import record_pdf

PRINT_RECORD = "party.print_record"


def print_record(*, member: Member, actor: Actor) -> bytes:
    """The record as PDF, numbers masked. Raises DocumentError."""
    made = record_pdf(member, queries.facts_of(member), queries.offices_of(member))
    with unit_of_work(actor) as work:
        work.record(entry_of(PRINT_RECORD, member, changes={"format": ["", "pdf"]}))
    return made

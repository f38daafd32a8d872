"""The kinds there are."""

from lianxin.residents.rosters.courtyards.kind import Courtyards
from lianxin.residents.rosters.kinds import Kind, registered
from lianxin.residents.rosters.models import Roster
from lianxin.residents.rosters.units.kind import Units

KINDS = registered((Courtyards(), Units()))


def kind_of(roster: Roster) -> Kind:
    """What a roster is about."""
    return KINDS[roster.kind]

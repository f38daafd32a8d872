"""Members, the dated facts about them, offices they hold, accounts that are theirs."""

from lianxin.party.models.account import PersonAccount
from lianxin.party.models.bulk import BulkChange, BulkRow
from lianxin.party.models.doubles import DuplicateCandidate, PersonMerge
from lianxin.party.models.fact import DatedFact
from lianxin.party.models.member import Affiliation, Member, MembershipChange
from lianxin.party.models.office import OfficeHolding
from lianxin.party.models.roster import HeadingSynonym, RosterBatch, StagedRow

__all__ = [
    "Affiliation",
    "BulkChange",
    "BulkRow",
    "DatedFact",
    "DuplicateCandidate",
    "HeadingSynonym",
    "Member",
    "MembershipChange",
    "OfficeHolding",
    "PersonAccount",
    "PersonMerge",
    "RosterBatch",
    "StagedRow",
]

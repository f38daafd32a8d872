"""The ledgers of members: 党员花名册, and 党组织一览 with what members tell about organisations."""

from lianxin.party.ledgers.members import MEMBERS, branches, members_in
from lianxin.party.ledgers.organisations import ORGANISATIONS

__all__ = ["MEMBERS", "ORGANISATIONS", "branches", "members_in"]

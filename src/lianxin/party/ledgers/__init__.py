"""The ledgers of members: 党员花名册, 党员增减登记, and 党组织一览 with what members tell about organisations."""

from lianxin.party.ledgers.changes import CHANGES
from lianxin.party.ledgers.members import MEMBERS
from lianxin.party.ledgers.organisations import ORGANISATIONS

__all__ = ["CHANGES", "MEMBERS", "ORGANISATIONS"]

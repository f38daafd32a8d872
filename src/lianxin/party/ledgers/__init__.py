"""The ledgers of members: 党员花名册, 党员增减登记, and 党组织一览 with what members tell about organisations."""

from lianxin.party.ledgers.changes import CHANGES
from lianxin.party.ledgers.members import MEMBERS, branches, members_in
from lianxin.party.ledgers.organisations import ORGANISATIONS
from lianxin.party.ledgers.statistics import AGE_BY_EDUCATION, STATISTICS
from lianxin.party.ledgers.yearly import TABLE_ONE

__all__ = [
    "AGE_BY_EDUCATION",
    "CHANGES",
    "MEMBERS",
    "ORGANISATIONS",
    "STATISTICS",
    "TABLE_ONE",
    "branches",
    "members_in",
]

"""Writes of the register of members."""

from lianxin.party.actions.accounts import tie_account
from lianxin.party.actions.branches import assign_branch
from lianxin.party.actions.correcting import Corrected, Correction, correct_member, correct_members
from lianxin.party.actions.facts import (
    convert_member,
    correct_fact,
    reopen_fact,
    set_fact,
    undo_fact,
    why_fact_has_ended,
    why_fact_stays,
)
from lianxin.party.actions.leaving import (
    Paper,
    depart_member,
    return_member,
    undo_departure,
    undo_return,
    why_return_stays,
)
from lianxin.party.actions.merging import merge_branches
from lianxin.party.actions.offices import appoint_office, correct_office, end_office, strike_office
from lianxin.party.actions.printing import print_record
from lianxin.party.actions.registering import Joining, enrol_person, register_members
from lianxin.party.actions.removing import (
    remove_member,
    remove_registered,
    was_known_before,
    why_member_stays,
    withdraw_enrolments,
)
from lianxin.party.actions.seeing import reveal_id_number, see_telephone

__all__ = [
    "Corrected",
    "Correction",
    "Joining",
    "Paper",
    "appoint_office",
    "assign_branch",
    "convert_member",
    "correct_fact",
    "correct_member",
    "correct_members",
    "correct_office",
    "depart_member",
    "end_office",
    "enrol_person",
    "merge_branches",
    "print_record",
    "register_members",
    "remove_member",
    "remove_registered",
    "reopen_fact",
    "return_member",
    "reveal_id_number",
    "see_telephone",
    "set_fact",
    "strike_office",
    "tie_account",
    "undo_departure",
    "undo_fact",
    "undo_return",
    "was_known_before",
    "why_fact_has_ended",
    "why_fact_stays",
    "why_member_stays",
    "why_return_stays",
    "withdraw_enrolments",
]

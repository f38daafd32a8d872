"""Writes of the register of members."""

from lianxin.party.actions.accounts import tie_account
from lianxin.party.actions.branches import assign_branch
from lianxin.party.actions.correcting import Corrected, Correction, correct_member, correct_members
from lianxin.party.actions.facts import convert_member, correct_fact, set_fact
from lianxin.party.actions.leaving import Paper, depart_member, return_member, undo_departure
from lianxin.party.actions.merging import merge_branches
from lianxin.party.actions.offices import appoint_office, end_office
from lianxin.party.actions.registering import Joining, enrol_person, register_members
from lianxin.party.actions.removing import remove_registered
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
    "depart_member",
    "end_office",
    "enrol_person",
    "merge_branches",
    "register_members",
    "remove_registered",
    "return_member",
    "reveal_id_number",
    "see_telephone",
    "set_fact",
    "tie_account",
    "undo_departure",
]

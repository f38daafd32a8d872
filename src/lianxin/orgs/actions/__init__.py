"""Writes of the tree and of communities."""

from lianxin.orgs.actions.communities import correct_community, correct_figure, state_figure, withdraw_figure
from lianxin.orgs.actions.founding import found_community, found_home_community, found_organisation
from lianxin.orgs.actions.steps import (
    correct_organisation,
    dissolve_organisation,
    move_organisation,
    regrade_organisation,
    rename_organisation,
)
from lianxin.orgs.actions.terms import TermDetails, correct_term, end_term, move_election, record_term, withdraw_term
from lianxin.orgs.actions.undoing import undo_organisation_step, why_step_stays
from lianxin.orgs.actions.values import CommunityDetails, FigureDetails, OrganisationDetails, Step

__all__ = [
    "CommunityDetails",
    "FigureDetails",
    "OrganisationDetails",
    "Step",
    "TermDetails",
    "correct_community",
    "correct_figure",
    "correct_organisation",
    "correct_term",
    "dissolve_organisation",
    "end_term",
    "found_community",
    "found_home_community",
    "found_organisation",
    "move_election",
    "move_organisation",
    "record_term",
    "regrade_organisation",
    "rename_organisation",
    "state_figure",
    "undo_organisation_step",
    "why_step_stays",
    "withdraw_figure",
    "withdraw_term",
]

"""Writes of the tree and of communities."""

from lianxin.orgs.actions.communities import correct_community, correct_figure, state_figure
from lianxin.orgs.actions.founding import found_community, found_home_community, found_organisation
from lianxin.orgs.actions.steps import (
    correct_organisation,
    dissolve_organisation,
    move_organisation,
    regrade_organisation,
    rename_organisation,
)
from lianxin.orgs.actions.undoing import undo_organisation_step, why_step_stays
from lianxin.orgs.actions.values import CommunityDetails, FigureDetails, OrganisationDetails, Step

__all__ = [
    "CommunityDetails",
    "FigureDetails",
    "OrganisationDetails",
    "Step",
    "correct_community",
    "correct_figure",
    "correct_organisation",
    "dissolve_organisation",
    "found_community",
    "found_home_community",
    "found_organisation",
    "move_organisation",
    "regrade_organisation",
    "rename_organisation",
    "state_figure",
    "undo_organisation_step",
    "why_step_stays",
]

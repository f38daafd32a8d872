"""Writes of the first run: an answer kept, and the founding from all of them."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lianxin.access.actions import give_grant
from lianxin.access.models import User
from lianxin.access.scope import open_grants
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import ADMINS, Role
from lianxin.kernel import clock
from lianxin.orgs.actions import CommunityDetails, found_home_community, found_organisation
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Community, Organisation
from lianxin.orgs.queries import home
from lianxin.portal.models import SetUpDraft
from lianxin.portal.set_up.forms import OrganisationsStep
from lianxin.portal.set_up.listing import BranchLine, branch_names, read_list


def needs_set_up(user: object) -> bool:
    """Whether this is the first person in an empty house."""
    return isinstance(user, User) and home() is None and not open_grants(user)


def keep_answer(*, user: User, step: str, answer: Mapping[str, Any], actor: Actor) -> None:
    """Keep what a step was told. Nothing is founded yet, so nothing stands in the trail either."""
    with unit_of_work(actor):
        SetUpDraft.objects.get_or_create(user=user, defaults={"changed_at": clock.now()})
        draft = SetUpDraft.objects.select_for_update().get(user=user)
        draft.answers = {**draft.answers, step: dict(answer)}
        draft.changed_at = clock.now()
        draft.save()


def found_from(*, forms_by_step: Mapping[str, forms.Form], actor: Actor, once: str = "") -> Community:
    """Found the community, its organisations and the first roles from answers that are in order, all or nothing.

    Raises ``RuleError`` when there is a home community already.
    """
    if actor.user_id is None:
        raise RuleError("第一次设置要登录以后在网页上做。")
    told, office = forms_by_step["community"].cleaned_data, forms_by_step["office"].cleaned_data
    organisations = forms_by_step["organisations"]
    assert isinstance(organisations, OrganisationsStep)
    kind = organisations.cleaned_data["kind"]
    with unit_of_work(actor, once=once):
        user = User.objects.get(pk=actor.user_id)
        community = found_home_community(
            community_name=told["name"],
            general_branch_name=organisations.name_on_seal(),
            kind=kind,
            street_name=told["street_name"],
            district_name=told["district_name"],
            profile=CommunityDetails(**told, **office),
            actor=actor,
        )
        for line in read_list(organisations.cleaned_data["branches"], kind):
            _found_branch(community, line, actor)
        for role in first_roles(forms_by_step["duties"].cleaned_data["role"]):
            give_grant(user=user, role=role, organisation=community.organisation, actor=actor)
        SetUpDraft.objects.filter(user=user).delete()
    return community


def first_roles(role: str) -> tuple[Role, ...]:
    """What the first account holds until others take over; the page warns about it."""
    return (Role(role), *ADMINS)


def _found_branch(community: Community, line: BranchLine, actor: Actor) -> None:
    above: Organisation = community.organisation
    called = ""
    if line.name:
        full, called = branch_names(line.name, community.name)
        above = found_organisation(
            parent=above, kind=OrganisationKind.BRANCH, name=full[:100], short_name=called[:50], actor=actor
        )
    for group in line.groups:
        name = group if group.startswith(called) else f"{called}{group}"
        found_organisation(parent=above, kind=OrganisationKind.GROUP, name=name[:100], short_name=group, actor=actor)

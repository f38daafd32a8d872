"""Organisations and communities."""

from decimal import Decimal

from tests.access.url_table import Row, Side, in_branch

from lianxin.declare.actors import OPERATOR
from lianxin.kernel import clock
from lianxin.orgs.actions import FigureDetails, Step, rename_organisation, state_figure
from lianxin.orgs.models import Organisation, OrganisationChange
from lianxin.orgs.rules import CHANGE, CHANGE_COMMUNITY, VIEW


def _branch(side: Side) -> list[object]:
    return [side.branch.pk]


def _community(side: Side) -> list[object]:
    return [side.community.pk]


def _step(side: Side) -> dict[str, object]:
    return {"version": side.branch.version, "on": clock.today().isoformat()}


def _renamed(side: Side) -> list[object]:
    branch = Organisation.objects.select_related("parent").get(pk=side.branch.pk)
    step = Step(clock.today())
    rename_organisation(
        organisation=branch, version=branch.version, name="误改", short_name="误改", step=step, actor=OPERATOR
    )
    return [branch.pk, OrganisationChange.objects.get(organisation=branch, kind="renamed").pk]


def _figure(side: Side) -> list[object]:
    details = FigureDetails(code="residents", value=Decimal(9325), stated_on=clock.today(), source="街道")
    return [side.community.pk, state_figure(community=side.community, details=details, actor=OPERATOR).pk]


ROWS = [
    Row("orgs:tree", VIEW),
    Row("orgs:organisation", VIEW, args=_branch, stands=in_branch),
    Row(
        "orgs:found",
        CHANGE,
        args=_branch,
        stands=in_branch,
        data={"kind": "340", "name": "第一党小组", "short_name": "一组"},
        post=302,
    ),
    Row(
        "orgs:correct",
        CHANGE,
        args=_branch,
        stands=in_branch,
        data=lambda side: {"version": side.branch.version, "contact_name": "王守信"},
        post=302,
    ),
    Row(
        "orgs:rename",
        CHANGE,
        args=_branch,
        stands=in_branch,
        data=lambda side: {**_step(side), "name": f"{side.word}新名支部委员会", "short_name": "新名支部"},
        post=302,
    ),
    # There is nowhere to move it to, and members stand in it: both are said, nothing is done.
    Row("orgs:move", CHANGE, args=_branch, stands=in_branch, data=_step, post=200, changes=False),
    Row(
        "orgs:regrade",
        CHANGE,
        args=_branch,
        stands=in_branch,
        data=lambda side: {**_step(side), "kind": "331"},
        post=302,
    ),
    Row("orgs:dissolve", CHANGE, args=_branch, stands=in_branch, data=_step, post=200, changes=False),
    Row(
        "orgs:undo_step",
        CHANGE,
        args=_renamed,
        stands=in_branch,
        data=lambda side: {"version": side.branch.version + 1, "reason": "登错了"},
        post=302,
    ),
    # With one community in sight the list leads to it.
    Row("orgs:communities", VIEW, get=302),
    Row("orgs:community", VIEW, args=_community),
    Row("orgs:community_print", VIEW, args=_community),
    Row("orgs:withdraw_figure", CHANGE_COMMUNITY, args=_figure, data={"version": 1, "reason": "报错了"}, post=302),
    Row(
        "orgs:correct_community",
        CHANGE_COMMUNITY,
        args=_community,
        data=lambda side: {
            "version": side.community.version,
            "name": f"{side.word}社区",
            "office_phone": "0871-0000000",
        },
        post=302,
    ),
    Row(
        "orgs:state_figure",
        CHANGE_COMMUNITY,
        args=_community,
        data={
            "code": "residents",
            "value": 9325,
            "stated_on": clock.today().isoformat(),
            "source": "街道",
        },
        post=302,
    ),
    Row(
        "orgs:correct_figure",
        CHANGE_COMMUNITY,
        args=_figure,
        data={
            "version": 1,
            "code": "residents",
            "value": 9326,
            "stated_on": clock.today().isoformat(),
            "source": "街道",
        },
        post=302,
    ),
]

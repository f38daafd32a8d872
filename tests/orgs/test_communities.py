from datetime import date
from decimal import Decimal

import pytest
from tests.factories import Tree

from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.orgs import queries
from lianxin.orgs.actions import CommunityDetails, FigureDetails, correct_community, correct_figure, state_figure
from lianxin.orgs.actions.communities import shown
from lianxin.orgs.models import StatedFigure


def state(tree: Tree, value: str, on: date, code: str = "area") -> StatedFigure:
    details = FigureDetails(code, Decimal(value), on, "社区年报")
    return state_figure(community=tree.community, details=details, actor=OPERATOR)


def test_the_profile_is_corrected_once_by_each(tree: Tree) -> None:
    details = CommunityDetails(
        name="复兴里社区", street_name="金碧街道", district_name="西山区", boundary_east="东寺街"
    )
    correct_community(community=tree.community, version=1, details=details, actor=OPERATOR)
    assert AuditChain.objects.get(pk=tree.community.pk).name == "复兴里社区"
    entry = AuditEntry.objects.get(action="orgs.correct_community")
    assert entry.changes == {"name": ["复兴社区", "复兴里社区"], "boundary_east": ["", "东寺街"]}
    with pytest.raises(StaleVersionError):
        correct_community(community=tree.community, version=1, details=details, actor=OPERATOR)


def test_figures_stand_with_day_and_source_and_the_latest_counts(tree: Tree) -> None:
    old, new = state(tree, "0.30", date(2020, 12, 31)), state(tree, "0.35", date(2024, 12, 31))
    assert queries.latest_figures(tree.community) == {"area": new}
    assert queries.latest_figures(tree.community, date(2023, 1, 1)) == {"area": old}
    assert (shown(new), new.label, new.source) == ("0.35 平方公里", "面积", "社区年报")
    assert shown(state(tree, "4519", date(2024, 12, 31), "households")) == "4519 户"


def test_figures_that_are_refused(tree: Tree) -> None:
    state(tree, "0.35", date(2024, 12, 31))
    for value, on, field in (
        ("0.4", date(2024, 12, 31), "stated_on"),
        ("1", date(2999, 1, 1), "stated_on"),
        ("-1", date(2024, 1, 1), "value"),
    ):
        with pytest.raises(RuleError) as refused:
            state(tree, value, on)
        assert refused.value.field == field


def test_a_slip_in_a_figure_is_corrected_with_versions(tree: Tree) -> None:
    figure = state(tree, "35", date(2024, 12, 31))
    details = FigureDetails("area", Decimal("0.35"), date(2024, 12, 31), "社区年报")
    correct_figure(figure=figure, version=1, details=details, actor=OPERATOR)
    assert shown(StatedFigure.objects.get(pk=figure.pk)) == "0.35 平方公里"
    with pytest.raises(StaleVersionError):
        correct_figure(figure=figure, version=1, details=details, actor=OPERATOR)

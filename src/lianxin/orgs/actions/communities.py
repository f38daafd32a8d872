"""Writes of the community's profile and its stated figures."""

from dataclasses import asdict

from django.db.models import QuerySet

from lianxin.audit.actions import open_chain
from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.orgs.actions.trail import entry
from lianxin.orgs.actions.values import CommunityDetails, FigureDetails, apply_values
from lianxin.orgs.choices import Figure
from lianxin.orgs.models import Community, StatedFigure


def correct_community(
    *, community: Community, version: int, details: CommunityDetails, actor: Actor, once: str = ""
) -> Community:
    """Correct the profile. Raises ``StaleVersionError``."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Community, community, version)
        changes = apply_values(community, {field: tidy_text(value) for field, value in asdict(details).items()})
        community.save()
        if "name" in changes:
            open_chain(community.pk, community.name, actor=actor)
        work.record(entry("orgs.correct_community", community.organisation, changes))
    return community


def state_figure(*, community: Community, details: FigureDetails, actor: Actor, once: str = "") -> StatedFigure:
    """Record what somebody stated. Raises ``RuleError`` for a second figure of the same item and day."""
    with unit_of_work(actor, once=once) as work:
        values = _checked(details)
        if _stated(community, details).exists():
            raise RuleError(f"{values['label']}在这一天已经填报过了，要改请用“更正”。", "stated_on")
        figure = StatedFigure.objects.create(community=community, **values)
        changes = {figure.label: ["", f"{shown(figure)}（{figure.stated_on}，{figure.source}）"]}
        work.record(entry("orgs.state_figure", community.organisation, changes))
    return figure


def correct_figure(
    *, figure: StatedFigure, version: int, details: FigureDetails, actor: Actor, once: str = ""
) -> StatedFigure:
    """Correct a slip in a stated figure; a newer statement is a new figure. Raises ``StaleVersionError``, ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        bump_version(StatedFigure, figure, version)
        values = _checked(details)
        if figure.withdrawn_at is not None:
            raise RuleError("这个数字已经撤回，不能再更正。")
        if _stated(figure.community, details).exclude(pk=figure.pk).exists():
            raise RuleError(f"{values['label']}在这一天已经有另一个填报数字。", "stated_on")
        changes = apply_values(figure, values)
        figure.save()
        work.record(entry("orgs.correct_figure", figure.community.organisation, changes))
    return figure


def withdraw_figure(*, figure: StatedFigure, version: int, reason: str, actor: Actor, once: str = "") -> StatedFigure:
    """Withdraw a figure that should not have been stated; it stays to be seen, crossed out.

    Raises ``StaleVersionError``, and ``RuleError`` when it was withdrawn already.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(StatedFigure, figure, version)
        if figure.withdrawn_at is not None:
            raise RuleError("这个数字已经撤回了。")
        figure.withdrawn_at, figure.withdrawn_by = clock.now(), actor.name[:100]
        figure.withdrawn_reason = tidy_text(reason)
        figure.save()
        changes = {figure.label: [f"{shown(figure)}（{figure.stated_on}，{figure.source}）", "撤回"]}
        work.record(
            entry("orgs.withdraw_figure", figure.community.organisation, changes, reason=figure.withdrawn_reason)
        )
    return figure


def shown(figure: StatedFigure) -> str:
    """The value without useless zeros, with its unit: ``0.35 平方公里``."""
    return f"{figure.value.normalize():f} {figure.unit}".strip()


def _stated(community: Community, details: FigureDetails) -> QuerySet[StatedFigure]:
    """What stands already for the same item and day."""
    return StatedFigure.objects.filter(
        community=community, code=details.code, stated_on=details.stated_on, withdrawn_at__isnull=True
    )


def _checked(details: FigureDetails) -> dict[str, object]:
    if details.stated_on > clock.today():
        raise RuleError("截止日期还没有到。", "stated_on")
    if details.value < 0:
        raise RuleError("数字不能小于 0。", "value")
    known = {figure.value: figure for figure in Figure}.get(details.code)
    values = asdict(details)
    if known is not None:
        values |= {"label": known.label, "unit": known.measure}
    return {name: tidy_text(value) if isinstance(value, str) else value for name, value in values.items()}

"""The community's profile and its stated figures."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from lianxin.access.scope import can, scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, once_of
from lianxin.kernel import clock
from lianxin.orgs import actions, queries, showing
from lianxin.orgs.actions import CommunityDetails, FigureDetails
from lianxin.orgs.actions.communities import shown
from lianxin.orgs.editing import FormPage, answer_form, changes_of, sent
from lianxin.orgs.forms import CommunityForm, CorrectFigureForm, StateFigureForm, WithdrawFigureForm
from lianxin.orgs.models import Community, StatedFigure
from lianxin.orgs.profile import profile_lines
from lianxin.orgs.rules import CHANGE_COMMUNITY, VIEW

PROFILE = (
    "name",
    "street_name",
    "district_name",
    "area_code",
    "boundary_east",
    "boundary_south",
    "boundary_west",
    "boundary_north",
    "office_address",
    "office_phone",
)
FIGURE = ("code", "value", "stated_on", "source")


@require_GET
@allowed(VIEW)
def communities(request: HttpRequest) -> HttpResponse:
    """The communities one may read; when there is but one, that one."""
    rows = list(queries.communities_visible_to(request.user))
    if len(rows) == 1:
        return redirect("orgs:community", rows[0].pk)
    return render(request, "orgs/communities.html", {"communities": rows})


@require_GET
@allowed(VIEW)
def community(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One community: where it is, whose it is, its figures: counted ones and stated ones side by side."""
    row = get_visible_or_404(queries.communities_visible_to(request.user), pk)
    may_change = scope_of(request.user, CHANGE_COMMUNITY).covers(row.organisation.path)
    context = {
        **_shown(request, row),
        "may_change": may_change,
        "withdrawn": showing.withdrawn_lines(queries.withdrawn_figures(row)) if may_change else [],
        "changes": changes_of(queries.KIND, row) if may_change else [],
        "may_export": can(request.user, "reports.export_ledgers"),
    }
    return render(request, "orgs/community.html", context)


@require_GET
@allowed(VIEW)
def community_print(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The profile on one sheet of A4."""
    row = get_visible_or_404(queries.communities_visible_to(request.user), pk)
    return render(request, "orgs/community_print.html", {**_shown(request, row, links=False), "back_url": _page(row)})


def _shown(request: HttpRequest, row: Community, *, links: bool = True) -> dict[str, Any]:
    today = clock.today()
    figures = showing.figure_lines(profile_lines([row], today), request.user)
    return {
        "community": row,
        "facts": showing.community_facts(row, links=links),
        "figures": figures,
        "any_stated": any(line.stated for line in figures),
        "today": today,
    }


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_COMMUNITY)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct the profile."""
    row = get_visible_or_404(queries.communities_visible_to(request.user, CHANGE_COMMUNITY), pk)
    form = CommunityForm(sent(request, _profile(row)), initial=_profile(row))

    def act() -> str:
        actions.correct_community(
            community=row,
            version=form.cleaned_data["version"],
            details=CommunityDetails(**form.values),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "概况已经更正。")
        return _page(row)

    page = FormPage(f"更正{row.name}概况", "台账、材料、打印件的抬头和概况从这里取。", _page(row), columns=2)
    return answer_form(request, form, act, page, _profile)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_COMMUNITY)
def state_figure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record a stated figure."""
    row = get_visible_or_404(queries.communities_visible_to(request.user, CHANGE_COMMUNITY), pk)
    form = StateFigureForm(sent(request))

    def act() -> str:
        details = FigureDetails(**form.cleaned_data)
        actions.state_figure(community=row, details=details, actor=actor_of(request), once=once_of(request))
        messages.success(request, "数字已经记下，连同日期和来源。")
        return _page(row)

    lead = "系统数不出来、由别处统计的数字记在这里，每个都带日期和来源。"
    return answer_form(request, form, act, FormPage("登记填报数字", lead, _page(row), "登记"))


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_COMMUNITY)
def correct_figure(request: HttpRequest, pk: uuid.UUID, figure: uuid.UUID) -> HttpResponse:
    """Correct a slip in a stated figure."""
    row = get_visible_or_404(queries.communities_visible_to(request.user, CHANGE_COMMUNITY), pk)
    stated = queries.figures_of(row).select_related("community__organisation").filter(pk=figure).first()
    if stated is None:
        raise Http404
    form = CorrectFigureForm(sent(request, _figure(stated)), initial=_figure(stated))

    def act() -> str:
        actions.correct_figure(
            figure=stated,
            version=form.cleaned_data["version"],
            details=FigureDetails(**form.values),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "数字已经更正。")
        return _page(row)

    lead = "只改写错的；有了新的数字请另登记一条，旧的留着可以对比。"
    return answer_form(request, form, act, FormPage(f"更正{stated.label}", lead, _page(row)), _figure)


@require_http_methods(["GET", "POST"])
@allowed(CHANGE_COMMUNITY)
def withdraw_figure(request: HttpRequest, pk: uuid.UUID, figure: uuid.UUID) -> HttpResponse:
    """Withdraw a figure that should not stand."""
    row = get_visible_or_404(queries.communities_visible_to(request.user, CHANGE_COMMUNITY), pk)
    stated = queries.figures_of(row).select_related("community__organisation").filter(pk=figure).first()
    if stated is None:
        raise Http404
    form = WithdrawFigureForm(sent(request), initial={"version": stated.version})

    def act() -> str:
        actions.withdraw_figure(
            figure=stated,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, "数字已经撤回，不再算数；记录还在。")
        return _page(row)

    lead = f"{stated.stated_on:%Y-%m-%d} 的 {shown(stated)}（{stated.source}）不该填报时用；只是写错了请用“更正”。"
    return answer_form(
        request,
        form,
        act,
        FormPage(f"撤回{stated.label}", lead, _page(row), "撤回"),
        lambda now: {"version": now.version},
    )


def _page(row: Community) -> str:
    return reverse("orgs:community", args=[row.pk])


def _profile(row: Community) -> dict[str, Any]:
    return {"version": row.version, **{name: getattr(row, name) for name in PROFILE}}


def _figure(row: StatedFigure) -> dict[str, Any]:
    return {"version": row.version, **{name: getattr(row, name) for name in FIGURE}}

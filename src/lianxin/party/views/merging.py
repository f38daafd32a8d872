"""One branch into another: ask, show what will happen, ask once more."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.scope import scope_of
from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, new_once, once_of
from lianxin.declare.errors import RuleError
from lianxin.orgs.actions import Step
from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.orgs.editing import FormPage, answer_form, sent
from lianxin.orgs.models import Organisation
from lianxin.orgs.queries import groups_of, organisations_visible_to
from lianxin.orgs.registries import Headcount, Section
from lianxin.orgs.rules import size_warnings
from lianxin.parameters.queries import rules_on
from lianxin.party.actions.merging import check_merger, members_of, merge_branches, offices_of
from lianxin.party.forms.merging import MergerForm
from lianxin.party.queries import headcounts
from lianxin.party.rules import MERGE
from lianxin.ui.parts import Link


@require_http_methods(["GET", "POST"])
@allowed(MERGE)
def merge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The form; what would happen, to be confirmed; the deed."""
    row = get_visible_or_404(organisations_visible_to(request.user, MERGE), pk)
    form = MergerForm(sent(request), initial={"version": row.version}, targets=_targets(request, row))
    asked = request.method == "POST" and "confirmed" not in request.POST
    if asked and form.is_valid():
        try:
            check_merger(row, form.cleaned_data["target"])
        except RuleError as error:
            form.add_error(error.field, error.message)
        else:
            return _ask_again(request, row, form)

    def act() -> str:
        data = form.cleaned_data
        number = merge_branches(
            source=row,
            version=data["version"],
            target=data["target"],
            step=Step(data["on"], data["document_no"], data["note"]),
            actor=actor_of(request),
            once=once_of(request),
        )
        messages.success(request, f"{row.short_name}并入{data['target'].short_name}，{number} 名党员一起编过去了。")
        return _page(data["target"])

    lead = "上级批复合并以后办：党员一起编过去，任职、党小组、支部到那一天为止。下一页会列出要发生的事，再确认一次。"
    page = FormPage(f"{row.short_name}并入别的支部", lead, _page(row), "看看会怎样")
    if asked and not form.is_valid():
        return render(
            request,
            "orgs/form.html",
            {"form": form, "page": page, "conflicts": [], "conflict": False, "once": new_once()},
        )
    return answer_form(request, form, act, page, lambda now: {"version": now.version})


def merger_section(user: object, row: Organisation) -> Section:
    """The way there from a branch's own page."""
    if row.kind not in BRANCH_KINDS or row.dissolved_on is not None or row.pk == row.community_id:
        return Section()
    if not scope_of(user, MERGE).covers(row.path):
        return Section()
    return Section(links=[Link("并入别的支部", reverse("party:merge", args=[row.pk]))])


def _ask_again(request: HttpRequest, row: Organisation, form: MergerForm) -> HttpResponse:
    data = form.cleaned_data
    target: Organisation = data["target"]
    kept = {
        "version": data["version"],
        "target": target.pk,
        "on": data["on"].isoformat(),
        "document_no": data["document_no"],
        "note": data["note"],
        "confirmed": "1",
    }
    context: dict[str, Any] = {
        "heading": f"{row.short_name}并入{target.short_name}",
        "text": f"从 {data['on']:%Y-%m-%d} 起，下面这些一次办完。",
        "items": _what_happens(row, target),
        "fields": [{"name": name, "value": value} for name, value in kept.items()],
        "submit": "确定合并",
        "tone": "danger",
        "cancel_url": _page(row),
    }
    return render(request, "ui/confirm.html", context)


def _what_happens(row: Organisation, target: Organisation) -> list[str]:
    members, offices, groups = members_of(row), offices_of(row), list(groups_of(row))
    items = [f"{len(members)} 名党员的组织关系编到{target.short_name}，增减登记里记“支部之间调整”。"]
    if groups:
        items.append(f"{len(groups)} 个党小组（{'、'.join(each.short_name for each in groups)}）撤销，到新支部再编组。")
    if offices:
        names = "、".join(f"{each.member.person.name}（{each.get_office_display()}）" for each in offices)
        items.append(f"任职到这一天结束：{names}。")
    items.append(f"{row.name}撤销，资料和沿革都还在。")
    counts = headcounts([row.path, target.path])
    both = Headcount(
        sum(counts[each.path].members for each in (row, target)), sum(counts[each.path].full for each in (row, target))
    )
    return [*items, *(f"提醒：合并以后{warning}" for warning in size_warnings(target.kind, both, rules_on()))]


def _targets(request: HttpRequest, row: Organisation) -> Any:  # noqa: ANN401 - a queryset
    rows = organisations_visible_to(request.user, MERGE).filter(community=row.community_id, dissolved_on__isnull=True)
    return rows.filter(kind__in=[kind.value for kind in BRANCH_KINDS]).exclude(pk=row.pk)


def _page(row: Organisation) -> str:
    return reverse("orgs:organisation", args=[row.pk])

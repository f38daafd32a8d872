"""The tree, and one organisation with its history."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianxin.access.scope import scope_of
from lianxin.access.views_support import allowed, get_visible_or_404
from lianxin.orgs import queries, showing
from lianxin.orgs.editing import changes_of
from lianxin.orgs.forms import TreeFilterForm
from lianxin.orgs.registries import sections_of
from lianxin.orgs.rules import CHANGE, VIEW, child_kinds
from lianxin.search.index import find_ids
from lianxin.ui.paging import asked_page, paging_links

TREE_PAGE = 100


@require_GET
@allowed(VIEW)
def tree(request: HttpRequest) -> HttpResponse:
    """The organisations in scope, indented, by their place in the tree."""
    form = TreeFilterForm(request.GET)
    form.is_valid()
    rows = queries.organisations_visible_to(request.user)
    if not form.cleaned_data.get("all"):
        rows = queries.standing(rows)
    query = form.cleaned_data.get("q", "")
    if query:
        rows = rows.filter(pk__in=find_ids(query, scope_of(request.user, VIEW).paths, queries.KIND))
    page = asked_page(rows, request.GET, keys=("path",), size=TREE_PAGE)
    lines = showing.tree_lines(page.rows, flat=bool(query))
    return render(
        request,
        "orgs/tree.html",
        {
            "form": form,
            "lines": lines,
            "counted": any(line.count for line in lines),
            "paging": paging_links(page, request),
        },
    )


@require_GET
@allowed(VIEW)
def organisation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One organisation: facts, what it stands under, what stands under it, its history."""
    row = get_visible_or_404(queries.organisations_visible_to(request.user).select_related("parent", "community"), pk)
    may_change = scope_of(request.user, CHANGE).covers(row.path)
    section = sections_of(request.user, row)
    return render(
        request,
        "orgs/organisation.html",
        {
            "organisation": row,
            "facts": [*showing.facts_of(row), *section.facts],
            "links": section.links,
            "crumbs": showing.crumbs_of(queries.upper_line(row), request.user),
            "children": showing.tree_lines(list(row.children.order_by("path")), flat=True),
            "warnings": [*showing.warnings_of(row), *section.warnings],
            "history": showing.history_events(queries.history_of(row)),
            "changes": changes_of(queries.KIND, row) if may_change else [],
            "may_change": may_change and row.dissolved_on is None,
            "may_correct": may_change,
            "undoable": showing.undoable(queries.latest_step(row)) if may_change else None,
            "may_found": may_change and bool(child_kinds(row)),
            "is_community": row.community_id == row.pk,
        },
    )

"""Reads of sheets on their way and of what was sent."""

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.declare.refs import RefTarget
from lianxin.kernel.text import tidy_text
from lianxin.orgs.models import Community, Organisation
from lianxin.orgs.queries import communities_visible_to
from lianxin.party.models import HeadingSynonym
from lianxin.reports.queries import scope_named
from lianxin.reports.sheets.layouts.conditions import Vocabulary, plain
from lianxin.reports.sheets.layouts.recognise import Words
from lianxin.reports.sheets.models import HeadingUse, SheetDraft, SheetHeading, Submission
from lianxin.reports.sheets.rules import FILL, VIEW_SUBMISSIONS
from lianxin.tables.wordings import bare

_HEAVY = ("included", "findings", "filters")


def drafts_visible_to(user: object) -> QuerySet[SheetDraft]:
    """The blank sheets of the communities for which the user may fill them."""
    rows = SheetDraft.objects.select_related("community__organisation", "file", "submission")
    return scope_of(user, FILL).narrow(rows, "path")


def waiting_drafts(user: object) -> QuerySet[SheetDraft]:
    """Those not filled yet, the newest first."""
    return drafts_visible_to(user).filter(filled_at__isnull=True).order_by("-created_at", "-id")


def submissions_visible_to(user: object) -> QuerySet[Submission]:
    """What was sent from the communities the user may see it of."""
    rows = Submission.objects.select_related("organisation", "file")
    return scope_of(user, VIEW_SUBMISSIONS).narrow(rows, "path")


def listed_submissions(user: object, words: str = "") -> QuerySet[Submission]:
    """The same for a list, without what only one page needs; narrowed to a title, a giver or a way of sending."""
    rows = submissions_visible_to(user).defer(*_HEAVY)
    wanted = tidy_text(words)
    if not wanted:
        return rows
    return rows.filter(Q(title__icontains=wanted) | Q(asked_by__icontains=wanted) | Q(sent_how__icontains=wanted))


def communities_to_fill_for(user: object) -> QuerySet[Community]:
    """The communities for which the user may fill sheets, this installation's own first."""
    return communities_visible_to(user, FILL).order_by("-is_home", "organisation__path")


def organisations_to_fill_for(community: Community) -> QuerySet[Organisation]:
    """Whose members a sheet may ask for: the community's and every organisation below it that stands."""
    return Organisation.objects.filter(community=community.pk, dissolved_on__isnull=True).order_by("path")


def words_of(community: Community) -> Words:
    """What headings mean here: the names of organisations, and what clerks explained, here or when importing."""
    own = SheetHeading.objects.filter(community=community).values_list("use", "heading", "meaning")
    explained: dict[str, dict[str, str]] = {HeadingUse.COLUMN: {}, HeadingUse.COUNT: {}}
    for use, heading, meaning in own:
        explained[use][heading] = meaning
    imported = HeadingSynonym.objects.filter(community=community).exclude(field="").values_list("heading", "field")
    columns = {bare(heading): name for heading, name in imported} | explained[HeadingUse.COLUMN]
    return Words(Vocabulary(_names(community), explained[HeadingUse.COUNT]), columns)


def _names(community: Community) -> Mapping[str, tuple[str, str]]:
    """Names by which counting tables call organisations; a name that two of them have is nobody's."""
    found: dict[str, tuple[str, str] | None] = {}
    rows = organisations_to_fill_for(community).values_list("name", "short_name", "path")
    for name, short_name, path in rows:
        for called in {plain(name), plain(short_name)} - {""}:
            found[called] = None if called in found and found[called] != (path, short_name) else (path, short_name)
    found.setdefault(plain(community.name), (community.organisation.path, community.name))
    return {called: place for called, place in found.items() if place is not None}


def submission_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of what was sent, for ``declare.refs``."""
    rows = Submission.objects.filter(pk__in=list(ids)).values_list("pk", "title")
    return {pk: RefTarget(title, reverse("sheets:submission", args=[pk])) for pk, title in rows}


def draft_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of blank sheets, for ``declare.refs``."""
    rows = SheetDraft.objects.filter(pk__in=list(ids)).values_list("pk", "file_name")
    return {pk: RefTarget(name, reverse("sheets:draft", args=[pk])) for pk, name in rows}


def organisation_named(name: str) -> tuple[Community, Organisation] | None:
    """The one organisation of that full or short name that lies in a community, with it; None when none or several are.

    As ``reports.queries.scope_named`` finds it.
    """
    scope = scope_named(name)
    found = Organisation.objects.filter(path__in=scope.paths).first() if scope is not None else None
    if found is None or found.community_id is None:
        return None
    community = Community.objects.select_related("organisation").get(pk=found.community_id)
    return community, found

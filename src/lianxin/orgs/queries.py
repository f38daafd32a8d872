"""Reads of the tree, the communities, their history and figures."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from lianxin.access.scope import next_path, scope_of
from lianxin.declare.refs import RefTarget
from lianxin.declare.written import ask, key_of
from lianxin.orgs.choices import BRANCH_KINDS, OrganisationKind
from lianxin.orgs.matching import BranchMatcher
from lianxin.orgs.models import Community, Organisation, OrganisationChange, StatedFigure, Term
from lianxin.orgs.paths import ancestors
from lianxin.orgs.rules import VIEW

KIND = "orgs.organisation"


def organisations_visible_to(user: object, code: str = VIEW) -> QuerySet[Organisation]:
    """The organisations where the user may do ``code``, the dissolved ones too, in the order of the tree."""
    return scope_of(user, code).narrow(Organisation.objects.order_by("path"), "path")


def communities_visible_to(user: object, code: str = VIEW) -> QuerySet[Community]:
    """The communities where the user may do ``code``."""
    rows = Community.objects.select_related("organisation").order_by("organisation__path")
    return scope_of(user, code).narrow(rows, "organisation__path")


def home_community() -> Community | None:
    """The community of this installation; None before the first set-up."""
    return Community.objects.select_related("organisation").filter(is_home=True).first()


def demonstration_mark() -> str:
    """What stands on paper made from the demonstration, so that nobody takes it for a record; "" for a real community."""
    home = home_community()
    return "演示数据，不作凭据" if home is not None and home.is_demo else ""


class Home(NamedTuple):
    """As much of the home community as stands on every page."""

    pk: uuid.UUID
    name: str
    is_demo: bool
    path: str


def home() -> Home | None:
    """The community of this installation in short, for every page; None before the first set-up."""
    rows = ask(
        "SELECT o.id, c.name, c.is_demo, o.path FROM orgs_community c "
        "JOIN orgs_organisation o ON o.id = c.organisation_id WHERE c.is_home"
    )
    for pk, name, is_demo, path in rows:
        return Home(key_of(pk), name, bool(is_demo), path)
    return None


def subtree(path: str) -> QuerySet[Organisation]:
    """An organisation and everything below it, in the order of the tree, the dissolved ones too."""
    return Organisation.objects.filter(path__gte=path, path__lt=next_path(path)).order_by("path")


def standing(rows: QuerySet[Organisation], on: date | None = None) -> QuerySet[Organisation]:
    """Those that existed on a day (None: that are not dissolved now)."""
    if on is None:
        return rows.filter(dissolved_on__isnull=True)
    return rows.filter(
        Q(founded_on__isnull=True) | Q(founded_on__lte=on), Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on)
    )


def branches_of(community: Community) -> QuerySet[Organisation]:
    """The branches of a community that stand today, by their order."""
    rows = Organisation.objects.filter(community_id=community.pk, kind__in=BRANCH_KINDS)
    return standing(rows).order_by("position", "path")


def groups_of(branch: Organisation) -> QuerySet[Organisation]:
    """The Party groups of a branch that stand today, by their order."""
    return standing(branch.children.filter(kind=OrganisationKind.GROUP)).order_by("position", "path")


def branch_matcher(community: Community) -> BranchMatcher:
    """Finds branches by what rosters call them; reads the branches once."""
    own = Organisation.objects.get(pk=community.pk)
    return BranchMatcher(community, own, list(branches_of(community)))


def match_branch(community: Community, text: str) -> Organisation | None:
    """The branch a text means (full name, short name, 第一 / 一 / 1), the community's own organisation when it is
    named, None when nothing or more than one fits. For many rows take :func:`branch_matcher`.
    """
    return branch_matcher(community).find(text)


def upper_line(organisation: Organisation) -> list[Organisation]:
    """The organisations above, from the root down. Names of organisations above one's own scope are no secret."""
    paths = ancestors(organisation.path)
    return list(Organisation.objects.filter(path__in=paths).order_by("path")) if paths else []


def history_of(organisation: Organisation) -> QuerySet[OrganisationChange]:
    """The steps of an organisation's history, the latest first, those of an unknown day last, withdrawn ones too."""
    latest_first = F("happened_on").desc(nulls_last=True)
    return OrganisationChange.objects.filter(organisation=organisation).order_by(latest_first, "-id")


def latest_step(organisation: Organisation) -> OrganisationChange | None:
    """The step that was recorded last and counts: the only one that may be taken back."""
    rows = OrganisationChange.objects.filter(organisation=organisation, withdrawn_at__isnull=True)
    return rows.order_by("-recorded_at", "-id").first()


def figures_of(community: Community) -> QuerySet[StatedFigure]:
    """Every stated figure that stands, by item, the latest of each first."""
    rows = StatedFigure.objects.filter(community=community, withdrawn_at__isnull=True)
    return rows.order_by("code", "-stated_on")


def withdrawn_figures(community: Community) -> QuerySet[StatedFigure]:
    """The latest figures that were withdrawn."""
    rows = StatedFigure.objects.filter(community=community, withdrawn_at__isnull=False)
    return rows.order_by("-withdrawn_at", "-id")[:20]


def latest_figures(community: Community, on: date | None = None) -> dict[str, StatedFigure]:
    """The figure in force for each item: the latest stated on or before ``on`` (None: of all)."""
    rows = figures_of(community)
    if on is not None:
        rows = rows.filter(stated_on__lte=on)
    latest: dict[str, StatedFigure] = {}
    for figure in rows:
        latest.setdefault(figure.code, figure)
    return latest


def terms_visible_to(user: object, code: str = VIEW) -> QuerySet[Term]:
    """The terms of the organisations where the user may do ``code``, withdrawn ones left out."""
    rows = Term.objects.filter(withdrawn_at__isnull=True).select_related("organisation")
    return scope_of(user, code).narrow(rows, "organisation__path")


def terms_of(organisation: Organisation) -> QuerySet[Term]:
    """The terms of an organisation, the latest first, withdrawn ones left out."""
    return Term.objects.filter(organisation=organisation, withdrawn_at__isnull=True).order_by("-since", "-id")


def elections_by(rows: QuerySet[Term], day: date) -> QuerySet[Term]:
    """Of the terms those that run and whose next election is to be held by a day, the most pressing first.

    That is the day approved for it, otherwise that of the rule.
    """
    rows = rows.filter(ended_on__isnull=True, withdrawn_at__isnull=True, organisation__dissolved_on__isnull=True)
    by = Coalesce("moved_to", "due_on")
    return rows.annotate(election_by=by).filter(election_by__lte=day).order_by("election_by", "id")


def possible_parents(
    organisation: Organisation, among: QuerySet[Organisation], kinds: Iterable[str]
) -> QuerySet[Organisation]:
    """Organisations of the given kinds it could be put under: standing, not itself, not below it, same community."""
    rows = standing(among).filter(kind__in=list(kinds)).exclude(children=organisation)
    rows = rows.exclude(path__gte=organisation.path, path__lt=next_path(organisation.path))
    own = organisation.community_id == organisation.pk
    return rows.filter(community_id=None if own else organisation.community_id)


def organisation_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of organisations, for ``declare.refs``."""
    rows = Organisation.objects.filter(pk__in=list(ids)).values_list("pk", "name")
    return {pk: RefTarget(name, reverse("orgs:organisation", args=[pk])) for pk, name in rows}

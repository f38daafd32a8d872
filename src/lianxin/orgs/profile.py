"""The figures of a community on a day: counted from the registers, stated by somebody, or both side by side."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianxin.orgs.choices import BRANCH_KINDS, Figure, OrganisationKind
from lianxin.orgs.models import Community, Organisation, StatedFigure
from lianxin.orgs.queries import standing
from lianxin.orgs.registries import Counted, counted_on
from lianxin.orgs.rules import VIEW


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One item: what the registers count (None: they do not), and what was stated, the one in force first."""

    community: Community
    code: str
    label: str
    counted: Counted | None
    stated: Sequence[StatedFigure]

    @property
    def figure(self) -> StatedFigure | None:
        """The stated figure in force."""
        return self.stated[0] if self.stated else None

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.counted is not None and self.figure is not None and self.figure.value != self.counted.value


def profile_lines(communities: Sequence[Community], day: date) -> list[ProfileLine]:
    """Every item of each community: the stated ones in their order, then what only the registers count.

    As many queries for one community as for all.
    """
    counted = counted_on(communities, day)
    stated = _stated_by(communities, day)
    return [
        line
        for community in communities
        for line in _of_one(community, counted.get(community.pk, ()), stated.get(community.pk, {}))
    ]


def _of_one(
    community: Community, counted: Sequence[Counted], stated: Mapping[str, list[StatedFigure]]
) -> list[ProfileLine]:
    by_code = {figure.code: figure for figure in counted}
    labels = {figure.value: str(figure.label) for figure in Figure}
    labels |= {code: figures[0].label for code, figures in stated.items() if code not in labels}
    first = [
        ProfileLine(community, code, label, by_code.get(code), stated.get(code, ()))
        for code, label in labels.items()
        if code in stated or code in by_code
    ]
    rest = [ProfileLine(community, each.code, each.label, each, ()) for each in counted if each.code not in labels]
    return [*first, *rest]


def _stated_by(communities: Collection[Community], day: date) -> dict[uuid.UUID, dict[str, list[StatedFigure]]]:
    rows = StatedFigure.objects.filter(community__in=communities, stated_on__lte=day, withdrawn_at__isnull=True)
    found: dict[uuid.UUID, dict[str, list[StatedFigure]]] = {}
    for row in rows.order_by("-stated_on", "-id"):
        found.setdefault(row.community_id, {}).setdefault(row.code, []).append(row)
    return found


def counted_organisations(communities: Collection[Community], day: date) -> Mapping[uuid.UUID, Sequence[Counted]]:
    """Branches and Party groups of the day."""
    rows = standing(Organisation.objects.filter(community__in=[row.pk for row in communities]), day)
    found: dict[uuid.UUID, list[str]] = {row.pk: [] for row in communities}
    for community, kind in rows.values_list("community_id", "kind"):
        if community is not None:
            found[community].append(kind)
    branches = {kind.value for kind in BRANCH_KINDS}
    return {
        pk: [
            _organisations("branches", "党支部", sum(kind in branches for kind in kinds)),
            _organisations("groups", "党小组", kinds.count(OrganisationKind.GROUP.value)),
        ]
        for pk, kinds in found.items()
    }


def _organisations(code: str, label: str, number: int) -> Counted:
    return Counted(code, label, number, "个", "organisations", VIEW, f"当天已成立、未撤销的{label}")

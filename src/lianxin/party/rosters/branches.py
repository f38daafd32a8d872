"""Which branch and group a roster's words mean in the community it is brought into."""

import uuid
from dataclasses import dataclass

from lianxin.orgs.choices import BRANCH_KINDS, OrganisationKind
from lianxin.orgs.models import Community, Organisation
from lianxin.orgs.queries import branch_matcher

TO_BE_FOUNDED = uuid.UUID(int=1)
"""Stands for a branch that is founded at commit, while rows are compared before it exists."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What the words of a row mean.

    ``organisation`` None: nothing said, or the community itself; ``new_branch``: the words, when the branch is to be
    founded; ``doubt``: field, code and sentence of a warning.
    """

    organisation: uuid.UUID | None = None
    group: uuid.UUID | None = None
    new_branch: str = ""
    doubt: tuple[str, str, str] | None = None


class BranchFinder:
    """Branches and groups of one community by the words rosters use; each pair of words is looked up once."""

    def __init__(self, community: Community) -> None:
        self._matcher = branch_matcher(community)
        self._own = Organisation.objects.get(pk=community.pk)
        standing = list(Organisation.objects.filter(community_id=community.pk, dissolved_on__isnull=True))
        self._groups = [each for each in standing if each.kind == OrganisationKind.GROUP]
        self._standing = {each.pk for each in standing}
        self._meant: dict[tuple[str, str], Meant] = {}
        self._new: dict[str, str] = {}

    @property
    def new_branches(self) -> list[str]:
        """The words of the branches to be founded that were met so far, each branch once, in the order of meeting."""
        return list(self._new.values())

    def meant(self, branch: str, group: str) -> Meant:
        """What a row's words for branch and group mean; "" for none."""
        key = (branch, group)
        found = self._meant.get(key)
        if found is None:
            found = self._meant[key] = self._look_up(branch, group)
        return found

    def founded(self, branch: Organisation) -> None:
        """Take a branch into account that was just founded."""
        self._matcher.add(branch)
        self._standing.add(branch.pk)
        self._meant.clear()

    def stands(self, organisation: object) -> bool:
        """Whether an organisation is one of the community's that are not dissolved."""
        return organisation in self._standing

    def _look_up(self, branch: str, group: str) -> Meant:
        place = self._branch(branch) if branch else Meant()
        if not group or place.new_branch:
            return place
        inside = [each for each in self._groups if place.organisation in (None, each.parent_id)]
        key = self._matcher.key(group)
        fitting = [each for each in inside if group in (each.name, each.short_name)] or [
            each for each in inside if key and key in (self._matcher.key(each.name), self._matcher.key(each.short_name))
        ]
        if len(fitting) == 1:
            return Meant(fitting[0].parent_id, fitting[0].pk, doubt=place.doubt)
        reason = f"没有找到党小组“{group}”，这一格先空着。"
        return Meant(place.organisation, doubt=place.doubt or ("group", "group_unknown", reason))

    def _branch(self, text: str) -> Meant:
        found = self._matcher.find(text)
        if found is not None:
            return Meant(None if found.pk == self._own.pk and self._own.kind not in BRANCH_KINDS else found.pk)
        if self._own.kind in BRANCH_KINDS:
            reason = f"“{text}”不是本支部，先登记在{self._own.short_name}。"
            return Meant(doubt=("branch", "branch_unknown", reason))
        words = self._new.setdefault(self._matcher.key(text) or text, text)
        return Meant(TO_BE_FOUNDED, new_branch=words)

"""Where a relation may stand: the community's branches and groups, checked once for many members."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from lianxin.declare.errors import RuleError
from lianxin.orgs.choices import BRANCH_KINDS, OrganisationKind
from lianxin.orgs.models import Community, Organisation


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a relation stands; ``path`` is that of the narrower of branch and group."""

    organisation_id: uuid.UUID
    group_id: uuid.UUID | None
    path: str
    name: str


class Places:
    """The organisations of one community that a batch of members needs, read in one query."""

    def __init__(self, own: Organisation, others: Iterable[Organisation]) -> None:
        self.own = own
        self._known = {own.pk: own, **{each.pk: each for each in others}}
        self._resolved: dict[tuple[uuid.UUID | None, uuid.UUID | None], Standing] = {}

    @classmethod
    def of(cls, community: Community, ids: Iterable[object]) -> "Places":
        """The community's own organisation and the named ones; unnamed (None) are passed over."""
        wanted = {each for each in ids if isinstance(each, uuid.UUID)} | {community.pk}
        rows = {row.pk: row for row in Organisation.objects.select_related("parent").filter(pk__in=wanted)}
        return cls(rows.pop(community.pk), rows.values())

    @property
    def waiting_in(self) -> uuid.UUID | None:
        """The organisation in which members are 待分支部; None where the community itself is one branch."""
        return None if self.own.kind in BRANCH_KINDS else self.own.pk

    def name(self, pk: uuid.UUID | None) -> str:
        """The everyday name of a loaded organisation, "" for none."""
        return self._known[pk].short_name if pk in self._known else ""

    def names(self) -> dict[uuid.UUID, str]:
        """Everyday names of all that were loaded."""
        return {pk: row.short_name for pk, row in self._known.items()}

    def resolve(self, organisation: uuid.UUID | None, group: uuid.UUID | None) -> Standing:
        """Where a member of that branch and group stands; neither given: the community's own organisation.

        Raises ``RuleError`` for an organisation of another community, a dissolved one, one that takes no members, or
        a group of another branch.
        """
        key = (organisation, group)
        if key not in self._resolved:
            self._resolved[key] = self._standing(organisation, group)
        return self._resolved[key]

    def _standing(self, organisation: uuid.UUID | None, group: uuid.UUID | None) -> Standing:
        team = self._group(group) if group else None
        branch = self._branch(organisation) if organisation else (team.parent if team else None) or self.own
        if team is not None and team.parent_id != branch.pk:
            raise RuleError(f"{team.short_name}不在{branch.short_name}里，请先选对支部。", "group")
        return Standing(branch.pk, team.pk if team else None, (team or branch).path, branch.short_name)

    def _branch(self, pk: uuid.UUID) -> Organisation:
        branch = self._of_community(pk, "organisation")
        if branch.pk != self.own.pk and branch.kind not in BRANCH_KINDS:
            raise RuleError(f"{branch.short_name}不是党支部，组织关系不能落在这里。", "organisation")
        return branch

    def _group(self, pk: uuid.UUID) -> Organisation:
        team = self._of_community(pk, "group")
        if team.kind != OrganisationKind.GROUP:
            raise RuleError(f"{team.short_name}不是党小组。", "group")
        return team

    def _of_community(self, pk: uuid.UUID, field: str) -> Organisation:
        row = self._known.get(pk)
        if row is None or not row.path.startswith(self.own.path):
            raise RuleError("选的党组织不在本社区。", field)
        if row.dissolved_on is not None:
            raise RuleError(f"{row.short_name}已经撤销，组织关系不能落在这里。", field)
        return row

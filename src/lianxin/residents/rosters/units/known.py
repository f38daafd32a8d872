"""The units a community has registered, found by credit code, name, or a name they once had."""

import uuid
from dataclasses import dataclass

from lianxin.orgs.models import Community
from lianxin.residents.choices import UnitChangeKind
from lianxin.residents.models import Unit, UnitChange
from lianxin.residents.rosters.kinds import Note
from lianxin.residents.rosters.remarks import Warn


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a line means. ``contradiction`` says why it cannot be told; ``other``: the code is another unit's."""

    unit: Unit | None = None
    note: Note | None = None
    contradiction: str = ""
    other: bool = False


class Known:
    """One community's units; those still here go before those gone."""

    def __init__(self, community: Community) -> None:
        self._by_id: dict[str, Unit] = {}
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[str, Unit] = {}
        rows = Unit.objects.filter(community=community).select_related("community__organisation", "place")
        for unit in sorted(rows, key=lambda unit: (unit.closed_on is not None, unit.pk)):
            self._by_id[str(unit.pk)] = unit
            self._by_name.setdefault(unit.name, unit)
            if unit.credit_code:
                self._by_code.setdefault(unit.credit_code, unit)
        former = UnitChange.objects.filter(
            unit__community=community, kind=UnitChangeKind.RENAMED, withdrawn_at__isnull=True
        )
        self._former: dict[str, set[uuid.UUID]] = {}
        for name, pk in former.values_list("before", "unit"):
            self._former.setdefault(name, set()).add(pk)

    def by_id(self, pk: str) -> Unit | None:
        """The unit of that id."""
        return self._by_id.get(pk)

    def find(self, name: str, code: str) -> Match:
        """The unit a line with this name and credit code ("" for none) means."""
        by_code = self._by_code.get(code) if code else None
        by_name = self._by_name.get(name)
        if by_code is not None:
            if by_name is not None and by_name.pk != by_code.pk and by_name.closed_on is None:
                reason = f"代码是“{by_code.name}”的，名称却是另一个单位，请对照营业执照核对哪一个写错了。"
                return Match(contradiction=reason, other=True)
            return Match(by_code, self._told_apart(name, by_code))
        former = self._once_called(name) if by_name is None or by_name.closed_on is not None else None
        unit = former or by_name
        if unit is not None and code and unit.credit_code and unit.closed_on is None:
            reason = f"登记簿里“{unit.name}”的代码是 {unit.credit_code}，与这里的不同，请对照营业执照核对。"
            return Match(contradiction=reason)
        return Match(unit, self._told_apart(name, unit) if unit is not None else None)

    def _once_called(self, name: str) -> Unit | None:
        ids = self._former.get(name, set())
        here = [unit for pk in ids if (unit := self._by_id[str(pk)]).closed_on is None]
        return here[0] if len(here) == 1 else None

    def _told_apart(self, name: str, unit: Unit) -> Note | None:
        if name == unit.name:
            return None
        if unit.pk in self._former.get(name, ()):
            return Note("name", Warn.FORMER_NAME, f"这是“{unit.name}”的曾用名，按现在的单位登记。")
        reason = f"登记簿里叫“{unit.name}”，名称没有改；如果已经更名，请在单位页面办“更名”。"
        return Note("name", Warn.NAME_DIFFERS, reason)

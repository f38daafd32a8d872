"""Branches and groups typed as a simple list, one a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.kernel.text import tidy_text
from lianxin.orgs.choices import OrganisationKind

MOST_LINES = 300
_MARK = re.compile(r"^(?:[-–—·•*]\s*|[(（]?\d{1,3}[)）.、．]\s*)+")
"""What people put before a line of a list: a dash, a dot, a number."""
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_BRANCH_TAIL = re.compile(r"(?:党?支部委员会|党支部|支部|党支)$")
_SEALS = {
    OrganisationKind.PRIMARY_COMMITTEE: "委员会",
    OrganisationKind.GENERAL_BRANCH: "总支部委员会",
    OrganisationKind.BRANCH: "支部委员会",
}


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch and its groups as typed; ``name`` "" for groups directly under the community's own branch."""

    name: str
    groups: tuple[str, ...] = ()


class ListError(ValueError):
    """A list that cannot be read; the text says which line and how to write it."""


def read_list(text: str, kind: str) -> list[BranchLine]:
    """The branches with their groups: a line that ends in 组 is a group of the branch above it.

    ``kind`` is that of the community's own organisation: under a branch there are groups only. Raises ``ListError``.
    """
    lines = [name for line in text.splitlines() if (name := tidy_text(_MARK.sub("", tidy_text(line))))]
    if len(lines) > MOST_LINES:
        raise ListError(f"最多写 {MOST_LINES} 行，这里有 {len(lines)} 行。")
    own_is_branch = kind == OrganisationKind.BRANCH
    read: list[tuple[str, list[str]]] = [("", [])] if own_is_branch else []
    for number, name in enumerate(lines, 1):
        if len(name) > 50:
            raise ListError(f"第 {number} 行太长，一个名称最多 50 个字。")
        if name.endswith("组"):
            if not read:
                raise ListError(f"第 {number} 行“{name}”是党小组，上面要先写它所在的支部。")
            read[-1][1].append(name)
        elif own_is_branch:
            raise ListError(f"社区自己就是党支部，下面不能再设支部（第 {number} 行“{name}”）；党小组的名称以“组”结尾。")
        else:
            read.append((name, []))
    refuse_twins([name for name, _ in read])
    for _, groups in read:
        refuse_twins(groups)
    return [BranchLine(name, tuple(groups)) for name, groups in read if name or groups]


def refuse_twins(names: Sequence[str]) -> None:
    """Refuse a name that stands twice. Raises ``ListError``."""
    for name in names:
        if names.count(name) > 1:
            raise ListError(f"“{name}”写了两次。")


def own_name(community: str, kind: str) -> str:
    """The full name a community's own organisation usually has on its seal: 中共复兴社区总支部委员会."""
    return f"中共{community}{_SEALS[OrganisationKind(kind)]}"


def branch_names(line: str, community: str) -> tuple[str, str]:
    """Full and short name of a branch typed as ``line``: 第一支部 or 中共复兴社区第一支部委员会 both give both."""
    stem = _BRANCH_TAIL.sub("", _PARTY.sub("", line).removeprefix(community)) or line
    full = line if _PARTY.match(line) else f"中共{community}{stem}支部委员会"
    return full, f"{stem}支部"


def short_names(lines: Sequence[BranchLine], community: str) -> list[str]:
    """What the branches of a list will be called: 第一党支部 and 第一支部 are one."""
    return [branch_names(line.name, community)[1] for line in lines if line.name]

"""Which branch a roster means: the same branch is written in many ways."""

import re
import unicodedata
from collections.abc import Iterable

from lianxin.kernel.text import tidy_text
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Community, Organisation

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100}
_NUMERAL = re.compile("第?([〇零○一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰]+)")
_ARABIC = re.compile(r"第?0*(\d+)号?")
_IGNORED = re.compile(r"[\s()（）\[\]【】〔〕「」“”\"'·・,，、.。:：;；_\-—－]+")
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_BRANCH_TAIL = re.compile(r"(?:党?支部委员会|党支部|支部|党支)$")
_BODIES = ("党总支", "总支部委员会", "总支部", "总支", "党委", "委员会", "社区")
"""Words that may be left between the community's name and the branch's."""
_BODY_TAIL = re.compile(
    r"(?:总支部委员会|总支委员会|总支部|党总支|总支|党支部委员会|支部委员会|党支部|支部|党委|委员会)$"
)

_OWN_BY_KIND = {
    OrganisationKind.GENERAL_BRANCH: frozenset({"总支", "党总支", "总支部", "党总支部", "总支部委员会"}),
    OrganisationKind.PRIMARY_COMMITTEE: frozenset({"党委", "党委会", "委员会"}),
}
"""What a community's own organisation is called in its own house, perhaps with 社区 or 本社区 before it."""


def branch_key(text: str, above: Iterable[str] = ()) -> str:
    """What identifies a branch in its name: `复兴社区第一党支部` `第一支部` `一支部` `1` all give `1`.

    ``above`` are names that may stand before it (community, street, general branch), without their endings.
    """
    bare = _PARTY.sub("", _bare(text))
    prefixes = sorted({*(_bare(name) for name in above), *_BODIES} - {""}, key=len, reverse=True)
    cut = True
    while cut:
        cut = False
        for prefix in prefixes:
            if bare.startswith(prefix):
                bare, cut = bare.removeprefix(prefix), True
    return _numbers(_BRANCH_TAIL.sub("", bare))


def own_names(community: Community, own: Organisation) -> set[str]:
    """The names of a community's own organisation, bare and without their endings."""
    names = {_PARTY.sub("", _bare(name)) for name in (community.name, own.name, own.short_name)}
    stems = {_BODY_TAIL.sub("", name) for name in names}
    stems |= {stem.removesuffix("社区") for stem in stems}
    return (names | stems) - {""}


class BranchMatcher:
    """Finds branches of one community by name; a name that fits two of them is nobody's."""

    def __init__(self, community: Community, own: Organisation, branches: Iterable[Organisation]) -> None:
        self._own = own
        self._own_names = own_names(community, own)
        self._above = {*self._own_names, community.street_name, community.district_name}
        self._exact: dict[str, Organisation | None] = {}
        self._loose: dict[str, Organisation | None] = {}
        for branch in branches:
            self.add(branch)

    def add(self, branch: Organisation) -> None:
        """Take a branch into account that was founded meanwhile."""
        for name in {_bare(branch.name), _bare(branch.short_name)}:
            self._exact[name] = branch if self._exact.get(name, branch) == branch else None
        for name in {self.key(branch.name), self.key(branch.short_name)} - {""}:
            self._loose[name] = branch if self._loose.get(name, branch) == branch else None

    def key(self, text: str) -> str:
        """What would identify a branch of that name in this community; equal keys mean the same branch."""
        return branch_key(text, self._above)

    def find(self, text: str) -> Organisation | None:
        """The branch that is meant, the community's own organisation when that is named, or None."""
        bare = _bare(text)
        if not bare:
            return None
        exact = self._exact.get(bare)
        if exact is not None:
            return exact
        plain = _PARTY.sub("", bare)
        if plain in self._own_names or self._is_called(plain):
            return self._own
        return self._loose.get(self.key(text))

    def _is_called(self, plain: str) -> bool:
        own = _OWN_BY_KIND.get(OrganisationKind(self._own.kind), frozenset())
        return plain.removeprefix("本").removeprefix("社区") in own


def _bare(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", tidy_text(text))).upper()


def _numbers(text: str) -> str:
    text = _NUMERAL.sub(lambda found: _arabic(found.group(1)), text)
    return _ARABIC.sub(lambda found: found.group(1), text)


def _arabic(numeral: str) -> str:
    """`十二` gives `12`; a row of digits without ten or hundred (`一二`) is read digit by digit."""
    if not any(character in _TENS for character in numeral):
        return "".join(str(_DIGITS[character]) for character in numeral)
    total, digit = 0, 0
    for character in numeral:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return str(total + digit)

"""Everyday words of cells in rosters of any kind: nothing, the same as above, yes, no."""

import re

from lianxin.kernel.text import tidy_text, to_half_width

_PREFIX = re.compile(r"^[0-9A-Za-z]{1,6}\s*[-_.:、—–\s]*\s*(?=[^\W0-9A-Za-z_])")
_BRACKETED = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_NO_BRACKETS = str.maketrans("", "", "()[]【】〔〕")

BLANKS = frozenset(
    "无 没有 暂无 不详 未知 不清楚 不明 待查 待补 待补充 未填 空 空白 略 — —— - -- --- － / // \\ 、 . 。 * ** NULL null None "
    "none N/A n/a NA #N/A #VALUE! #REF! #NAME? #DIV/0! #NULL! #NUM! ? ？ … …… ／ ___ _".split()
)
"""The forms say that no cell may be left blank and that 无 or — is written (domain §2.1): these say nothing."""

DITTOS = frozenset(
    '同上 〃 〃〃 " "" ″ \'\' “ ” “” 〞 〝 ＂ ″″ 同上行 同前 同 上 同上 同上。 （同上） (同上) -同上- —同上— ,, 、、'.split()
) | {"同 上", "同\u3000上", "同  上"}

YES = frozenset("是 有 属于 对 √ ✓ ✔ ☑ y yes true t 1 1.是 是的 为".split())
NO = frozenset("否 无 不是 没有 不属于 × ✗ ✘ x n no false f 0 0.否 2 2.否 不 非".split())


def plain(text: str) -> str:
    """Text for looking up: half-width, one line, no apostrophe before it, no blank inside."""
    return to_half_width(tidy_text(text)).lstrip("'‘’`").rstrip(".。,，、").replace(" ", "")


def yes_or_no(text: str) -> bool | None:
    """Whether a text says yes or no; None if neither."""
    for form in forms(text):
        if form.lower() in YES:
            return True
        if form.lower() in NO:
            return False
    return None


def without_code(text: str) -> str:
    """`01-工人` → `工人`; a text whose number belongs to it (`3栋`, `9楼`) stays as it is."""
    found = re.fullmatch(r"\d{1,6}\s*[-_、—]+\s*(?P<label>[^\W\d_].*)", text)
    return found["label"] if found else text


def forms(text: str) -> tuple[str, ...]:
    """What to look up, the most exact first: `中共党员（预备）` and `离（退）休` mean what is in the brackets too."""
    whole = plain(text)
    joined, outside = whole.translate(_NO_BRACKETS), _BRACKETED.sub("", whole)
    return tuple(dict.fromkeys((whole, joined, _PREFIX.sub("", joined), outside, _PREFIX.sub("", outside))))

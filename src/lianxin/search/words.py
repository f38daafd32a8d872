"""The words of an entry beyond its text: where it stands, what it is, its whole title.

They stand in the same full-text row as the text's tokens, so that scope and kind narrow the search inside the index
and not afterwards. Each begins with a Greek letter, which words of texts and queries never contain (`plain_word`).
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lianxin.declare.paths import SEGMENT
from lianxin.kernel.names import search_tokens

LONGEST_WHOLE_TITLE = 20
_PLACE, _KIND, _WHOLE = "\u03c0", "\u03ba", "\u03c4"
_ODD = re.compile("[^0-9a-z \u3400-\u4dbf\u4e00-\u9fa5]")


def plain_word(token: str) -> str:
    """Tokens that every full-text engine takes for one word each: signs and rare characters by their number."""
    return _ODD.sub(lambda found: f"u{ord(found.group()):x}", token)


def scope_word(path: str) -> str:
    """The word of a subtree."""
    return f"{_PLACE}{path.lower()}"


@lru_cache(maxsize=1024)
def scope_words(path: str) -> tuple[str, ...]:
    """The words of all subtrees a path lies in."""
    return tuple(scope_word(path[:end]) for end in range(SEGMENT, len(path) + 1, SEGMENT))


def moved_words(words: str, path: str) -> str:
    """An entry's words with those of another place."""
    kept = (word for word in words.split(" ") if not word.startswith(_PLACE))
    return " ".join((*kept, *scope_words(path)))


@lru_cache
def kind_word(kind: str) -> str:
    """The word of a kind."""
    return f"{_KIND}{plain_word(kind.lower())}"


def title_word(title: str) -> str:
    """The word of a whole title, "" for one too long to be typed."""
    squeezed = "".join(title.lower().split())
    return f"{_WHOLE}{plain_word(squeezed)}" if 0 < len(squeezed) <= LONGEST_WHOLE_TITLE else ""


def text_words(texts: Iterable[str]) -> str:
    """The words that texts are found by, with a blank between."""
    return plain_word(" ".join(token for text in texts for token in search_tokens(text)))


def entry_words(kind: str, title: str, path: str, texts: Sequence[str]) -> str:
    """Every word of an entry, with a blank between."""
    return " ".join(filter(None, (text_words(texts), title_word(title), kind_word(kind), *scope_words(path))))

"""A list of codes and labels that can be looked up by either, as people and other systems write them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from lianxin.kernel.text import tidy_text, to_half_width

_CODE_AND_LABEL = re.compile(r"(?P<code>[0-9]+)\s*[-_.:、\u2014\u2013]*\s*(?P<label>[^0-9\s_.:、\u2014\u2013-].*)?")
_WHOLE_NUMBER_AS_FLOAT = re.compile(r"([0-9]+)\.0+")


class CodeTable:
    """One standard's codes.

    `standard` is its number and title, `labels` code to label in the order to show them, `width` the usual number of
    digits of a code.
    """

    def __init__(self, standard: str, labels: Mapping[str, str], other_names: Mapping[str, str] | None = None) -> None:
        """`other_names` are further words for codes; a word that stands for two codes must not be among them."""
        self.standard = standard
        self.labels: Mapping[str, str] = MappingProxyType(dict(labels))
        self.width = max(len(code) for code in self.labels)
        self._codes = {_bare(label): code for code, label in self.labels.items()}
        self._codes |= {_bare(name): code for name, code in (other_names or {}).items()}
        self._spelt = {
            code: (label, *(name for name, meant in (other_names or {}).items() if meant == code))
            for code, label in self.labels.items()
        }

    def __contains__(self, code: object) -> bool:
        """Whether it is a code of this table."""
        return code in self.labels

    def __repr__(self) -> str:
        """The standard's number and title."""
        return f"<CodeTable {self.standard}>"

    def label(self, code: str) -> str | None:
        """The label of a code."""
        return self.labels.get(code)

    def choices(self) -> list[tuple[str, str]]:
        """Code and label, in order, as form fields take them."""
        return list(self.labels.items())

    def find(self, text: str) -> str | None:
        """The code meant by `汉`, `汉族`, `01`, `01-汉族`, `1` (a numeric cell that lost its zero); None if unknown.

        When a number stands before a label, the label decides and must not contradict: `02-汉族` is unknown, but
        `011-汉族`, whose number is none of this table's, is Han. Nothing is guessed.
        """
        typed = _bare(text)
        if typed in self._codes:
            return self._codes[typed]
        numbered = _CODE_AND_LABEL.fullmatch(_WHOLE_NUMBER_AS_FLOAT.sub(r"\1", to_half_width(tidy_text(text))))
        if numbered is None:
            return None
        code = self._padded(numbered["code"])
        if numbered["label"] is None:
            return code
        named = self._codes.get(_bare(numbered["label"]))
        return named if code is None or code == named else None

    def words_of(self, code: str) -> list[str]:
        """Every word that means the code, as it is stored when nobody wrote anything else: label, names, the code."""
        return [code, *(self._spelt.get(code, ()))]

    def _padded(self, number: str) -> str | None:
        padded = number.zfill(self.width)
        return padded if padded in self.labels else None


def _bare(text: str) -> str:
    return to_half_width(tidy_text(text)).replace(" ", "").lower()

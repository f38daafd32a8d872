"""Pinyin of single characters, from the table of the pypinyin package.

Only its table of characters is read, straight from the package's folder: importing the package would load its
47,000 phrases as well, which costs a third of a second at start and does nothing for names.
"""

import json
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lianxin.kernel.names.readings import OTHER_READINGS, SURNAMES

_TABLE_FILE = "pinyin_dict.json"
_MARKED_U = str.maketrans("ǖǘǚǜü", "vvvvv")


@cache
def readings(character: str) -> tuple[str, ...]:
    """Every reading worth finding a character by: the usual one first, then other living ones, then as a surname.

    Lower case without tones, ü as v (as keyboards have it), lu and nu found besides lv and nv. Empty for a
    character that has no pinyin.
    """
    known = OTHER_READINGS.get(character) or _dictionary_reading(character)
    if character in SURNAMES:
        known = (*known, *_dictionary_reading(character), SURNAMES[character])
    plain = tuple(plain_syllable(reading) for reading in known)
    without_dots = tuple(reading.replace("v", "u") for reading in plain if reading[:2] in {"lv", "nv"})
    return tuple(dict.fromkeys(plain + without_dots))


def usual_reading(character: str) -> str | None:
    """How a character is read in a given name or a place; nothing when it has no pinyin."""
    known = readings(character)
    return known[0] if known else None


def plain_syllable(syllable: str) -> str:
    """A syllable without tone mark, ü as v: `lǚ` becomes `lv`."""
    if syllable.isascii():
        return syllable
    decomposed = unicodedata.normalize("NFD", syllable.translate(_MARKED_U))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _dictionary_reading(character: str) -> tuple[str, ...]:
    listed = _table().get(str(ord(character)))
    return (listed.split(",", 1)[0],) if listed else ()


@cache
def _table() -> dict[str, str]:
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed", name="pypinyin")
    text = Path(package.origin).with_name(_TABLE_FILE).read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(text)
    return table

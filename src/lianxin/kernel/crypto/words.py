"""A key as groups of characters that people can print, read aloud and type back.

A key is 35 bytes: one of suite, 32 of key, two of checksum. Written in Crockford's base 32 (no I, L, O, U) it makes
fourteen groups of four characters, each with a fifth that checks the group and its place: every single wrong character
and every exchange of neighbours is found, and the group named.
"""

import hashlib
from collections.abc import Iterable

from lianxin.kernel.crypto.errors import KeyWordsError
from lianxin.kernel.crypto.suites import Suite

WORDS_PER_KEY = 14
MASTER_SIZE = 32

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_TAKEN_FOR = str.maketrans("OIL", "011")
_WORD_SIZE = 5
_BITS = 5
_CHECKSUM_SIZE = 2
_GF32_POLYNOMIAL = 0b100101


def to_words(suite: Suite, master: bytes) -> list[str]:
    """The fourteen groups of a master key of 32 bytes."""
    body = bytes([suite]) + master
    payload = int.from_bytes(body + _checksum(body), "big")
    count = WORDS_PER_KEY * (_WORD_SIZE - 1)
    values = [payload >> _BITS * (count - 1 - place) & 31 for place in range(count)]
    groups = [values[start : start + _WORD_SIZE - 1] for start in range(0, count, _WORD_SIZE - 1)]
    return [
        "".join(_ALPHABET[value] for value in (*group, _check_value(place, group)))
        for place, group in enumerate(groups, start=1)
    ]


def from_words(words: Iterable[str]) -> tuple[Suite, bytes]:
    """The suite and master key of fourteen groups; small letters, and O I L for 0 1 1, are taken.

    Raises:
        KeyWordsError: a group is wrong (named), one is missing, or they are of different keys.
    """
    typed = list(words)
    if len(typed) != WORDS_PER_KEY:
        raise KeyWordsError(f"密钥应有 {WORDS_PER_KEY} 组字符，这里是 {len(typed)} 组。")
    payload = 0
    for place, word in enumerate(typed, start=1):
        for value in _group_values(place, word):
            payload = payload << _BITS | value
    content = payload.to_bytes(1 + MASTER_SIZE + _CHECKSUM_SIZE, "big")
    body, checksum = content[:-_CHECKSUM_SIZE], content[-_CHECKSUM_SIZE:]
    if checksum != _checksum(body) or body[0] not in set(Suite):
        raise KeyWordsError("各组字符都读得懂，但合不成一把密钥，请检查是否混入了另一张密钥单的内容。")
    return Suite(body[0]), body[1:]


def _group_values(place: int, word: str) -> list[int]:
    values = [_VALUES.get(character) for character in word.strip().upper().translate(_TAKEN_FOR)]
    group = [value for value in values if value is not None]
    if len(values) != _WORD_SIZE or len(group) != _WORD_SIZE or group[-1] != _check_value(place, group[:-1]):
        raise KeyWordsError(f"密钥的第 {place} 组字符不对，请对照密钥单重抄这一组。", group=place)
    return group[:-1]


def _check_value(place: int, group: list[int]) -> int:
    """A weighted sum in the field of 32 elements, begun with the group's place."""
    check = place
    for value in group:
        check = _doubled(check) ^ value
    return _doubled(check)


def _doubled(value: int) -> int:
    shifted = value << 1
    return shifted ^ _GF32_POLYNOMIAL if shifted > 31 else shifted


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()[:_CHECKSUM_SIZE]

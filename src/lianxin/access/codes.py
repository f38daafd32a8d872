"""Codes on printed slips: short enough to type, long enough not to be guessed, no letter that looks like another."""

import secrets

from lianxin.kernel.crypto import keyring
from lianxin.kernel.text import to_half_width

ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
"""Without 0 O, 1 I L, 2 Z, 5 S, 8 B: 25 characters."""
LENGTH = 10
"""25¹⁰ ≈ 2⁴⁶ codes, tried at most twenty times an address in a row (``lockout``)."""
GROUPS = (4, 4, 2)
SLIP_CONTEXT = "access.slip.code"


def new_code() -> str:
    """A fresh code without its hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As printed: ``K7MP-4QXR-9T``."""
    parts, start = [], 0
    for size in GROUPS:
        parts.append(code[start : start + size])
        start += size
    return "-".join(parts)


def tidy_code(typed: str) -> str:
    """What was typed, without blanks and hyphens, half width, upper case."""
    return "".join(character for character in to_half_width(typed).upper() if character.isalnum())


def code_index(code: str) -> str:
    """What the database holds of a code: useless without the installation's key."""
    return keyring().index(code, SLIP_CONTEXT)

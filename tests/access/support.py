"""What tests of accounts share."""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from uuid import UUID

PASSWORD = "窗外梧桐 九月渡口 三更"


@dataclass
class Place:
    """What a grant needs to know of an organisation."""

    pk: UUID
    path: str
    name: str


def code_at(secret: str, moment: float) -> str:
    """RFC 6238 written down once more, so that the product's own is not its witness: six digits of half a minute."""
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"

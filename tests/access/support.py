"""What tests of accounts share."""

from dataclasses import dataclass
from uuid import UUID

PASSWORD = "窗外梧桐 九月渡口 三更"


@dataclass
class Place:
    """What a grant needs to know of an organisation."""

    pk: UUID
    path: str
    name: str

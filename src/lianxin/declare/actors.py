"""Who does a thing: the shape every write asks for as ``actor``."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ActorKind(StrEnum):
    """The three kinds of hand that can write."""

    USER = "user"
    OPERATOR = "operator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A user, this computer's operator (command line) or the system.

    ``user_id`` is set for users only; ``name`` is what the audit trail shows;
    ``address`` is the network address a user came from, empty elsewhere.
    """

    kind: ActorKind
    name: str
    user_id: uuid.UUID | None = None
    address: str = ""


OPERATOR = Actor(ActorKind.OPERATOR, "本机管理员（命令行）")
SYSTEM = Actor(ActorKind.SYSTEM, "系统")


class Channel(StrEnum):
    """How a fact reached the office (design: provenance)."""

    DESK = "desk"
    TELEPHONE = "telephone"
    WECHAT = "wechat"
    LETTER = "letter"
    VISIT = "visit"
    PAPER = "paper"
    WEB = "web"
    ROSTER = "roster"

    @property
    def label(self) -> str:
        """The Chinese word for the channel."""
        return _CHANNEL_LABELS[self]


_CHANNEL_LABELS = {
    Channel.DESK: "到社区来说",
    Channel.TELEPHONE: "电话",
    Channel.WECHAT: "微信",
    Channel.LETTER: "信件",
    Channel.VISIT: "上门",
    Channel.PAPER: "纸质表格",
    Channel.WEB: "网页",
    Channel.ROSTER: "名册导入",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a fact comes from: when it happened, by which channel, on whose behalf."""

    happened_on: date | None = None
    channel: Channel = Channel.DESK
    on_behalf_of: str = ""

"""Which fields may be changed for many at once, and what a value of them is."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from lianxin.kernel.crypto import keyring
from lianxin.orgs.models import Organisation
from lianxin.party.choices import Floating
from lianxin.party.models import BulkChange
from lianxin.party.records import FIELDS, NOT_FLOATING, MemberValues, shown

CONTEXT = "party.bulk_change"
PLACE = "organisation"
FACTS = ("employment", "floating", "new_economy")
TEXTS = (
    "employer",
    "job_post",
    "residence",
    "hukou",
    "native_place",
    "post_in_party",
    "archive_unit",
    "tech_title",
    "new_stratum",
    "frontline",
)
"""Words that many may well share; what says something of one person only (name, dates, numbers, health) is not here."""
CHANGEABLE = (PLACE, *FACTS, *TEXTS)
FLOATINGS = [(Floating.OUTWARD.value, "流出"), (NOT_FLOATING, "不是流动党员")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: a field's new value (None: emptied), for dated ones from a day on.

    Of a place ``value`` is the branch and ``group`` the group in it; ``words`` say it as pages do.
    """

    field: str
    value: Any
    on: date | None = None
    group: uuid.UUID | None = None
    words: str = ""

    @property
    def values(self) -> MemberValues:
        """As the record says it."""
        return cast("MemberValues", {self.field: self.value})

    @property
    def told(self) -> str:
        """The new value in words, with its day."""
        words = self.words or "（清空）"
        return f"{words}（{self.on:%Y-%m-%d}起）" if self.on else words


def label_of(field: str) -> str:
    """The field's name on the page."""
    return "所在党支部、党小组" if field == PLACE else FIELDS[field].label


def words_of(field: str, value: object) -> str:
    """A value in words, "" for none."""
    if field == "new_economy":
        return "是" if value else "否"
    return shown(field, value)


def seal_wanted(bulk_id: uuid.UUID, wanted: Wanted) -> bytes:
    """Encrypted JSON, tied to the change."""
    content = {"value": wanted.value, "group": wanted.group, "words": wanted.words}
    return keyring().seal(json.dumps(content, ensure_ascii=False, default=str), f"{CONTEXT}:{bulk_id}")


def wanted_of(bulk: BulkChange) -> Wanted:
    """What a bulk change is to write."""
    assert bulk.sealed is not None
    content: Mapping[str, Any] = json.loads(keyring().open(bytes(bulk.sealed), f"{CONTEXT}:{bulk.pk}"))
    value, group = content["value"], content["group"]
    if bulk.field == PLACE:
        value = uuid.UUID(value)
    return Wanted(bulk.field, value, bulk.on, uuid.UUID(group) if group else None, content["words"])


def place_words(branch: Organisation, group: Organisation | None) -> str:
    """A branch, and the group in it."""
    return branch.short_name + (f" {group.short_name}" if group else "")

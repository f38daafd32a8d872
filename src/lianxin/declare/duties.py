"""What is due (应办): computed by the apps from their facts, never stored, shown on 今日.

Only what a rule demands or somebody was promised is ever overdue. What the office set itself never turns red, so that
nobody writes false entries to please a screen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class DutyKind(StrEnum):
    """Why it is due."""

    RULE = "rule"
    PROMISE = "promise"
    WISH = "wish"

    @property
    def label(self) -> str:
        """规定, 承诺 or 自定."""
        return {"rule": "规定", "promise": "承诺", "wish": "自定"}[self.value]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to see to, or a group of alike things that one list settles.

    ``what`` names it (换届提醒), ``whom`` for whom (第一支部; 张三、李四 等), ``note`` says what is known in one
    sentence, ``basis`` the rule with its article ("" for none), ``since`` from when it can be settled, ``due_on`` by
    when (None: no day), ``settle`` the words of the link to ``url`` where it is settled, ``count`` how many it groups,
    ``nudge`` what stands in the place of a day where there is none (该问候了).
    """

    kind: DutyKind
    what: str
    whom: str
    settle: str
    url: str
    note: str = ""
    basis: str = ""
    since: date | None = None
    due_on: date | None = None
    count: int = 1
    nudge: str = ""

    def overdue(self, today: date) -> bool:
        """Whether its day has passed; never for what the office set itself."""
        return self.kind is not DutyKind.WISH and self.due_on is not None and self.due_on < today


DutySource = Callable[["AbstractBaseUser", date], Iterable[Duty]]
"""A user and today → what is due within that user's scope; a fixed number of queries, few rows."""

_sources: dict[str, DutySource] = {}


def register_duties(code: str, source: DutySource) -> None:
    """Let an app say what is due; ``code`` is "app.noun"."""
    _sources[code] = source


def duty_sources() -> dict[str, DutySource]:
    """All sources by their code."""
    return dict(_sources)

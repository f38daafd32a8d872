"""Who does which kind of work: runners of jobs, and what is done by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianxin.jobs.handle import JobHandle
from lianxin.kernel import clock

Runner = Callable[[JobHandle], str]
"""Does a job from wherever it stands to its end and returns the result as a Chinese sentence.

It is called again after a kill, so each step it takes must be marked done in the step's own transaction. Between steps
(at least every ten seconds) it calls ``handle.progress``. It raises ``JobFailedError`` when trying again is of no use.
"""

WhenCancelled = Callable[[JobHandle], str]
"""Called when a job was stopped between two steps: takes back or leaves what is done, and says in Chinese which."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: who does it, what pages call it, what happens when it is stopped, where its result is.

    ``when_cancelled`` None: it cannot be stopped. ``ref`` names the kind of thing (``declare.refs``) that the job's
    subject is; its page is where the result is seen.
    """

    code: str
    runner: Runner
    title: str = ""
    when_cancelled: WhenCancelled | None = None
    ref: str = ""


_runners: dict[str, Kind] = {}


def register_runner(
    kind: str, runner: Runner, *, title: str = "", when_cancelled: WhenCancelled | None = None, ref: str = ""
) -> None:
    """Name who does jobs of ``kind`` ("party.commit_roster"); called in ``ready``."""
    _runners[kind] = Kind(kind, runner, title, when_cancelled, ref)


def kind_of(code: str) -> Kind:
    """The kind; KeyError when no app does such work."""
    return _runners[code]


def runner_of(kind: str) -> Runner:
    """The runner of a kind; KeyError when no app does such work."""
    return _runners[kind].runner


def kinds() -> dict[str, Kind]:
    """Every kind by its code."""
    return dict(_runners)


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again after so long (not less than a minute)."""

    span: timedelta
    hour: int | None = None

    def after(self, moment: datetime, hour: int | None) -> datetime:
        """The next time after ``moment``."""
        return moment + self.span

    def words(self, hour: int | None) -> str:
        """For the page."""
        minutes = int(self.span.total_seconds() // 60)
        if minutes % 60:
            return f"每 {minutes} 分钟"
        return "每小时" if minutes == 60 else f"每 {minutes // 60} 小时"


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day; ``hour`` is the shipped hour (Beijing time), the row's own hour counts."""

    hour: int

    def after(self, moment: datetime, hour: int | None) -> datetime:
        """The next time after ``moment``."""
        local = moment.astimezone(clock.TZ)
        at = local.replace(hour=self.hour if hour is None else hour, minute=0, second=0, microsecond=0)
        return at if at > local else at + timedelta(days=1)

    def words(self, hour: int | None) -> str:
        """For the page."""
        return f"每天 {self.hour if hour is None else hour} 点"


@dataclass(frozen=True, slots=True)
class Planned:
    """Something done by the clock; safe to repeat, and quick: what is long asks for a job."""

    code: str
    title: str
    when: Every | Daily
    do: Callable[[], object]


_planned: dict[str, Planned] = {}


def register_schedule(code: str, title: str, when: Every | Daily, do: Callable[[], object]) -> None:
    """Let the worker do something by the clock; its row is made when the worker starts. What was missed is done once."""
    _planned[code] = Planned(code, title, when, do)


def planned() -> dict[str, Planned]:
    """What was registered, by its code."""
    return dict(_planned)

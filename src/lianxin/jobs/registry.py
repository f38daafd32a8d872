"""Who does which kind of work: runners of jobs, and small chores done again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from lianxin.jobs.handle import JobHandle

Runner = Callable[[JobHandle], str]
"""Does a job from wherever it stands to its end and returns the result as a Chinese sentence.

It is called again after a kill, so each step it takes must be marked done in the step's own transaction. Between steps
(at least every ten seconds) it calls ``handle.progress``. It raises ``JobFailedError`` when trying again is of no use.
"""

_runners: dict[str, Runner] = {}


def register_runner(kind: str, runner: Runner) -> None:
    """Name who does jobs of ``kind`` ("party.commit_roster"); called in ``ready``."""
    _runners[kind] = runner


def runner_of(kind: str) -> Runner:
    """The runner of a kind; KeyError when no app does such work."""
    return _runners[kind]


@dataclass(frozen=True, slots=True)
class Chore:
    """Something the worker does every so often; safe to repeat and quick."""

    code: str
    every: timedelta
    do: Callable[[], object]


_chores: dict[str, Chore] = {}


def register_chore(code: str, every: timedelta, do: Callable[[], object]) -> None:
    """Let the worker do something at its start and then every so often (not more than once a minute)."""
    _chores[code] = Chore(code, every, do)


def chores() -> list[Chore]:
    """The registered chores."""
    return list(_chores.values())

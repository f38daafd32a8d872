"""Measuring work against a floor in the same run, with processor time read from the operating system.

A shared machine's wall clock moves twofold; the ratio of two things measured one after the other does not. So every
figure here stands beside a floor: the least that the same job costs with nothing of ours in it.
"""

import gc
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Cost:
    """Median wall and processor milliseconds of one run of a piece of work; ``runs`` says of how many."""

    wall_ms: float
    cpu_ms: float
    runs: int

    def over(self, floor: "Cost") -> float:
        """How many times the floor's processor time this is."""
        return self.cpu_ms / floor.cpu_ms if floor.cpu_ms else float("inf")


@dataclass(slots=True)
class Result:
    """One line of the page: what was measured, its floor, what we hold ourselves to, and whether it holds."""

    name: str
    title: str
    work: Cost
    floor: Cost
    floor_title: str
    target: str
    holds: bool
    notes: dict[str, float | int | str] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """The work's processor time over the floor's."""
        return self.work.over(self.floor)

    def as_json(self) -> dict[str, object]:
        """For ``--json``."""
        return {**asdict(self), "ratio": round(self.ratio, 2)}


def cpu_seconds() -> float:
    """Processor time of this process and of its children that ended, user and system."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measure(work: Callable[[], object], *, runs: int, warm: int = 1) -> Cost:
    """The medians over ``runs`` runs after ``warm`` runs that do not count.

    Processor time of short work is taken over the whole series: its clock ticks in hundredths of a second.
    """
    for _ in range(warm):
        work()
    gc.collect()
    walls = []
    cpu = cpu_seconds()
    for _ in range(runs):
        began = time.perf_counter()
        work()
        walls.append(time.perf_counter() - began)
    spent = cpu_seconds() - cpu
    return Cost(round(statistics.median(walls) * 1000, 3), round(spent / runs * 1000, 3), runs)

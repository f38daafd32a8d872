"""Starts the web server and the worker, restarts what dies, stops both together.

Each child reads a pipe from us as its standard input: when we are gone, however that happened, the pipe closes and the
child ends too (``stop_with_parent``). Only calls that also exist on Windows; what was not tried there is said in the manual.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from lianxin.cli.output import say

WINDOWS = os.name == "nt"
LOOK_EVERY = 0.1  # seconds
GRACE = 10.0  # seconds a child has to finish what it is doing
LONGEST_PAUSE = 10.0  # seconds between two starts of a child that keeps dying
STEADY_AFTER = 30.0  # seconds of life after which earlier deaths are forgotten


@dataclass(slots=True)
class Child:
    """One program we keep alive."""

    title: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl+C at the terminal reaches only us."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=sys.stderr.fileno(),
            env=dict(self.environment),
            start_new_session=not WINDOWS,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def is_running(self) -> bool:
        """Whether it lives now."""
        return self.process is not None and self.process.poll() is None

    def note_death(self) -> None:
        """Plan the next start: at once the first time, then after longer and longer pauses."""
        now = time.monotonic()
        self.deaths = 1 if now - self.started > STEADY_AFTER else self.deaths + 1
        pause = 0.0 if self.deaths == 1 else min(LONGEST_PAUSE, 0.25 * 2**self.deaths)
        self.start_at = now + pause
        self.kill()  # what it started itself must not go on holding the port
        self.process = None

    def ask_to_stop(self) -> None:
        """Ask politely: a signal, and the end of its standard input."""
        if self.process is None:
            return
        if not WINDOWS:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()
        if self.process.stdin:
            self.process.stdin.close()

    def kill(self) -> None:
        """End it and everything it started."""
        if self.process is None:
            return
        if self.process.stdin:
            self.process.stdin.close()
        if WINDOWS:
            self.process.kill()
        else:
            group = self.process.pid
            with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody of it is left
                os.killpg(group, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Keeps children alive until a signal asks us to stop."""

    def __init__(self, children: Sequence[Child], *, when_started: Callable[[threading.Event], None]) -> None:
        self.children = children
        self.when_started = when_started
        self.stopping = threading.Event()

    def run(self) -> int:
        """Start, watch, stop; 0 after a clean stop, 1 when something had to be killed."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        for child in self.children:
            child.start()
        threading.Thread(target=self.when_started, args=(self.stopping,), daemon=True).start()
        try:
            while not self.stopping.wait(LOOK_EVERY):
                self._revive()
        finally:
            clean = self._stop()
        say("已停止。")
        return 0 if clean else 1

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _revive(self) -> None:
        for child in self.children:
            if child.process is not None and not child.is_running():
                say(f"{child.title}意外停止（状态 {child.process.returncode}），正在重新启动……")
                child.note_death()
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()

    def _stop(self) -> bool:
        say("正在停止……")
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        while any(child.is_running() for child in self.children) and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY / 2)
        clean = True
        for child in self.children:
            if child.is_running():
                say(f"{child.title}没有按时停下，已强行结束。")
                clean = False
            child.kill()
        return clean


def stop_with_parent() -> None:
    """In a child: end as by SIGTERM when standard input closes, that is when the supervisor is gone or asks us to."""
    threading.Thread(target=_wait_for_end, name="parent-watch", daemon=True).start()


def _wait_for_end() -> None:
    # The bare descriptor: a lock held inside sys.stdin would be inherited, held, by processes the web server forks.
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            continue
    if WINDOWS:
        signal.raise_signal(signal.SIGINT)
        return
    main = threading.main_thread().ident
    if main is not None:
        signal.pthread_kill(main, signal.SIGTERM)

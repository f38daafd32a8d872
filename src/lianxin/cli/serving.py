"""What ``up`` and ``serve`` share: is the port free, which children, what to tell the person."""

import errno
import http.client
import json
import os
import socket
import sys
import threading
import time
from pathlib import Path

from lianxin.cli.output import Refusal, say
from lianxin.cli.parsing import Parser
from lianxin.cli.supervisor import Child, Supervisor

RUN_FILE = "run.json"  # where the running service answers, for commands beside it
PORT_PATIENCE = 2.0  # seconds: what was killed a moment ago may still be letting go of the port
READY_PATIENCE = 60.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 (recognised, not bound)


def add_address(parser: Parser) -> None:
    """``--host`` and ``--port``."""
    parser.add_argument(
        "--host", metavar="地址", default="127.0.0.1", help="在哪个地址上提供网页（默认只给本机 127.0.0.1）"
    )
    parser.add_argument(
        "--port", metavar="端口", type=port_number, default=8000, help="在哪个端口上提供网页（默认 8000）"
    )


def port_number(text: str) -> int:
    """A port from 1 to 65535; ``ValueError`` otherwise."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def wait_for_port(host: str, port: int) -> None:
    """Return when the port can be bound; ``Refusal`` when somebody else keeps it."""
    deadline = time.monotonic() + PORT_PATIENCE
    while True:
        problem = _try_to_bind(host, port)
        if problem is None:
            return
        if isinstance(problem, socket.gaierror) or problem.errno == errno.EADDRNOTAVAIL or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    if isinstance(problem, socket.gaierror) or problem.errno == errno.EADDRNOTAVAIL:
        raise Refusal(f"这台电脑没有地址 {host}。请检查 --host。")
    if isinstance(problem, PermissionError):
        raise Refusal(f"没有权限使用端口 {port}。请换一个 1024 以上的端口，例如 --port 8000。")
    raise Refusal(f"端口 {port} 正被别的程序占用。请换一个，例如 --port {port % 65535 + 1}。")


def _try_to_bind(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


def run_service(data: Path, host: str, port: int, *, notes: tuple[str, ...] = ()) -> int:
    """Web and worker until a signal; ``notes`` are said once the site answers."""
    environment = child_environment(data, host)
    base = [sys.executable, "-P", "-m", "lianxin", "--data", str(data)]
    children = [
        Child("网页服务", [*base, "web", "--host", host, "--port", str(port)], environment),
        Child("后台任务", [*base, "worker"], environment),
    ]

    def announce(stopping: threading.Event) -> None:
        if _wait_until_ready(host, port, stopping):
            say("连心桥已就绪。请用浏览器打开：")
            for address in addresses(host):
                say(f"    http://{_bracketed(address)}:{port}/")
            for note in notes:
                say(note)
            say("要停止，请按 Ctrl+C。")

    note = data / RUN_FILE
    note.write_text(json.dumps({"site": home_address(host, port)}), "utf-8")
    try:
        return Supervisor(children, when_started=announce).run()
    finally:
        note.unlink(missing_ok=True)


def child_environment(data: Path, host: str) -> dict[str, str]:
    """Our environment for the children; when others may come in, this machine's own names are allowed too."""
    environment = {**os.environ, "LIANXIN_DATA": str(data)}
    if host not in LOOPBACK:
        chosen = environment.get("LIANXIN_ALLOWED_HOSTS", "")
        own = [_bracketed(address) for address in [*addresses(host), socket.gethostname()]]
        environment["LIANXIN_ALLOWED_HOSTS"] = ",".join([part for part in (chosen, *own) if part])
    return environment


def addresses(host: str) -> list[str]:
    """The addresses under which the site can be opened when it listens on ``host``."""
    if host not in EVERYWHERE:
        return [host]
    found = ["127.0.0.1"]
    try:
        known = socket.getaddrinfo(socket.gethostname(), None, family=socket.AF_INET, type=socket.SOCK_STREAM)
    except OSError:
        known = []
    for entry in known:
        address = str(entry[4][0])
        if address not in found:
            found.append(address)
    return found


def home_address(host: str, port: int) -> str:
    """The first address of the site, without a slash at its end."""
    return f"http://{_bracketed(addresses(host)[0])}:{port}"


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _wait_until_ready(host: str, port: int, stopping: threading.Event) -> bool:
    target = "127.0.0.1" if host in EVERYWHERE else host
    deadline = time.monotonic() + READY_PATIENCE
    while time.monotonic() < deadline and not stopping.wait(0.05):
        if _answers(target, port):
            return not stopping.is_set()
    return False


def _answers(host: str, port: int) -> bool:
    link = http.client.HTTPConnection(host, port, timeout=2)
    try:
        link.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return link.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()

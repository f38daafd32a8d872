import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ASK = "from django.conf import settings as s; print({expression})"


def setting(expression: str, data: Path, **variables: str) -> str:
    """A setting's value in a fresh process with these variables."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
    environment = {
        **clean,
        **variables,
        "LIANXIN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "lianxin.config.settings",
    }
    command = [sys.executable, "-c", ASK.format(expression=expression)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_behind_https_credentials_travel_encrypted_only(tmp_path: Path) -> None:
    ask = "(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)"
    assert setting(ask, tmp_path, LIANXIN_BEHIND_HTTPS="1") == "(True, True, True, True)"
    assert setting(ask, tmp_path) == "(False, False, False, False)"


def test_a_forwarded_protocol_is_believed_only_behind_https(tmp_path: Path) -> None:
    assert setting("s.SECURE_PROXY_SSL_HEADER", tmp_path) == "None"


def test_hosts_are_this_machine_and_those_named(tmp_path: Path) -> None:
    assert setting("s.ALLOWED_HOSTS", tmp_path, LIANXIN_ALLOWED_HOSTS="lx.test") == (
        "['localhost', '127.0.0.1', '[::1]', 'lx.test']"
    )


def test_reading_settings_writes_nothing(tmp_path: Path) -> None:
    setting("s.SECRET_KEY", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_every_answer_carries_the_strict_headers(client: Client) -> None:
    answer = client.get("/healthz")
    assert {
        name: answer.headers.get(name)
        for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    } == {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    policy = sorted(part.strip() for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy == [
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]

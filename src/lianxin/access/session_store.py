"""Sessions that know whose they are: Django's own store, with the account and its device beside the data."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

from lianxin.access.addresses import client_address
from lianxin.access.browsers import browser_words
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7

DEVICE = "access_device"
"""What a session remembers of its device: ``number``, ``began`` (ISO), ``address``, ``browser``. Goes along when the
session's key changes, so that the list shows one device and not two."""


class SessionStore(DatabaseStore):
    """The engine named in the settings. ``seen_at`` is that of the row as it was read, None for a new one."""

    seen_at: Any = None

    @classmethod
    def get_model_class(cls) -> Any:  # noqa: ANN401 (as Django declares it)
        """Ours."""
        from lianxin.access.models import Session

        return Session

    def _get_session_from_db(self) -> Any:  # noqa: ANN401
        row = super()._get_session_from_db()  # type: ignore[misc]  # Django's inner hook
        self.seen_at = row.seen_at if row is not None else None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:  # noqa: ANN401
        """The row with its own columns, taken from the data so that they follow a change of the key."""
        user_id = data.get(SESSION_KEY)
        if user_id:
            data.setdefault(DEVICE, _new_device("", ""))
        row: Any = super().create_model_instance(data)
        if user_id:
            device = data[DEVICE]
            row.user_id = user_id
            row.number = device["number"]
            row.began_at = device["began"]
            row.address = device["address"]
            row.browser = device["browser"]
            row.seen_at = clock.now()
        return row


def remember_device(request: HttpRequest) -> None:
    """Note from where and with what somebody has just signed in."""
    agent = request.headers.get("User-Agent", "")
    request.session[DEVICE] = _new_device(client_address(request), browser_words(agent))


def _new_device(address: str, browser: str) -> dict[str, str]:
    return {"number": str(uuid7()), "began": clock.now().isoformat(), "address": address, "browser": browser}

import pytest
from django.test import RequestFactory

from lianxin.access.addresses import client_address, from_this_machine, network_of

PROXIED = "198.51.100.1, 192.0.2.7"


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "192.0.2.1", "", "192.0.2.1"),
        (0, "192.0.2.1", PROXIED, "192.0.2.1"),
        (1, "127.0.0.1", PROXIED, "192.0.2.7"),
        (2, "127.0.0.1", PROXIED, "198.51.100.1"),
        (3, "127.0.0.1", PROXIED, "127.0.0.1"),
        (1, "127.0.0.1", "evil<script>", ""),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "", "", ""),
    ],
)
def test_the_address_is_the_one_a_trusted_machine_saw(
    settings: pytest.FixtureRequest, proxies: int, remote: str, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)) == expected


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "127.0.0.1", "", True),
        (0, "127.0.0.9", "", True),
        (0, "::1", "", True),
        (0, "192.0.2.1", "", False),
        (0, "127.0.0.1", "192.0.2.7", False),
        (0, "127.0.0.1", "127.0.0.1", False),
        (1, "127.0.0.1", "192.0.2.7", False),
        (1, "127.0.0.1", "127.0.0.1", True),
        (0, "", "", False),
    ],
)
def test_only_this_computer_is_this_machine(
    settings: pytest.FixtureRequest, proxies: int, remote: str, forwarded: str, expected: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert from_this_machine(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)) == expected


@pytest.mark.parametrize("header", ["X-Real-IP", "Forwarded", "Via"])
def test_what_a_proxy_leaves_says_that_it_is_not_this_machine(header: str) -> None:
    assert not from_this_machine(RequestFactory().get("/", headers={header: "127.0.0.1"}, REMOTE_ADDR="127.0.0.1"))


def test_neighbours_of_one_ipv6_network_count_as_one() -> None:
    assert network_of("2001:db8:1:2::9") == network_of("2001:db8:1:2:ffff::1") == "2001:db8:1:2::"
    assert network_of("192.0.2.1") == "192.0.2.1"

"""The public address: unset until set, one question for everybody, what is refused, what the trail holds."""

import pytest

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.parameters.models import PublicAddress
from lianxin.parameters.public_address import checked_address, public_address, public_link, set_public_address

pytestmark = pytest.mark.django_db
SITE = "https://lianxin.example.cn"


def test_until_it_is_set_there_is_no_link() -> None:
    assert (public_address(), public_link("/cases/new/")) == ("", "")


def test_once_set_links_are_whole_and_it_is_written_down() -> None:
    set_public_address(address=f" {SITE}/ ", actor=OPERATOR)
    assert public_link("/cases/new/") == f"{SITE}/cases/new/"
    set_public_address(address=SITE, actor=OPERATOR)
    set_public_address(address="", actor=OPERATOR)
    assert public_link("/") == ""
    rows = AuditEntry.objects.filter(action="parameters.set_public_address").order_by("number")
    assert [row.changes for row in rows] == [{"public_address": ["", SITE]}, {"public_address": [SITE, ""]}]
    assert PublicAddress.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("HTTPS://Lianxin.Example.CN/", SITE),
        ("http://lianxin.example.cn:8080", "http://lianxin.example.cn:8080"),
        ("https://8.8.8.8", "https://8.8.8.8"),
        ("", ""),
    ],
)
def test_an_address_is_kept_in_one_shape(typed: str, kept: str) -> None:
    assert checked_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "lianxin.example.cn",
        "ftp://lianxin.example.cn",
        "javascript:alert(1)",
        "https://",
        "https://a.cn/path",
        "https://a.cn?x=1",
        "https://a.cn#x",
        "https://user@a.cn",
        "https://a.cn:port",
        "https://[::1",
        "https://a b.cn",
        "http://127.0.0.1:8000",
        "http://192.168.1.5",
        "http://[::1]",
        "http://localhost",
        "http://office",
        "http://office.local",
        "https://" + "a" * 200 + ".cn",
    ],
)
def test_what_is_no_public_address_is_refused(typed: str) -> None:
    with pytest.raises(RuleError):
        checked_address(typed)

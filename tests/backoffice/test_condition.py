from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import fake_id_number, make_person, make_tree, make_user, sign_in

from lianxin.audit.guards import guard_trail, unguard_trail
from lianxin.audit.work import Entry, unit_of_work
from lianxin.backoffice.condition import examine
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.kernel.crypto import Keyring, keyring, set_keyring
from lianxin.parameters.public_address import set_public_address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound_installation(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    tmp_path.chmod(0o700)
    keys = tmp_path / "keys"
    keys.mkdir()
    files = tuple(keys / name for name in ("master.key", "django.key"))
    Keyring.create(files[0])
    files[1].write_text("x")
    files[1].chmod(0o600)
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.KEY_FILES = files  # type: ignore[attr-defined]
    settings.STATIC_ROOT = tmp_path / "static"  # type: ignore[attr-defined]
    settings.STATIC_ROOT.mkdir()  # type: ignore[attr-defined]
    return tmp_path


def states(*codes: str) -> dict[str, str]:
    return {finding.code: finding.state for finding in examine() if finding.code in codes and finding.state != "ok"}


def test_what_needs_mending_says_how() -> None:
    assert [finding for finding in examine() if finding.state != "ok" and not finding.mend] == []


def test_a_sound_folder_has_nothing_to_mend() -> None:
    assert states("folder", "keys", "guards", "key_fits", "python", "clock") == {}


def test_a_folder_others_can_open_is_found(sound_installation: Path) -> None:
    sound_installation.chmod(0o755)
    assert states("folder") == {"folder": "bad"}


def test_missing_and_readable_keys_are_found(sound_installation: Path) -> None:
    (sound_installation / "keys/master.key").unlink()
    (sound_installation / "keys/django.key").chmod(0o644)
    assert [finding.state for finding in examine() if finding.code == "keys"] == ["bad", "bad"]


@pytest.mark.parametrize("with_person", [True, False])
def test_a_key_of_another_installation_is_found(with_person: bool) -> None:
    tree = make_tree()
    if with_person:
        make_person(tree.community, id_number=fake_id_number())
    own = keyring()
    set_keyring(Keyring.generate())
    try:
        assert states("key_fits") == {"key_fits": "bad"}
    finally:
        set_keyring(own)
    assert states("key_fits") == {}


def test_missing_triggers_are_found() -> None:
    unguard_trail()
    try:
        assert states("guards") == {"guards": "bad"}
    finally:
        guard_trail()


def test_a_clock_behind_the_last_entry_is_found() -> None:
    with unit_of_work(OPERATOR) as work:
        work.record(Entry("a"))
    with clock.frozen(datetime(2026, 1, 1)):
        assert states("clock") == {"clock": "bad"}
    with clock.frozen(datetime(2009, 12, 1)):
        assert states("clock") == {"clock": "bad"}


def test_the_page_says_what_the_doctor_says(client: Client, sound_installation: Path) -> None:
    sign_in(client, make_user(Role.SYSTEM_ADMIN, make_tree().general_branch))
    page = client.get("/manage/installation/").content.decode()
    assert str(sound_installation) in page
    assert [finding.label for finding in examine() if finding.label not in page] == []


@pytest.mark.parametrize(
    ("address", "hosts", "https", "found"),
    [
        ("", [], False, {}),
        ("https://lianxin.example.cn", ["lianxin.example.cn"], True, {}),
        ("https://lianxin.example.cn", [], True, {"public_address": "warn"}),
        ("http://lianxin.example.cn", ["lianxin.example.cn"], True, {"public_address": "warn"}),
        ("https://lianxin.example.cn", ["lianxin.example.cn"], False, {"public_address": "warn"}),
    ],
)
def test_whether_a_public_address_is_set_and_would_open(
    settings: pytest.FixtureRequest, address: str, hosts: list[str], https: bool, found: dict[str, str]
) -> None:
    settings.ALLOWED_HOSTS = hosts  # type: ignore[attr-defined]
    settings.BEHIND_HTTPS = https  # type: ignore[attr-defined]
    set_public_address(address=address, actor=OPERATOR)
    assert states("public_address") == found
    (said,) = (finding.text for finding in examine() if finding.code == "public_address")
    assert said.startswith(address or "没有设")


def test_a_slip_prints_the_inside_address_as_such_until_a_public_one_is_set(
    settings: pytest.FixtureRequest,
) -> None:
    tree = make_tree()
    shown = make_user(Role.BRANCH_SECRETARY, tree.first)
    client = sign_in(Client(), make_user(Role.SECRETARY, tree.general_branch))
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    url = f"/manage/accounts/{shown.pk}/slip/"

    def sheet(address: str) -> str:
        answer = client.post(url, {"days": 14}, REMOTE_ADDR=address, HTTP_HOST="192.168.1.5:8000")
        return answer.content.decode()

    assert "http://192.168.1.5:8000/accounts/login/（只在办公室的网络里打得开）" in sheet("192.168.1.7")
    assert "http" not in sheet("127.0.0.1").split("<main")[1]
    set_public_address(address="https://lianxin.example.cn", actor=OPERATOR)
    assert "https://lianxin.example.cn/accounts/login/" in sheet("192.168.1.7")

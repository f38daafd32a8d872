from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.crypto import CryptoError, KeyFileError, Keyring, KeyWordsError, Suite, keyring, set_keyring
from lianxin.kernel.crypto.keyring import MasterKey

RINGS = {suite: Keyring([MasterKey(suite, bytes(range(32)))]) for suite in Suite}
CONTEXT = "residents.person.id_number"
EVERY_SUITE = pytest.mark.parametrize("suite", Suite)
"""Fixed keys, so that an index computed today is compared with one written down."""


@given(st.sampled_from(Suite), st.text(), st.text())
def test_what_is_sealed_opens_in_its_place(suite: Suite, text: str, context: str) -> None:
    ring = RINGS[suite]
    sealed = ring.seal(text, context)
    assert len(sealed) == len(text.encode()) + 32
    assert ring.open(sealed, context) == text
    assert ring.open(memoryview(sealed), context) == text


@given(st.sampled_from(Suite), st.binary(max_size=5000))
def test_files_are_sealed_too(suite: Suite, content: bytes) -> None:
    ring = RINGS[suite]
    assert ring.open_bytes(ring.seal_bytes(content, CONTEXT), CONTEXT) == content


@EVERY_SUITE
def test_twice_the_same_text_is_sealed_differently(suite: Suite) -> None:
    assert RINGS[suite].seal("11010519491231002X", CONTEXT) != RINGS[suite].seal("11010519491231002X", CONTEXT)


@EVERY_SUITE
def test_every_changed_byte_is_found(suite: Suite) -> None:
    ring = RINGS[suite]
    sealed = ring.seal("13800001234", CONTEXT)
    for place in range(len(sealed)):
        with pytest.raises(CryptoError):
            ring.open(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :], CONTEXT)


@EVERY_SUITE
def test_a_value_cut_short_or_moved_to_another_place_does_not_open(suite: Suite) -> None:
    ring = RINGS[suite]
    sealed = ring.seal("13800001234", f"{CONTEXT}:1")
    for value, context in (
        (sealed[:-1], f"{CONTEXT}:1"),
        (sealed[:20], f"{CONTEXT}:1"),
        (b"", ""),
        (sealed, f"{CONTEXT}:2"),
    ):
        with pytest.raises(CryptoError):
            ring.open(value, context)


def test_another_key_does_not_open() -> None:
    with pytest.raises(CryptoError) as refusal:
        Keyring.generate().open(RINGS[Suite.STANDARD].seal("x", ""), "")
    assert str(refusal.value).startswith("没有能打开这段密文的密钥")


def test_bytes_that_are_no_text_are_refused_as_text() -> None:
    ring = RINGS[Suite.STANDARD]
    with pytest.raises(CryptoError) as refusal:
        ring.open(ring.seal_bytes(b"\xff", ""), "")
    assert str(refusal.value) == "密文打开后不是文字。"


@pytest.mark.parametrize(
    ("suite", "index"),
    [(Suite.STANDARD, "5cce10b47fa3e31874c83222ba72b395"), (Suite.SM, "8184e85be626ff21906de7b7248039d5")],
)
def test_the_blind_index_never_changes(suite: Suite, index: str) -> None:
    assert RINGS[suite].index("11010519491231002X", CONTEXT) == index
    assert Keyring.from_words(RINGS[suite].words()).index("11010519491231002X", CONTEXT) == index


@given(st.sampled_from(Suite), st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_the_blind_index_tells_texts_and_contexts_apart(
    suite: Suite, one: tuple[str, str], other: tuple[str, str]
) -> None:
    ring = RINGS[suite]
    assert (ring.index(*one) == ring.index(*other)) is (one == other)


def test_purposes_have_keys_of_their_own() -> None:
    ring = RINGS[Suite.STANDARD]
    assert ring.mac(b"\x00\x00a").hex()[:32] != ring.index("a", "")
    assert len(ring.mac(b"")) == 32
    assert ring.mac(b"a") == ring.mac(b"a") != ring.mac(b"b")


@EVERY_SUITE
def test_a_ring_is_made_kept_and_loaded(tmp_path: Path, suite: Suite) -> None:
    path = tmp_path / "key"
    made = Keyring.create(path, suite)
    assert path.stat().st_mode & 0o777 == 0o600
    loaded = Keyring.load(path)
    assert loaded.words() == made.words()
    assert loaded.open(made.seal("连心桥", CONTEXT), CONTEXT) == "连心桥"


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    Keyring.create(path)
    before = path.read_bytes()
    with pytest.raises(KeyFileError) as refusal:
        Keyring.create(path)
    assert str(refusal.value) == f"密钥文件 {path} 已经存在，不会覆盖。"
    assert path.read_bytes() == before


def test_a_key_file_in_a_missing_folder_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        Keyring.create(tmp_path / "missing" / "key")


@pytest.mark.parametrize("content", [b"", b"lianxin-key-1\n", b"something else\n", b"\xff\xfe", b"# only a remark\n"])
def test_files_that_hold_no_key(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(KeyFileError):
        Keyring.load(path)


def test_a_missing_key_file(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError) as refusal:
        Keyring.load(tmp_path / "key")
    assert str(refusal.value) == f"找不到密钥文件 {tmp_path / 'key'}。"


def test_a_damaged_key_file_names_the_group(tmp_path: Path) -> None:
    path = tmp_path / "key"
    words = Keyring.create(path).words()
    path.write_text(path.read_text(encoding="utf-8").replace(words[5], words[6]), encoding="utf-8")
    with pytest.raises(KeyWordsError) as refusal:
        Keyring.load(path)
    assert refusal.value.group == 6


def test_the_printed_key_opens_what_was_sealed() -> None:
    ring = Keyring.generate()
    typed = [f" {word[:2].lower()}-{word[2:]} " for word in ring.words()]
    assert Keyring.from_words(typed).open(ring.seal("连心桥", CONTEXT), CONTEXT) == "连心桥"


@pytest.mark.parametrize("words", [[], ["  "], ["00000"] * 13])
def test_incomplete_words_are_refused(words: list[str]) -> None:
    with pytest.raises(KeyWordsError):
        Keyring.from_words(words)


def test_an_older_key_still_opens_and_the_first_seals(tmp_path: Path) -> None:
    old, new = (MasterKey(Suite.STANDARD, bytes([value]) * 32) for value in (1, 2))
    both = Keyring([new, old])
    assert both.open(Keyring([old]).seal("旧", CONTEXT), CONTEXT) == "旧"
    assert Keyring([new]).open(both.seal("新", CONTEXT), CONTEXT) == "新"
    both.save(tmp_path / "key")
    assert Keyring.load(tmp_path / "key").words() == both.words()
    assert Keyring.from_words(both.words()).words() == both.words()


def test_no_secret_in_the_representation() -> None:
    ring = RINGS[Suite.STANDARD]
    assert [word for word in ring.words() if word in repr(ring)] == []


@pytest.mark.parametrize("master", [b"", bytes(31), bytes(33)])
def test_a_master_key_has_thirty_two_bytes(master: bytes) -> None:
    with pytest.raises(CryptoError):
        MasterKey(Suite.STANDARD, master)


def test_the_ring_of_the_process() -> None:
    ring = Keyring.generate()
    set_keyring(ring)
    assert keyring() is ring
    set_keyring(None)
    with pytest.raises(CryptoError) as refusal:
        keyring()
    assert str(refusal.value) == "还没有装入密钥。"


@pytest.fixture(autouse=True)
def _ring_of_the_process_as_before() -> Iterator[None]:
    try:
        before = keyring()
    except CryptoError:
        before = None
    yield
    set_keyring(before)


def test_a_text_in_the_place_of_sealed_bytes_is_told_as_broken() -> None:
    with pytest.raises(CryptoError, match="不完整"):
        RINGS[Suite.STANDARD].open("0" * 60, CONTEXT)

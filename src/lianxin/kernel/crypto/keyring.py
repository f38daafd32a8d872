"""The keys of one installation."""

import os
from collections.abc import Iterable
from pathlib import Path
from secrets import token_bytes
from typing import Self

from lianxin.kernel.crypto.errors import CryptoError, KeyFileError, KeyWordsError
from lianxin.kernel.crypto.suites import NONCE_SIZE, TAG_SIZE, Sealer, Suite, derive, mac, sealer
from lianxin.kernel.crypto.words import MASTER_SIZE, WORDS_PER_KEY, from_words, to_words
from lianxin.kernel.faults import reason_of
from lianxin.kernel.text import tidy_text

KEY_ID_SIZE = 4
"""One byte of suite, three of fingerprint: at the head of every sealed value."""

_INDEX_LENGTH = 32
_FIRST_LINE = "lianxin-key-1"
_REMARK = "# 连心桥的密钥：丢了它，加密的资料谁也打不开；给了别人，等于给了资料。请另行打印保管，不要改动。"


class MasterKey:
    """One master key with what is derived from it."""

    def __init__(self, suite: Suite, master: bytes) -> None:
        """`master` has 32 random bytes."""
        if len(master) != MASTER_SIZE:
            raise CryptoError(f"主密钥应有 {MASTER_SIZE} 字节。")
        self.suite = suite
        self.key_id = bytes([suite]) + derive(suite, master, "id", KEY_ID_SIZE - 1)
        self.sealer: Sealer = sealer(suite, master)
        self.words = to_words(suite, master)
        self._index_key = derive(suite, master, "index", 32)
        self._mac_key = derive(suite, master, "mac", 32)

    def index(self, data: bytes) -> bytes:
        """HMAC under the key for blind indexes."""
        return mac(self.suite, self._index_key, data)

    def mac(self, data: bytes) -> bytes:
        """HMAC under the key for chains."""
        return mac(self.suite, self._mac_key, data)


class Keyring:
    """One or more master keys; the first seals, indexes and signs, all of them open.

    A sealed value is key id (4 bytes), nonce (12), ciphertext, tag (16): 32 bytes longer than its UTF-8 text.
    `context` names where a value belongs (`residents.person.id_number:<uuid>`); it is authenticated, so a value
    moved to another row or column does not open there.
    """

    def __init__(self, keys: Iterable[MasterKey]) -> None:
        """`keys` holds at least one; the first is the present one."""
        self._keys = {key.key_id: key for key in keys}
        if not self._keys:
            raise KeyFileError("密钥文件里没有密钥。")
        self._current = next(iter(self._keys.values()))

    def __repr__(self) -> str:
        """Without any secret."""
        return f"<Keyring {self._current.key_id.hex()}>"

    @classmethod
    def generate(cls, suite: Suite = Suite.STANDARD) -> Self:
        """A ring with one new random key, not kept anywhere."""
        return cls([MasterKey(suite, token_bytes(MASTER_SIZE))])

    @classmethod
    def create(cls, path: Path, suite: Suite = Suite.STANDARD) -> Self:
        """A ring with one new random key, written to a file.

        Raises:
            KeyFileError: there is already a file.
        """
        ring = cls.generate(suite)
        ring.save(path)
        return ring

    @classmethod
    def load(cls, path: Path) -> Self:
        """The ring kept in a file.

        Raises:
            KeyFileError: no such file, or it is no key file.
            KeyWordsError: a group of it was damaged.
        """
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            raise KeyFileError(f"找不到密钥文件 {path}。") from None
        except (OSError, UnicodeDecodeError):
            raise KeyFileError(f"密钥文件 {path} 读不出来。") from None
        content = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if not content or content[0] != _FIRST_LINE:
            raise KeyFileError(f"{path} 不是连心桥的密钥文件。")
        return cls(MasterKey(*from_words(line.split())) for line in content[1:])

    @classmethod
    def from_words(cls, words: Iterable[str]) -> Self:
        """The ring of a printed key; blanks and hyphens inside a group are passed over.

        Raises:
            KeyWordsError: with the number of the wrong group.
        """
        typed = [cleaned for word in words if (cleaned := "".join(tidy_text(word).replace("-", " ").split()))]
        if not typed or len(typed) % WORDS_PER_KEY:
            raise KeyWordsError(f"密钥应有 {WORDS_PER_KEY} 组字符，这里是 {len(typed)} 组。")
        return cls(
            MasterKey(*from_words(typed[start : start + WORDS_PER_KEY]))
            for start in range(0, len(typed), WORDS_PER_KEY)
        )

    @property
    def key_id(self) -> str:
        """The present key's public number, in hexadecimal."""
        return self._current.key_id.hex()

    def knows(self, key_id: str) -> bool:
        """Whether the ring holds the key of that number."""
        return any(known.hex() == key_id for known in self._keys)

    def words(self) -> list[str]:
        """The printed form: fourteen groups of five characters for each key, the present key first."""
        return [word for key in self._keys.values() for word in key.words]

    def save(self, path: Path) -> None:
        """Write the ring to a new file that only its owner can read.

        Raises:
            KeyFileError: there is already a file, which is never overwritten, or the place cannot be written.
        """
        lines = (_REMARK, _FIRST_LINE, *(" ".join(key.words) for key in self._keys.values()), "")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise KeyFileError(f"密钥文件 {path} 已经存在，不会覆盖。") from None
        except OSError as problem:
            raise KeyFileError(f"密钥文件 {path} 写不进去：{reason_of(problem)}。") from None
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write("\n".join(lines))
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            path.unlink(missing_ok=True)  # half a key would be taken for a key that is broken
            raise KeyFileError(f"密钥文件 {path} 写不进去：{reason_of(problem)}。") from None

    def seal(self, text: str, context: str) -> bytes:
        """Encrypt a text for one place; twice the same text gives different bytes."""
        return self.seal_bytes(text.encode(), context)

    def open(self, sealed: bytes | memoryview | str, context: str) -> str:
        """The text of a sealed value.

        Raises:
            CryptoError: another context, an unknown key, or a changed byte.
        """
        try:
            return self.open_bytes(sealed, context).decode()
        except UnicodeDecodeError:
            raise CryptoError("密文打开后不是文字。") from None

    def seal_bytes(self, plain: bytes, context: str) -> bytes:
        """As `seal`, for the content of a file (in memory, up to 2 GiB)."""
        key = self._current
        return key.key_id + key.sealer.seal(plain, key.key_id + context.encode())

    def open_bytes(self, sealed: bytes | memoryview | str, context: str) -> bytes:
        """As `open`, for the content of a file."""
        # SQLite lets anybody put a text where bytes belong.
        value = b"" if isinstance(sealed, str) else bytes(sealed)
        if len(value) < KEY_ID_SIZE + NONCE_SIZE + TAG_SIZE:
            raise CryptoError("密文不完整。")
        key_id = value[:KEY_ID_SIZE]
        key = self._keys.get(key_id)
        if key is None:
            raise CryptoError(f"没有能打开这段密文的密钥（编号 {key_id.hex()}）。")
        return key.sealer.open(value[KEY_ID_SIZE:], key_id + context.encode())

    def index(self, text: str, context: str) -> str:
        """The blind index of a text: 32 hexadecimal characters, always the same for one text, context and key.

        The context is that of the column, without a row: `residents.person.id_number`.
        """
        name = context.encode()
        return self._current.index(len(name).to_bytes(2, "big") + name + text.encode()).hex()[:_INDEX_LENGTH]

    def mac(self, data: bytes) -> bytes:
        """32 bytes that only this key can make of the data; for the chain of the audit."""
        return self._current.mac(data)

    def self_test(self) -> None:
        """Try the algorithms against published values and the keys against themselves; milliseconds.

        Raises:
            CryptoError: nothing may be written on this machine.
        """
        from lianxin.kernel.crypto.selftest import check_suite  # wanted once in a process

        for suite in sorted({key.suite for key in self._keys.values()}):
            check_suite(suite)
        if self.open(self.seal("连心桥", "self-test"), "self-test") != "连心桥":
            raise CryptoError("加密自检没有通过：封存的内容打开后不一样。")


_installed: list[Keyring] = []


def set_keyring(ring: Keyring | None) -> None:
    """Install the ring of this process; `None` takes it away (tests)."""
    _installed[:] = [] if ring is None else [ring]


def keyring() -> Keyring:
    """The ring of this process.

    Raises:
        CryptoError: none is installed yet.
    """
    if not _installed:
        raise CryptoError("还没有装入密钥。")
    return _installed[0]

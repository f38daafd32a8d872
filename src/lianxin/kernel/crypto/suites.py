"""The two sets of algorithms a key can be made for.

Standard: AES-256-GCM (NIST SP 800-38D), HMAC-SHA256 (RFC 2104). SM: SM4-GCM (GB/T 32907-2016, RFC 8998), HMAC-SM3
(GB/T 32905-2016). Keys for each purpose are derived from the master key by HKDF (RFC 5869) over the suite's hash.
"""

import hmac
import os
from enum import IntEnum
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as hazmat_hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lianxin.kernel.crypto.errors import CryptoError

NONCE_SIZE = 12
TAG_SIZE = 16


class Suite(IntEnum):
    """Which algorithms; the value is the first byte of every sealed value."""

    STANDARD = 1
    SM = 2


class Sealer(Protocol):
    """Authenticated encryption under one key."""

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """Nonce, ciphertext and tag in one; `bound` is authenticated but not contained."""
        ...

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """The plain bytes; `CryptoError` when anything differs."""
        ...


class AesSealer:
    """AES-256-GCM with random nonces: up to 2^32 values under one key (SP 800-38D, 8.3)."""

    def __init__(self, key: bytes) -> None:
        """`key` has 32 bytes; the cipher object is made once, it is what costs time."""
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """See `Sealer`."""
        nonce = os.urandom(NONCE_SIZE)
        return nonce + self._cipher.encrypt(nonce, plain, bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """See `Sealer`."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], bound)
        except (InvalidTag, ValueError):
            raise _mismatch() from None


class Sm4Sealer:
    """SM4-GCM with random nonces; the same layout as AES-GCM."""

    def __init__(self, key: bytes) -> None:
        """`key` has 16 bytes."""
        self._algorithm = algorithms.SM4(key)

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """See `Sealer`."""
        nonce = os.urandom(NONCE_SIZE)
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """See `Sealer`."""
        nonce, body, tag = sealed[:NONCE_SIZE], sealed[NONCE_SIZE:-TAG_SIZE], sealed[-TAG_SIZE:]
        try:
            decryptor = Cipher(self._algorithm, modes.GCM(nonce, tag)).decryptor()
            decryptor.authenticate_additional_data(bound)
            return decryptor.update(body) + decryptor.finalize()
        except (InvalidTag, ValueError):
            raise _mismatch() from None


def sealer(suite: Suite, master: bytes) -> Sealer:
    """The suite's cipher under the key for sealing derived from a master key."""
    if suite is Suite.SM:
        return Sm4Sealer(derive(suite, master, "seal", 16))
    return AesSealer(derive(suite, master, "seal", 32))


def derive(suite: Suite, master: bytes, purpose: str, length: int) -> bytes:
    """A key for one purpose, by HKDF; the master key is random, so no salt is needed."""
    chosen: hashes.HashAlgorithm = hashes.SM3() if suite is Suite.SM else hashes.SHA256()
    return HKDF(algorithm=chosen, length=length, salt=None, info=f"lianxin/1/{purpose}".encode()).derive(master)


def mac(suite: Suite, key: bytes, data: bytes) -> bytes:
    """The suite's HMAC, 32 bytes."""
    if suite is Suite.SM:
        context = hazmat_hmac.HMAC(key, hashes.SM3())
        context.update(data)
        return context.finalize()
    return hmac.digest(key, data, "sha256")


def _mismatch() -> CryptoError:
    return CryptoError("密文打不开：密钥不对，或者内容被改动过。")

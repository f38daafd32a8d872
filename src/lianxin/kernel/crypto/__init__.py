"""Encryption of single values and files, blind indexes, and the key they hang on.

AES-256-GCM with HMAC-SHA256 unless the key was made for SM4-GCM with HMAC-SM3 (GB/T 39786-2021 asks for the latter
in systems of grade 3). The key lies outside the database and has a printed form of its own.
"""

from lianxin.kernel.crypto.errors import CryptoError, KeyFileError, KeyWordsError
from lianxin.kernel.crypto.keyring import Keyring, keyring, set_keyring
from lianxin.kernel.crypto.suites import Suite

__all__ = ["CryptoError", "KeyFileError", "KeyWordsError", "Keyring", "Suite", "keyring", "set_keyring"]

"""Published test vectors, tried at start before anything is sealed.

AES-256-GCM: McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16. SM4-GCM: RFC 8998, A.1.
HMAC-SHA256: RFC 4231, test case 2. SM3: GB/T 32905-2016, example 1.
"""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

from lianxin.kernel.crypto.errors import CryptoError
from lianxin.kernel.crypto.suites import AesSealer, Sealer, Sm4Sealer, Suite, mac

_AES_KEY = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
_AES_BOUND = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
_AES_PLAIN = bytes.fromhex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
)
_AES_SEALED = bytes.fromhex(
    "cafebabefacedbaddecaf888"
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b"
)
_SM4_KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")
_SM4_BOUND = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
_SM4_PLAIN = bytes.fromhex("".join(letter * 16 for letter in "abcdefea"))
_SM4_SEALED = bytes.fromhex(
    "00001234567800000000abcd"
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    "83de3541e4c2b58177e065a9bf7b62ec"
)
_HMAC_SHA256 = bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
_SM3_OF_ABC = bytes.fromhex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")


def check_suite(suite: Suite) -> None:
    """Compare the machine's algorithms of a suite with published values.

    Raises:
        CryptoError: an algorithm is missing or wrong.
    """
    try:
        right = _sm_is_right() if suite is Suite.SM else _standard_is_right()
    except UnsupportedAlgorithm:
        right = False
    if not right:
        raise CryptoError("加密自检没有通过：这台电脑的加密算法缺失或结果不对。")


def _standard_is_right() -> bool:
    opened = _opens(AesSealer(_AES_KEY), _AES_SEALED, _AES_BOUND, _AES_PLAIN)
    return opened and mac(Suite.STANDARD, b"Jefe", b"what do ya want for nothing?") == _HMAC_SHA256


def _sm_is_right() -> bool:
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    return _opens(Sm4Sealer(_SM4_KEY), _SM4_SEALED, _SM4_BOUND, _SM4_PLAIN) and digest.finalize() == _SM3_OF_ABC


def _opens(cipher: Sealer, sealed: bytes, bound: bytes, plain: bytes) -> bool:
    """Whether it opens to what is published, and refuses when the last bit is another."""
    damaged = sealed[:-1] + bytes([sealed[-1] ^ 1])
    try:
        right = cipher.open(sealed, bound) == plain
    except CryptoError:
        return False
    try:
        cipher.open(damaged, bound)
    except CryptoError:
        return right
    return False

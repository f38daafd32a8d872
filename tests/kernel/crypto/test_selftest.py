import pytest

from lianxin.kernel.crypto import CryptoError, Keyring, Suite
from lianxin.kernel.crypto import selftest as vectors


@pytest.mark.parametrize("suite", Suite)
def test_this_machine_computes_as_published(suite: Suite) -> None:
    vectors.check_suite(suite)
    Keyring.generate(suite).self_test()


@pytest.mark.parametrize(
    ("suite", "name"),
    [
        (Suite.STANDARD, "_AES_SEALED"),
        (Suite.STANDARD, "_HMAC_SHA256"),
        (Suite.SM, "_SM4_SEALED"),
        (Suite.SM, "_SM3_OF_ABC"),
    ],
)
def test_a_wrong_result_stops_the_start(monkeypatch: pytest.MonkeyPatch, suite: Suite, name: str) -> None:
    published = getattr(vectors, name)
    monkeypatch.setattr(vectors, name, published[:-1] + bytes([published[-1] ^ 255]))
    with pytest.raises(CryptoError) as refusal:
        Keyring.generate(suite).self_test()
    assert str(refusal.value) == "加密自检没有通过：这台电脑的加密算法缺失或结果不对。"

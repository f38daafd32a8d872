import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lianxin.access.hashers import OfficeArgon2Hasher
from lianxin.access.models import User

OWNER = User(username="zhangsan", name="张三丰")


@pytest.mark.parametrize(
    "password",
    [
        "duan",  # short
        "password12345",
        "1q2w3e4r5t",  # of Django's list
        "zhangsanfeng",
        "zhangsanfeng1985",
        "Zhang@1234567890",
        "zsf19570701zsf",
        "abcdefghijkl",
        "qwertyuiop",
        "poiuytrewq",
        "1111111111111",
        "19570701135",
        "woaini5201314",
        "lianxinqiao2026",
        "ababababababab",
    ],
)
def test_guessable_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, OWNER)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "柿花桥下九月渡口听雨声", "Dongsi-jie_8w3Kq", "xixiang7lou!muxi"]
)
def test_long_unrelated_words_are_good(password: str) -> None:
    validate_password(password, OWNER)


def test_the_messages_are_chinese() -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password("zhang", OWNER)
    assert all(any("一" <= character <= "鿿" for character in text) for text in caught.value.messages)


def test_passwords_are_kept_by_argon2_at_the_named_cost() -> None:
    hasher = OfficeArgon2Hasher()
    kept = hasher.encode("窗外梧桐", hasher.salt())
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert hasher.verify("窗外梧桐", kept)
    assert not hasher.must_update(kept)


def test_the_settings_use_it_first() -> None:
    from lianxin.config import settings

    assert settings.PASSWORD_HASHERS[0] == "lianxin.access.hashers.OfficeArgon2Hasher"

"""Passwords nobody should choose here, besides Django's own list."""

from django.core.exceptions import ValidationError

from lianxin.kernel.names import name_initials, name_key

SHORTEST = 10
KEYBOARD = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
RUN = 5
"""So many neighbours on the keyboard (either way) count as one."""
LEFT_OVER = 5
"""So many different characters must remain when everything guessable is taken away, and not digits only."""
WORDS = (
    "lianxinqiao",
    "lianxin",
    "woaini",
    "wodemima",
    "mima",
    "password",
    "admin",
    "shequ",
    "dangyuan",
    "dangzhibu",
    "zhongguo",
    "gongchandang",
    "kunming",
    "welcome",
    "888888",
    "666666",
    "520520",
    "5201314",
    "1314520",
    "19490710",
    "19491001",
    "19210701",
)
TEXT = "这个密码太容易被猜到：它几乎只是姓名拼音、常用词、连号或重复的字。请换一个，例如四个不相干的词连起来。"


class LengthValidator:
    """Ten characters at least (Django's own says so in English only)."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ``ValidationError``."""
        if len(password) < SHORTEST:
            raise ValidationError(f"密码至少要 {SHORTEST} 个字符。", code="password_too_short")

    def get_help_text(self) -> str:
        """Shown with the field."""
        return f"至少 {SHORTEST} 个字符。"


class GuessableValidator:
    """Refuses a password of which hardly more than a date remains without names, common words, runs, repetitions."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ``ValidationError``."""
        rest = remainder(password, personal_words(user))
        if len(set(rest)) < LEFT_OVER or rest.isdigit():
            raise ValidationError(TEXT, code="password_guessable")

    def get_help_text(self) -> str:
        """Shown with the field."""
        return "不要用姓名拼音、生日、电话、连号。"


def personal_words(user: object) -> tuple[str, ...]:
    """The user's name in pinyin and user name."""
    name, username = getattr(user, "name", ""), getattr(user, "username", "")
    words = {
        username.lower(),
        name_key(name).replace(" ", "") if name else "",
        *(name_key(name).split() if name else ()),
    }
    initials = name_initials(name) if name else ""
    return tuple(sorted((word for word in {*words, initials} if len(word) > 1), key=len, reverse=True))


def remainder(password: str, personal: tuple[str, ...] = ()) -> str:
    """What is left of a password without words and runs; each repeated character counts once."""
    text = password.lower()
    for word in (*WORDS, *personal):
        text = text.replace(word, "")
    for row in KEYBOARD:
        for line in (row, row[::-1]):
            text = _without_runs(text, line)
    return "".join(character for index, character in enumerate(text) if index == 0 or character != text[index - 1])


def _without_runs(text: str, line: str) -> str:
    for length in range(len(line), RUN - 1, -1):
        for start in range(len(line) - length + 1):
            text = text.replace(line[start : start + length], "")
    return text

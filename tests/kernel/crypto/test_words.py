import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.crypto import KeyWordsError, Suite
from lianxin.kernel.crypto.words import from_words, to_words

MASTERS = st.binary(min_size=32, max_size=32)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(st.sampled_from(Suite), MASTERS)
def test_words_say_the_key(suite: Suite, master: bytes) -> None:
    words = to_words(suite, master)
    assert [len(word) for word in words] == [5] * 14
    assert from_words(words) == (suite, master)
    assert from_words(word.lower().replace("0", "o").replace("1", "l") for word in words) == (suite, master)


@given(MASTERS, st.integers(0, 13), st.integers(0, 4), st.sampled_from(ALPHABET))
def test_every_wrong_character_is_found_and_its_group_named(master: bytes, group: int, place: int, sign: str) -> None:
    words = to_words(Suite.STANDARD, master)
    right = words[group]
    words[group] = right[:place] + sign + right[place + 1 :]
    if words[group] == right:
        return
    with pytest.raises(KeyWordsError) as refusal:
        from_words(words)
    assert refusal.value.group == group + 1


@given(MASTERS, st.integers(0, 13), st.integers(0, 3))
def test_exchanged_neighbours_are_found(master: bytes, group: int, place: int) -> None:
    words = to_words(Suite.STANDARD, master)
    right = words[group]
    words[group] = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if words[group] == right:
        return
    with pytest.raises(KeyWordsError) as refusal:
        from_words(words)
    assert refusal.value.group == group + 1


@given(MASTERS, st.integers(0, 12))
def test_exchanged_groups_are_found(master: bytes, group: int) -> None:
    words = to_words(Suite.STANDARD, master)
    words[group], words[group + 1] = words[group + 1], words[group]
    with pytest.raises(KeyWordsError) as refusal:
        from_words(words)
    assert refusal.value.group == group + 1


def test_groups_of_two_sheets_make_no_key() -> None:
    one, other = (to_words(Suite.STANDARD, bytes([value]) * 32) for value in (1, 2))
    with pytest.raises(KeyWordsError) as refusal:
        from_words(one[:7] + other[7:])
    assert str(refusal.value) == "各组字符都读得懂，但合不成一把密钥，请检查是否混入了另一张密钥单的内容。"


@pytest.mark.parametrize("words", [[], ["00000"], ["00000"] * 15])
def test_missing_and_surplus_groups(words: list[str]) -> None:
    with pytest.raises(KeyWordsError) as refusal:
        from_words(words)
    assert str(refusal.value) == f"密钥应有 14 组字符，这里是 {len(words)} 组。"


@pytest.mark.parametrize("word", ["", "0000", "000000", "0000U", "密密密密密"])
def test_groups_that_are_no_groups(word: str) -> None:
    words = to_words(Suite.STANDARD, bytes(32))
    with pytest.raises(KeyWordsError) as refusal:
        from_words([*words[:3], word, *words[4:]])
    assert (refusal.value.group, str(refusal.value)) == (4, "密钥的第 4 组字符不对，请对照密钥单重抄这一组。")

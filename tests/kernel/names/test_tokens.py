import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.names import query_tokens, search_tokens
from lianxin.kernel.names.tokens import QUERY_LENGTH
from lianxin.kernel.text import HAN

WORD = re.compile(rf"[^\W_{HAN}]+|[{HAN}]{{1,2}}")


def found(query: str, text: str) -> bool:
    tokens = query_tokens(query)
    return bool(tokens) and set(tokens) <= set(search_tokens(text))


def test_tokens_of_a_short_name() -> None:
    assert sorted(search_tokens("张三")) == sorted(["张", "三", "张三", "zhang", "san", "zhangsan", "zs"])


def test_characters_without_pinyin_are_found_by_themselves() -> None:
    assert sorted(search_tokens("㐂㐂")) == ["㐂", "㐂㐂"]
    assert sorted(search_tokens("张㐂")) == ["zhang", "㐂", "张", "张㐂"]


@pytest.mark.parametrize(
    ("query", "tokens"),
    [
        ("张三", ["张三"]),
        ("张三丰", ["张三", "三丰"]),
        ("张", ["张"]),
        ("张 三", ["张", "三"]),
        ("Zhang SAN", ["zhang", "san"]),
        ("zhangsan", ["zhangsan"]),
        ("ＺＳ", ["zs"]),
        ("xi'an", ["xian"]),
        ("lǚ lü lyu lu: lv", ["lv"]),
        ("nyu xinyu", ["nv", "xinyu"]),
        ("126号院", ["126", "号院"]),
        ("买买提•艾力", ["买买", "买提", "提艾", "艾力"]),
        ("，。*\"' -", []),
        ("", []),
    ],
)
def test_tokens_of_queries(query: str, tokens: list[str]) -> None:
    assert query_tokens(query) == tokens


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("张三", "张　三"),
        ("三丰", "张三丰"),
        ("zs", "张三丰"),
        ("zsf", "张三丰"),
        ("sanfeng", "张三丰"),
        ("ceng", "曾小红"),
        ("zeng", "曾小红"),
        ("moqi", "万俟洛"),
        ("yuchigong", "尉迟恭"),
        ("lv", "吕布"),
        ("lü", "吕布"),
        ("lubu", "吕布"),
        ("lyubu", "吕布"),
        ("xiaole", "李小乐"),
        ("xiaoyue", "李小乐"),
        ("艾力", "买买提·艾力"),
        ("买买提艾力", "买买提·艾力"),
        ("mmtal", "买买提·艾力"),
        ("maimaitiaili", "买买提·艾力"),
        ("smith", "John Smith"),
        ("jose", "José"),
        ("126", "西昌路126号院"),
        ("126号", "西昌路126号院"),
        ("西昌 号院", "西昌路126号院"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_names_are_found(query: str, name: str) -> None:
    assert found(query, name) is True


@pytest.mark.parametrize(
    ("query", "name"), [("张三", "三张"), ("张四", "张三"), ("sz", "张三"), ("san zhao", "张三"), ("12", "126号")]
)
def test_others_are_not_found(query: str, name: str) -> None:
    assert found(query, name) is False


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4))
def test_every_name_is_found_by_itself_and_its_parts(name: str) -> None:
    assert found(name, name)
    assert [part for part in (name[:2], name[-2:], *name) if not found(part, name)] == []


@given(st.text())
def test_tokens_are_words_of_their_own(text: str) -> None:
    tokens = search_tokens(text)
    assert len(tokens) == len(set(tokens))
    assert [token for token in tokens + query_tokens(text) if not token or not WORD.fullmatch(token)] == []


def test_a_long_query_is_cut() -> None:
    assert query_tokens("甲乙" * QUERY_LENGTH) == ["甲乙", "乙甲"]
    assert query_tokens("a" * 2 * QUERY_LENGTH) == ["a" * QUERY_LENGTH]

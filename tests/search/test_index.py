import uuid

import pytest

from lianxin.declare.paths import move_paths
from lianxin.kernel.ids import uuid7
from lianxin.search import index
from lianxin.search.checks import check_entries
from lianxin.search.engine import engine
from lianxin.search.index import Indexed, find, find_ids, put, rebuild, register_provider, remove
from lianxin.search.models import SearchEntry

pytestmark = pytest.mark.django_db
KIND = "test.person"
HERE, THERE = "0001000100010001", "0001000100020001"


def entry(name: str, path: str = HERE, kind: str = KIND, subject_id: uuid.UUID | None = None, *more: str) -> Indexed:
    return Indexed(kind, subject_id or uuid7(), name, "第一支部", path, (name, *more))


def titles(query: str, *paths: str, kinds: tuple[str, ...] = (KIND,), limit: int = 20) -> list[str]:
    return sorted(hit.title for hit in find(query, paths or ("0001",), kinds, limit))


@pytest.mark.parametrize(
    "query", ["张三", "张", "三", "zhangsan", "zs", "zhang san", "ZhangSan", " 张三 ", "zhangs", "zhang", "张　三"]
)
def test_a_name_is_found_by_characters_pinyin_and_initials(query: str) -> None:
    put([entry("张三"), entry("李四")])
    assert titles(query) == ["张三"]


@pytest.mark.parametrize(
    ("name", "query"), [("单秀兰", "shan"), ("单秀兰", "sxl"), ("仇大海", "qiu"), ("曾小红", "zeng")]
)
def test_surnames_are_read_as_surnames(name: str, query: str) -> None:
    put([entry(name), entry("李四")])
    assert titles(query) == [name]


@pytest.mark.parametrize(
    "query", ["", "  ", "，。", "张四", "lisi", "'; DROP TABLE", '"', "*", "张三 OR 李四", "NEAR("]
)
def test_what_does_not_answer(query: str) -> None:
    put([entry("张三")])
    assert titles(query) == []


def test_parts_of_an_address_and_numbers_are_found() -> None:
    put([entry("西昌路126号院", HERE, KIND, None, "西昌路126号")])
    assert [titles(query) for query in ("西昌", "126", "xichanglu", "昌路")] == [["西昌路126号院"]] * 4


def test_rare_characters_are_found() -> None:
    put([entry("王㙟"), entry("李𠅤"), entry("赵𫍲")])
    assert [titles(query) for query in ("㙟", "𠅤", "赵𫍲")] == [["王㙟"], ["李𠅤"], ["赵𫍲"]]


def test_nothing_outside_the_scope_is_ever_found() -> None:
    put([entry("张三", HERE), entry("张三丰", THERE), entry("张三", "0002")])
    assert titles("张三", "00010001") == ["张三", "张三丰"]
    assert titles("张三", HERE) == ["张三"]
    assert titles("zhang", THERE) == ["张三丰"]
    assert titles("张三", HERE, THERE) == ["张三", "张三丰"]
    assert titles("张三", "0003") == []
    assert titles("张三", "") == ["张三", "张三", "张三丰"]
    assert find("张三", (), [KIND]) == []
    assert find("张三", ("0001",), []) == []


def test_scope_words_cannot_be_typed() -> None:
    put([entry("张三", "0002")])
    assert titles("张三 π0001", "0001") == []
    assert titles("π0002", "0001") == []
    assert titles("κtestperson", "0001") == []


def test_a_scope_is_a_whole_segment() -> None:
    put([entry("张三", "00010001"), entry("张四", "0001000A")])
    assert titles("张", "0001000A") == ["张四"]


def test_kinds_are_kept_apart() -> None:
    same = uuid7()
    put([entry("张三", subject_id=same), entry("张三", kind="test.unit", subject_id=same)])
    assert [hit.kind for hit in find("张三", ("0001",), ["test.unit"])] == ["test.unit"]
    assert len(find("张三", ("0001",), [KIND, "test.unit"])) == 2


def test_whole_names_come_first_and_the_limit_holds() -> None:
    put([entry(f"张三{letter}") for letter in "甲乙丙丁"] + [entry("张三")])
    assert find("张三", ("0001",), [KIND], 1)[0].title == "张三"
    assert len(find("张三", ("0001",), [KIND], 3)) == 3
    assert len(find_ids("张三", ("0001",), KIND)) == 5


def test_putting_again_replaces() -> None:
    subject = uuid7()
    put([entry("张三", subject_id=subject)])
    put([entry("李四", THERE, subject_id=subject)])
    assert (titles("张三"), titles("李四", HERE), titles("李四", THERE)) == ([], [], ["李四"])
    assert SearchEntry.objects.filter(subject_id=subject).count() == 1


def test_the_same_thing_twice_in_one_bulk_is_one_entry() -> None:
    subject = uuid7()
    put([entry("张三", subject_id=subject), entry("张三", subject_id=subject)])
    assert titles("张三") == ["张三"]


def test_removing() -> None:
    one, other = entry("张三"), entry("张四")
    put([one, other])
    remove(KIND, [one.subject_id])
    assert titles("张") == ["张四"]
    assert engine().words([index.number_of(KIND, one.subject_id)]) == {}


def test_entries_follow_a_moved_organisation() -> None:
    put([entry("张三", HERE), entry("郑志山", HERE), entry("李四", THERE)])
    move_paths(HERE, "000200010001")
    assert titles("张三", "0001") == []
    assert titles("张三", "00020001") == ["张三"]
    assert titles("zzs", "0002") == ["郑志山"]
    assert titles("李四", "0001") == ["李四"]


def test_a_bulk_of_thousands() -> None:
    put([entry(f"张三{number}") for number in range(3000)])
    assert SearchEntry.objects.count() == 3000
    assert titles("张三2999") == ["张三2999"]


@pytest.fixture
def provided(monkeypatch: pytest.MonkeyPatch) -> list[Indexed]:
    monkeypatch.setattr(index, "_providers", {})
    things = [entry("张三"), entry("李四", THERE)]
    register_provider(KIND, lambda: iter(things))
    return things


def test_rebuilding_makes_the_index_what_the_register_says(provided: list[Indexed]) -> None:
    put([entry("已删除")])
    assert rebuild(KIND) == 2
    assert (titles("张三"), titles("已删除")) == (["张三"], [])
    assert list(check_entries()) == []


def test_the_check_names_what_is_missing_stale_or_left_over(provided: list[Indexed]) -> None:
    left = entry("已删除")
    put([left, *provided])
    SearchEntry.objects.filter(title="张三").update(title="张三三")
    remove(KIND, [provided[1].subject_id])
    put([entry("无字")])
    engine().erase_words([SearchEntry.objects.get(title="无字").number])
    messages = sorted(fault.message.split("。")[0] for fault in check_entries())
    assert messages == sorted(
        [
            "“张三”（test.person）的检索条目过时了",
            "“李四”（test.person）检索不到",
            "检索里还有“已删除”（test.person），登记里已经没有",
            "检索里还有“无字”（test.person），登记里已经没有",
            "“无字”没有可检索的文字",
        ]
    )

import pytest

from lianxin.kernel.names import name_initials, name_key


@pytest.mark.parametrize(
    ("name", "key", "initials"),
    [
        ("张三", "zhang san", "zs"),
        ("张　三", "zhang san", "zs"),
        ("单雄信", "shan xiong xin", "sxx"),
        ("仇英", "qiu ying", "qy"),
        ("解珍", "xie zhen", "xz"),
        ("区建国", "ou jian guo", "ojg"),
        ("曾小红", "zeng xiao hong", "zxh"),
        ("查良镛", "zha liang yong", "zly"),
        ("盖叫天", "ge jiao tian", "gjt"),
        ("乐毅", "yue yi", "yy"),
        ("任平", "ren ping", "rp"),
        ("华罗", "hua luo", "hl"),
        ("朴哲", "piao zhe", "pz"),
        ("纪云", "ji yun", "jy"),
        ("覃勇", "qin yong", "qy"),
        ("冼星", "xian xing", "xx"),
        ("缪荃", "miao quan", "mq"),
        ("翟让", "zhai rang", "zr"),
        ("宓子", "mi zi", "mz"),
        ("幺九", "yao jiu", "yj"),
        ("员半", "yun ban", "yb"),
        ("黑山", "he shan", "hs"),
        ("折可", "she ke", "sk"),
        ("逄先", "pang xian", "px"),
        ("牟平", "mu ping", "mp"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("万俟洛", "mo qi luo", "mql"),
        ("长孙云", "zhang sun yun", "zsy"),
        ("欧阳修", "ou yang xiu", "oyx"),
        ("单于海", "chan yu hai", "cyh"),
        ("单于", "shan yu", "sy"),
        ("李长乐", "li chang le", "lcl"),
        ("王曾", "wang zeng", "wz"),
        ("吕布", "lv bu", "lb"),
        ("女娲", "nv wa", "nw"),
        ("买买提·艾力", "mai mai ti ai li", "mmtal"),
        ("John Smith", "john smith", "js"),
        ("José", "jose", "j"),
        ("张A", "zhang a", "za"),
        ("㐂", "㐂", "㐂"),
        ("", "", ""),
    ],
)
def test_keys_and_initials(name: str, key: str, initials: str) -> None:
    assert (name_key(name), name_initials(name)) == (key, initials)


def test_a_list_is_ordered_as_a_reader_expects() -> None:
    names = ["张三", "曾小红", "詹一", "单雄信", "安宁", "欧阳修"]
    assert sorted(names, key=name_key) == ["安宁", "欧阳修", "单雄信", "曾小红", "詹一", "张三"]

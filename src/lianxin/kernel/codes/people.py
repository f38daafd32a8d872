"""Sex, ethnicity, occupation.

GB/T 2261.1-2003 (sex), GB/T 3304-1991 (names of nationalities of China), and the eight occupations of the annual
bulletin of Party statistics (党内统计公报), which has no published codes: the numbers are its order.
"""

from lianxin.kernel.codes.table import CodeTable

SEX = CodeTable(
    "GB/T 2261.1-2003 人的性别代码",
    {"0": "未知的性别", "1": "男", "2": "女", "9": "未说明的性别"},
    {"未知": "0", "男性": "1", "女性": "2", "未说明": "9"},
)

_HAN = "01"
_PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
_NUMBERED = {f"{number:02d}": name for number, name in enumerate(_PEOPLES.split(), start=1)}

ETHNICITY = CodeTable(
    "GB/T 3304-1991 中国各民族名称的罗马字母拼写法和代码",
    {code: f"{name}族" for code, name in _NUMBERED.items()} | {"97": "其他", "98": "外国血统"},
    {name: code for code, name in _NUMBERED.items()} | {"蒙族": "02", "维族": "05"},
)
"""97 and 98 are customary additions, not of the standard. 蒙族 and 维族 are everyday words, read by us."""


def is_minority(code: str) -> bool:
    """Whether a code is one of the 55 minority nationalities (02 to 56)."""
    return code != _HAN and code in _NUMBERED


OCCUPATION = CodeTable(
    "党内统计公报职业分类",
    {
        "1": "工人（工勤技能人员）",
        "2": "农牧渔民",
        "3": "企事业单位、社会组织专业技术人员",
        "4": "企事业单位、社会组织管理人员",
        "5": "党政机关工作人员",
        "6": "学生",
        "7": "其他职业人员",
        "8": "离退休人员",
    },
    {
        "工人": "1",
        "工勤技能人员": "1",
        "农民": "2",
        "牧民": "2",
        "渔民": "2",
        "专业技术人员": "3",
        "企事业单位专业技术人员": "3",
        "企事业单位管理人员": "4",
        "其他": "7",
        "其他职业": "7",
        "离退休": "8",
        "离休": "8",
        "退休": "8",
        "离休人员": "8",
        "退休人员": "8",
    },
)
"""The eight top groups; everyday words are read by us."""

"""Provinces: the first two digits of GB/T 2260 area codes and of identity numbers."""

from lianxin.kernel.codes.table import CodeTable

_MUNICIPALITIES = {"11": "北京", "12": "天津", "31": "上海", "50": "重庆"}
_PROVINCES = {
    "13": "河北",
    "14": "山西",
    "21": "辽宁",
    "22": "吉林",
    "23": "黑龙江",
    "32": "江苏",
    "33": "浙江",
    "34": "安徽",
    "35": "福建",
    "36": "江西",
    "37": "山东",
    "41": "河南",
    "42": "湖北",
    "43": "湖南",
    "44": "广东",
    "46": "海南",
    "51": "四川",
    "52": "贵州",
    "53": "云南",
    "61": "陕西",
    "62": "甘肃",
    "63": "青海",
    "71": "台湾",
}
_REGIONS = {
    "15": ("内蒙古", "内蒙古自治区"),
    "45": ("广西", "广西壮族自治区"),
    "54": ("西藏", "西藏自治区"),
    "64": ("宁夏", "宁夏回族自治区"),
    "65": ("新疆", "新疆维吾尔自治区"),
    "81": ("香港", "香港特别行政区"),
    "82": ("澳门", "澳门特别行政区"),
}
_LABELS = (
    {code: f"{name}市" for code, name in _MUNICIPALITIES.items()}
    | {code: f"{name}省" for code, name in _PROVINCES.items()}
    | {code: full for code, (_short, full) in _REGIONS.items()}
)
_SHORT_NAMES = {name: code for code, name in (_MUNICIPALITIES | _PROVINCES).items()} | {
    short: code for code, (short, _full) in _REGIONS.items()
}

PROVINCE = CodeTable("GB/T 2260 中华人民共和国行政区划代码（省级）", dict(sorted(_LABELS.items())), _SHORT_NAMES)


def province_of(area: str) -> str | None:
    """The province code of an area code of 2, 6 or 12 digits, or of an identity number; None for an unknown one."""
    return area[:2] if area[:2] in PROVINCE else None

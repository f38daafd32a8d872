"""Invented people: plain surnames and given names, put together by a fixed seed."""

import random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤普纳单仇解区查盖"
WOMEN = (
    "秀兰 淑华 桂英 玉珍 文静 丽华 美玲 素芬 凤仙 惠芬 金凤 翠萍 雪梅 春燕 红梅 桂芝 琼仙 家珍 "
    "云芬 丽萍 秀英 玉兰 慧敏 静怡 晓燕 艳萍 佩兰 瑞芝 竹君 菊芬 存仙 兰芝"
).split()
MEN = (
    "世勋 长青 建国 云生 正荣 志强 国栋 文彬 德昌 家福 永康 明远 树林 怀忠 子明 绍武 光华 天佑 "
    "学文 兴邦 立军 伯年 春生 海涛 俊杰 保国 启明 绍先 恩泽 文忠 树声 有才"
).split()


class Names:
    """Gives names that do not repeat; the same seed gives the same people."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._used: set[str] = set()

    def take(self, sex: str) -> str:
        """A new name for sex "1" (man) or "2" (woman)."""
        given = MEN if sex == "1" else WOMEN
        while True:
            name = self._chance.choice(SURNAMES) + self._chance.choice(given)
            if name not in self._used:
                self._used.add(name)
                return name

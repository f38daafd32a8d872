"""Readings that a general dictionary gets wrong in names, and the surnames of two characters.

Our own compilation from general knowledge of Chinese names. Where families differ (覃 qin or tan) the usual reading
sorts, and search finds both. All without tones, ü written v.
"""


def _entries(table: str) -> list[list[str]]:
    return [entry.split() for entry in table.replace("\n", ",").split(",") if entry.strip()]


COMPOUND_SURNAMES: dict[str, tuple[str, ...]] = {
    surname: tuple(syllables)
    for surname, *syllables in _entries("""
        欧阳 ou yang, 歐陽 ou yang, 太史 tai shi, 端木 duan mu, 上官 shang guan, 司马 si ma, 东方 dong fang, 独孤 du gu
        南宫 nan gong, 万俟 mo qi, 闻人 wen ren, 夏侯 xia hou, 诸葛 zhu ge, 尉迟 yu chi, 公羊 gong yang, 赫连 he lian
        澹台 tan tai, 皇甫 huang fu, 宗政 zong zheng, 濮阳 pu yang, 公冶 gong ye, 太叔 tai shu, 申屠 shen tu
        公孙 gong sun, 仲孙 zhong sun, 轩辕 xuan yuan, 令狐 ling hu, 钟离 zhong li, 宇文 yu wen, 长孙 zhang sun
        慕容 mu rong, 鲜于 xian yu, 闾丘 lv qiu, 司徒 si tu, 司空 si kong, 亓官 qi guan, 司寇 si kou, 颛孙 zhuan sun
        漆雕 qi diao, 乐正 yue zheng, 壤驷 rang si, 公良 gong liang, 拓跋 tuo ba, 拓拔 tuo ba, 夹谷 jia gu, 宰父 zai fu
        谷梁 gu liang, 榖梁 gu liang, 呼延 hu yan, 单于 chan yu, 完颜 wan yan, 耶律 ye lv, 纳兰 na lan, 叶赫 ye he
        那拉 na la, 东郭 dong guo, 南门 nan men, 西门 xi men, 羊舌 yang she, 微生 wei sheng, 梁丘 liang qiu
        左丘 zuo qiu, 百里 bai li, 段干 duan gan
    """)
}

SURNAMES: dict[str, str] = dict(
    _entries("""
        单 shan, 單 shan, 仇 qiu, 解 xie, 区 ou, 區 ou, 曾 zeng, 查 zha, 盖 ge, 蓋 ge, 乐 yue, 樂 yue, 任 ren, 华 hua, 華 hua
        朴 piao, 纪 ji, 紀 ji, 覃 qin, 冼 xian, 洗 xian, 缪 miao, 繆 miao, 翟 zhai, 宓 mi, 幺 yao, 么 yao, 员 yun, 員 yun
        贠 yun, 黑 he, 折 she, 逄 pang, 牟 mu, 秘 bi, 都 du, 郇 xun, 祭 zhai, 句 gou, 隗 wei, 乜 nie, 种 chong, 繁 po
        阚 kan, 闞 kan, 薄 bo, 卜 bu, 炅 gui, 佴 nai, 能 nai, 粘 nian, 角 jue, 颉 xie, 适 kuo, 藏 zang, 重 chong, 番 pan
        蔚 yu, 晟 cheng, 尉 wei, 召 shao, 车 che, 車 che, 盛 sheng, 葛 ge, 那 na, 应 ying, 宁 ning, 石 shi, 柏 bai, 谌 chen
        郗 xi, 术 zhu
    """)
)
"""The reading as a surname of one character, where the same character is read otherwise elsewhere."""

OTHER_READINGS: dict[str, tuple[str, ...]] = {
    character: tuple(readings)
    for character, *readings in _entries("""
        晟 sheng cheng, 偲 si cai, 珩 heng hang, 长 chang zhang, 長 chang zhang, 茜 qian xi, 行 xing hang, 朝 chao zhao
        重 chong zhong, 乐 le yue, 樂 le yue, 勒 le lei, 莞 wan guan, 泊 bo po, 都 du dou, 石 shi dan, 筠 yun jun, 娜 na nuo
        柏 bai bo, 仔 zai zi, 莎 sha suo, 乾 qian gan, 降 jiang xiang, 调 diao tiao, 弹 tan dan, 传 chuan zhuan
        屏 ping bing, 巷 xiang hang, 校 xiao jiao, 参 can shen cen, 虹 hong jiang, 甫 fu pu, 蔓 man wan, 尉 wei yu
        蔚 wei yu, 宿 su xiu, 宓 mi fu, 车 che ju, 車 che ju, 覃 qin tan, 翟 zhai di, 郗 xi chi, 谌 chen shen, 隗 wei kui
        藏 cang zang, 朴 pu piao, 曾 zeng ceng, 单 dan shan chan, 牟 mu mou, 缪 miao mou, 秘 mi bi, 厦 sha xia
        纶 lun guan, 炅 jiong gui, 颉 jie xie, 洗 xi xian, 盛 sheng cheng, 会 hui kuai, 便 bian pian, 和 he huo
        强 qiang jiang, 俊 jun, 澄 cheng deng, 若 ruo, 约 yue yao, 斗 dou, 杉 shan sha, 期 qi ji, 薄 bo bao, 卜 bu bo
    """)
}
"""Characters with more than one living reading in names and places, the usual one first."""

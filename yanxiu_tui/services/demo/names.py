"""Made-up names, as they were given in the years their bearers were born."""

from random import Random

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "夏侯")
# Born before about 1976, before about 1990, and since; women's and men's.
_GIVEN = {
    "女": (
        "秀兰 桂英 玉梅 淑珍 凤琴 玉芬 慧兰 爱华 素云 建华 月娥 金凤 亚琴 惠芳 秀芝 淑敏 彩霞 "
        "玉洁 红梅 桂芳 巧云 翠萍 敏 慧 芳 琴",
        "丽娟 晓燕 海燕 静 丽 艳 娜 婷 晓红 莉莉 文静 春燕 雪梅 红霞 丽华 小芳 晓丽 玲玲 燕 "
        "颖 倩 蓉 雪 小娟 云霞 晶晶 亚楠 海霞 佳慧 琳",
        "欣怡 雨桐 思琪 梦瑶 雅婷 佳怡 诗涵 晓彤 若曦 婉清 思雨 梦洁 佳琪 雨晴 雪莹 子涵 悦 "
        "嘉欣 可欣 舒雅 语嫣 瑾 妍 冰洁 乐怡 静怡 慧敏 心怡",
    ),
    "男": (
        "建军 国庆 志强 建平 卫东 永胜 德明 文忠 福生 长江 志明 宝林 玉明 根生 世杰 忠诚 振华 "
        "广田 兴旺 万福 新民 树林 学文 勤 毅然 光明",
        "海涛 晓东 志勇 俊峰 勇 磊 军 涛 建峰 永刚 晓明 红军 立新 宏伟 小龙 卫星 博文 鹏飞 "
        "亮 斌 超 文斌 海波 国栋 振宇 明辉 少华 军伟",
        "浩然 宇轩 子轩 俊杰 天宇 泽宇 思远 嘉豪 文博 家豪 一鸣 梓豪 睿 凯 昊天 逸飞 志远 明轩 "
        "博 星辰 子昂 致远 旭东 晨阳 景行 云帆",
    ),
}
# Every school has them: a name shared by two, a rare character, a name with a middle dot.
_REMARKABLE = (
    ("欧阳文静", "女"),
    ("王丽", "女"),
    ("王丽", "女"),
    ("买买提·艾力", "男"),
    ("龚䶮", "男"),
    ("上官云霞", "女"),
    ("朱㛃", "女"),
)


def remarkable(count: int) -> list[tuple[str, str]]:
    """Names no program may stumble over, each with its bearer's sex, for a school of ``count``."""
    return list(_REMARKABLE[: max(1, count - 10)])


def make_up(rng: Random, sex: str, age: int, taken: set[str]) -> str:
    """A name nobody has yet, and remember it as ``taken``."""
    generation = 0 if age >= 49 else 1 if age >= 35 else 2
    given = _GIVEN[sex][generation].split()
    name = ""
    while not name or name in taken:
        surname = rng.choice(_COMPOUND) if rng.random() < 0.01 else rng.choice(_SURNAMES)
        name = surname + rng.choice(given)
    taken.add(name)
    return name

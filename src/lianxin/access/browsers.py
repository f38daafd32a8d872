"""A browser in plain words. Only the words are kept, never what the browser sent."""

SYSTEMS = (
    ("HarmonyOS", "鸿蒙设备"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("UOS", "统信 UOS 电脑"),
    ("Kylin", "麒麟电脑"),
    ("Linux", "Linux 电脑"),
)
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ 浏览器"),
    ("360SE", "360 浏览器"),
    ("360EE", "360 浏览器"),
    ("UBrowser", "UC 浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "火狐"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""The first mark found counts: most browsers also call themselves Chrome and Safari."""


def browser_words(agent: str) -> str:
    """`Windows 电脑，Edge`; "" when it says neither."""
    found = [
        next((words for mark, words in marks if mark.lower() in agent.lower()), "") for marks in (SYSTEMS, BROWSERS)
    ]
    return "，".join(filter(None, found))

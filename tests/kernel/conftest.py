"""Properties are tried without a time limit each: the first one to ask for pinyin also loads its table."""

from hypothesis import settings

settings.register_profile("lianxin", deadline=None)
settings.load_profile("lianxin")

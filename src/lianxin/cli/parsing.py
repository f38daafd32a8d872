"""argparse in Chinese, with ``--data`` everywhere and exit status 64 for wrong usage."""

import argparse
import os
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn, TypeAlias

USAGE_ERROR = 64
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", r"缺少：\1"),
    (r"unrecognized arguments: (.+)", r"不认识：\1"),
    (r"argument 命令: invalid choice: '(.*?)'.*", r"没有“\1”这个命令，用 --help 看有哪些"),
    (r"argument (\S+).*: invalid choice: (\S+).*choose from (.+)\)", r"\1 不能是 \2，可以是：\3"),
    (r"argument (\S+).*: invalid \w+ value: (.+)", r"\1 的值不对：\2"),
    (r"argument (\S+).*: expected .*argument.*", r"\1 后面缺少内容"),
    (r"argument (\S+).*: not allowed with argument (\S+)", r"\1 不能和 \2 一起用"),
    (r"argument (\S+).*: ignored explicit argument (.+)", r"\1 后面不能有 \2"),
    (r"one of the arguments (.+) is required", r"需要其中之一：\1"),
    (r"argument (\S+).*?: (.+)", r"\1：\2"),
)


class Formatter(argparse.HelpFormatter):
    """Help with Chinese headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """The usage line, headed in Chinese."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose sub-parsers are of its own kind, so that ``--data`` stands before and after every command."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", Formatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**{**options, "add_help": False})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        is_root = " " not in self.prog
        self.add_argument("-h", "--help", action="help", help="显示这份说明")
        self.add_argument(
            "--data",
            metavar="文件夹",
            type=folder_name,
            default=None if is_root else argparse.SUPPRESS,
            help="数据文件夹（也可用环境变量 LIANXIN_DATA）",
        )

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong and end with 64."""
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}：{in_chinese(message)}\n")


def folder_name(word: str) -> str:
    """A folder; ``ValueError`` for a blank, which is an unset variable in a script and not the usual folder."""
    if not word.strip():
        raise ValueError(word)
    return word


def as_text(word: str) -> str:
    """A word of the command line read as UTF-8, whatever the locale made of its bytes; file names stay as they came."""
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeError:
        return word


Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 (it has no public name)


def in_chinese(message: str) -> str:
    """The sentence of argparse in Chinese; as it is when we do not know it."""
    for pattern, sentence in _SENTENCES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(sentence)
    return message

"""What the system and the database say when something cannot be read or written, in Chinese."""

import errno

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EEXIST: "那里已经有一个同名的文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "那里是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件太大，磁盘放不下",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
}
_DATABASE_REASONS = (
    ("file is not a database", "数据库文件坏了，或者不是数据库"),
    ("disk image is malformed", "数据库文件坏了"),
    ("database or disk is full", "磁盘满了"),
    ("disk i/o error", "磁盘读写出错，或者磁盘满了"),
    ("readonly database", "没有写的权限"),
    ("unable to open database file", "数据库文件打不开，多半是没有权限"),
    ("database is locked", "别的程序正占用着数据库"),
    ("no such table", "缺少表"),
    ("no such column", "缺少列"),
    ("connection refused", "连不上数据库服务"),
    ("couldn't get a connection", "连不上数据库服务"),
    ("password authentication failed", "用户名或密码不对"),
)


def is_of_the_machine(error: OSError) -> bool:
    """Whether it is a state of disk or permissions that a person can mend."""
    return error.errno in _REASONS


def reason_of(error: OSError) -> str:
    """Why, in Chinese, without a full stop; the system's own words for what is rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or "原因不明"


def database_reason_of(error: Exception) -> str:
    """Why, in Chinese, with the database's own words behind it for whoever looks deeper."""
    said = " ".join(str(error).split())
    for words, reason in _DATABASE_REASONS:
        if words in said.lower():
            return f"{reason}（{said}）"
    return said or type(error).__name__

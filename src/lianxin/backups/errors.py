"""What can be wrong with a backup; every message is one Chinese sentence for the person who holds the file."""


class BackupError(Exception):
    """The backup cannot be made, read or put back."""


class DamagedError(BackupError):
    """A byte is not what was written, or some are missing."""

    def __init__(self, where: str) -> None:
        super().__init__(f"这份备份有损坏（{where}），不能用来恢复。原有资料没有动，请换一份备份。")


class WrongKeyError(BackupError):
    """The key given is not the one the backup was sealed with."""

    def __init__(self) -> None:
        super().__init__("这把密钥打不开这份备份：它是用另一把密钥封的。请找做备份那台电脑的密钥文件或密钥单。")


class NewerError(BackupError):
    """Made by a program newer than this one."""

    def __init__(self) -> None:
        super().__init__("这份备份是更新版本的连心桥做的，现在的程序读不懂。请先换上新版本，再来恢复。")


class NotABackupError(BackupError):
    """Some other file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”不是连心桥的备份文件。")

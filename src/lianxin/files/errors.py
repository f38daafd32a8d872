"""What can go wrong with a stored file; every message is a Chinese sentence for the person who asked for it."""


class StorageError(Exception):
    """The file could not be kept or read."""


class StorageFullError(StorageError):
    """No room is left in the data folder; nothing was kept."""

    def __init__(self) -> None:
        super().__init__("磁盘空间不够，文件没有存下，原有资料不受影响。请腾出空间以后再试一次。")


class FileGoneError(StorageError):
    """The content is no longer there: its time is over, or somebody removed it from the disk."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”的内容已过保存期限，按规定清除了。需要时请重新上传或重新导出。")


class FileDamagedError(StorageError):
    """The content on the disk is not what was kept."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”在磁盘上的内容已损坏，打不开。请重新上传或重新导出。")

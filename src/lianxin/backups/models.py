"""What is remembered of backups and of the printed key; the files themselves lie in ``data/backups``."""

from django.db import models

from lianxin.kernel.ids import uuid7


class Reason(models.TextChoices):
    """Why a backup was made."""

    DAILY = "daily", "每天自动"
    BY_HAND = "hand", "手动"
    BEFORE_UPGRADE = "upgrade", "升级前"


class Backup(models.Model):
    """A backup made: ``name`` in ``data/backups``, or, when ``elsewhere``, the place somebody named.

    ``taken_at`` is when it was last carried away from this computer (downloaded, or written to another disk).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("文件名", max_length=200)
    reason = models.CharField("由来", max_length=10, choices=Reason)
    made_at = models.DateTimeField("备份时间")
    size = models.PositiveBigIntegerField("字节")
    rows = models.PositiveBigIntegerField("行数")
    elsewhere = models.BooleanField("写在别处", default=False)
    taken_at = models.DateTimeField("抄走时间", null=True)
    taken_by = models.CharField("抄走的人", max_length=100, default="")

    class Meta:
        verbose_name = "备份"
        indexes = [
            models.Index(fields=["made_at"], name="backup_made"),
            models.Index(fields=["taken_at"], name="backup_taken"),
        ]

    def __str__(self) -> str:
        return self.name


class KeySheet(models.Model):
    """The key was printed: when, by whom, what for, and which key it is (its public number)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    printed_at = models.DateTimeField("打印时间")
    printed_by = models.CharField("打印人", max_length=100)
    reason = models.CharField("理由", max_length=200)
    key_id = models.CharField("密钥编号", max_length=16)

    class Meta:
        verbose_name = "密钥单"
        indexes = [models.Index(fields=["printed_at"], name="key_sheet_printed")]

    def __str__(self) -> str:
        return self.key_id

"""Uploads kept for a while: sealed on disk, known by a row."""

from django.db import models

from lianxin.kernel.ids import uuid7


class StoredFile(models.Model):
    """A sealed file in ``data/files``; ``removed_at`` is set when its content was erased."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community_id = models.UUIDField("社区", null=True)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField("摘要", max_length=64)
    purpose = models.CharField("用途", max_length=40)
    created_at = models.DateTimeField("存入时间")
    created_by_id = models.UUIDField("存入人", null=True)
    keep_until = models.DateTimeField("保留到", null=True)
    removed_at = models.DateTimeField("内容清除时间", null=True)

    class Meta:
        verbose_name = "文件"
        indexes = [models.Index(fields=["keep_until"], name="stored_file_keep")]

    def __str__(self) -> str:
        return self.name

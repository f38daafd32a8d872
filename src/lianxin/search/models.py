"""What can be found, by whom: one row per findable thing, its tokens in a full-text table."""

from django.db import models


class SearchEntry(models.Model):
    """A findable thing. ``number`` ties it to the full-text table (its rowid on SQLite).

    It is derived from kind and subject (``index.number_of``), so no counter is shared and writing needs no reading.
    """

    number = models.BigIntegerField("全文号", primary_key=True)
    kind = models.CharField("种类", max_length=40)
    subject_id = models.UUIDField("对象")
    title = models.CharField("标题", max_length=200)
    detail = models.CharField("补充", max_length=200, default="")
    organisation_path = models.CharField("组织路径", max_length=200)

    class Meta:
        verbose_name = "检索条目"
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title

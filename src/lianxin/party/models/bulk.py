"""One field of many members changed at once: what is to be written, for whom, and what became of it."""

from django.db import models

from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community


class BulkState(models.TextChoices):
    """Where a bulk change stands."""

    PREVIEW = "preview", "待核对"
    COMMITTING = "committing", "正在修改"
    COMMITTED = "committed", "已修改"
    TAKING_BACK = "taking_back", "正在撤回"
    TAKEN_BACK = "taken_back", "已撤回"
    DISCARDED = "discarded", "已放弃"


class BulkRowState(models.TextChoices):
    """What the change means for one member."""

    CHANGED = "changed", "要改"
    UNCHANGED = "unchanged", "本来就是"
    REFUSED = "refused", "不能改"


class BulkChange(models.Model):
    """One value for one field of many members.

    ``sealed`` is the encrypted value (the clerk's words may hold personal data), ``on`` the day from which a dated value
    holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    path = models.CharField("社区路径", max_length=200)
    field = models.CharField("项目", max_length=30)
    sealed = models.BinaryField("新的内容（密）", null=True)
    on = models.DateField("从哪天起", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=BulkState, default=BulkState.PREVIEW)
    created_at = models.DateTimeField("提出时间")
    created_by = models.CharField("提出人", max_length=100)
    committed_at = models.DateTimeField("修改时间", null=True)
    taken_back_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "批量修改"
        indexes = [models.Index(fields=["community", "created_at"], name="bulk_by_community")]

    def __str__(self) -> str:
        return self.field


class BulkRow(models.Model):
    """One member of a bulk change.

    ``version`` is the record's at the preview, ``person_version`` the one after it was written (empty: not yet);
    ``sealed`` the member's rows as they were before and after, encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bulk = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows", db_index=False)
    member_id = models.UUIDField("党员", db_index=True)
    person_id = models.UUIDField("人员", db_index=True)
    name_key = models.CharField("姓名拼音", max_length=200)
    state = models.CharField("结果", max_length=10, choices=BulkRowState)
    why = models.CharField("原因", max_length=120, blank=True, default="")
    version = models.PositiveIntegerField("核对时的版本")
    person_version = models.PositiveIntegerField("修改后的版本", null=True)
    sealed = models.BinaryField("前后内容（密）", null=True)
    taken_back_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "批量修改的人"
        indexes = [models.Index(fields=["bulk", "state", "name_key", "id"], name="bulk_row_by_state")]
        constraints = [models.UniqueConstraint(fields=["bulk", "member_id"], name="bulk_row_once")]

    def __str__(self) -> str:
        return f"{self.bulk} {self.member_id}"

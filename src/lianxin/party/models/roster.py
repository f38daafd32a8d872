"""A roster on its way into the register: the batch and its staged rows."""

from django.db import models

from lianxin.files.models import StoredFile
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community


class BatchState(models.TextChoices):
    """Where an import stands."""

    READING = "reading", "正在读取"
    PREVIEW = "preview", "待核对"
    COMMITTING = "committing", "正在入册"
    COMMITTED = "committed", "已入册"
    TAKING_BACK = "taking_back", "正在撤回"
    TAKEN_BACK = "taken_back", "已撤回"
    DISCARDED = "discarded", "已放弃"


class RowState(models.TextChoices):
    """What a staged row is, compared with the register."""

    CREATED = "created", "新增"
    CHANGED = "changed", "有变化"
    UNCHANGED = "unchanged", "无变化"
    REFUSED = "refused", "不能入册"


class RosterBatch(models.Model):
    """One file brought in once.

    ``reading`` holds what the preview shows of each sheet (name, header row, columns, ignored lines) and the branches
    to be founded; never values of persons. ``mapping`` holds what was corrected by hand, by the sheet's name:
    ``{"header_row": 3, "columns": {"0": "name", "5": ""}}``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="rosters")
    path = models.CharField("社区路径", max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField("文件名", max_length=200)
    sheet = models.CharField("工作表", max_length=100, blank=True, default="")
    mapping = models.JSONField("列的改动", default=dict)
    reading = models.JSONField("识别结果", default=dict)
    state = models.CharField("状态", max_length=12, choices=BatchState, default=BatchState.PREVIEW)
    created_count = models.PositiveIntegerField("新增", default=0)
    changed_count = models.PositiveIntegerField("有变化", default=0)
    unchanged_count = models.PositiveIntegerField("无变化", default=0)
    refused_count = models.PositiveIntegerField("不能入册", default=0)
    warning_count = models.PositiveIntegerField("提醒", default=0)
    created_at = models.DateTimeField("上传时间")
    created_by = models.CharField("上传人", max_length=100)
    committed_at = models.DateTimeField("入册时间", null=True)
    taken_back_at = models.DateTimeField("撤回时间", null=True)
    rows_removed_at = models.DateTimeField("暂存清除时间", null=True)

    class Meta:
        verbose_name = "名册导入"
        indexes = [models.Index(fields=["community", "created_at"], name="roster_by_community")]

    def __str__(self) -> str:
        return self.file_name


class StagedRow(models.Model):
    """One row of a batch.

    ``sealed`` is the encrypted JSON of what the row holds, what it would change and what was there before;
    ``problems`` what is said about its cells (nothing: null); ``person_id`` whom it means, no foreign key so that the
    register owes nothing to what is only staged; ``person_version`` that person's version after the row was written:
    where it is empty, the row has not been written yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(RosterBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    sheet = models.PositiveSmallIntegerField("表序")
    row = models.PositiveIntegerField("行号")
    state = models.CharField("结果", max_length=10, choices=RowState)
    warned = models.BooleanField("有提醒", default=False)
    problems = models.JSONField("问题", null=True)
    sealed = models.BinaryField("内容（密）", null=True)
    person_id = models.UUIDField("人员", null=True)
    person_version = models.PositiveIntegerField("入册后版本", null=True)
    taken_back_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "暂存行"
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "row"], name="staged_row_once")]
        indexes = [models.Index(fields=["batch", "state", "sheet", "row"], name="staged_row_by_state")]

    def __str__(self) -> str:
        return f"{self.batch} {self.row}"


class HeadingSynonym(models.Model):
    """A heading a clerk once matched by hand; remembered for the community."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    heading = models.CharField("表头", max_length=60)
    field = models.CharField("项目", max_length=30)

    class Meta:
        verbose_name = "表头对照"
        constraints = [models.UniqueConstraint(fields=["community", "heading"], name="heading_once")]

    def __str__(self) -> str:
        return f"{self.heading} → {self.field}"

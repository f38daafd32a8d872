"""A blank sheet on its way, what was sent (报送留底), and what this community's headings mean."""

from django.db import models
from django.db.models import Q

from lianxin.files.models import StoredFile
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community, Organisation


class SheetDraft(models.Model):
    """A blank sheet being prepared.

    ``mapping`` holds what was corrected by hand, by the sheet's name: ``{"header_row": 3, "columns": {"0": "name"}}``.
    ``choice`` is what is to be filled in, once the worker was asked to (see ``filling.Choice.kept``); never values of
    persons.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    path = models.CharField("社区路径", max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("文件名", max_length=200)
    mapping = models.JSONField("列的改动", default=dict)
    choice = models.JSONField("填法", default=dict)
    created_at = models.DateTimeField("上传时间")
    created_by = models.CharField("上传人", max_length=100)
    filled_at = models.DateTimeField("填好时间", null=True)
    submission = models.ForeignKey(
        "reports.Submission", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "待填的表"
        indexes = [models.Index(fields=["community", "created_at"], name="sheet_draft_by_community")]

    def __str__(self) -> str:
        return self.file_name


class Submission(models.Model):
    """报送留底: a filled sheet as it was made, who asked for it, as of when, counted how, by whom.

    ``path`` is the community's, ``organisation`` whose members were taken. ``included`` are the identifiers of the
    members in the file (its lines, or those counted). ``findings``: ``{"blank": [...], "differences": [...]}``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    path = models.CharField("社区路径", max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField("表名", max_length=100)
    asked_by = models.CharField("谁要的", max_length=60, blank=True, default="")
    received_on = models.DateField("收到日期", null=True, blank=True)
    as_of = models.DateField("截止日期")
    basis = models.CharField("口径", max_length=600)
    filters = models.JSONField("筛选", default=dict)
    included = models.JSONField("人员", default=list)
    people_count = models.PositiveIntegerField("人数")
    findings = models.JSONField("要看一看的", default=dict)
    revealed = models.BooleanField("号码完整", default=False)
    reason = models.CharField("理由", max_length=300, blank=True, default="")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField("留底时间")
    kept_by = models.CharField("填表人", max_length=100)
    sent_how = models.CharField("怎样送的", max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField("作废时间", null=True)
    withdrawn_by = models.CharField("作废人", max_length=100, blank=True, default="")
    withdrawn_reason = models.CharField("作废理由", max_length=200, blank=True, default="")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "报送留底"
        indexes = [models.Index(fields=["community", "kept_at", "id"], name="submission_by_community")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(withdrawn_at__isnull=True) & Q(withdrawn_reason=""))
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="submission_withdrawn_with_reason",
            ),
            models.CheckConstraint(condition=Q(revealed=False) | ~Q(reason=""), name="submission_revealed_with_reason"),
        ]

    def __str__(self) -> str:
        return self.title


class HeadingUse(models.TextChoices):
    """Where a heading stands."""

    COLUMN = "column", "逐人的表"
    COUNT = "count", "统计表"


class SheetHeading(models.Model):
    """A heading a clerk once explained: ``meaning`` is a field's name, or in counting tables other words for it.

    "" : it is not to be filled.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    use = models.CharField("哪种表", max_length=6, choices=HeadingUse)
    heading = models.CharField("表头", max_length=100)
    meaning = models.CharField("意思", max_length=60, blank=True, default="")

    class Meta:
        verbose_name = "报表表头对照"
        constraints = [models.UniqueConstraint(fields=["community", "use", "heading"], name="sheet_heading_once")]

    def __str__(self) -> str:
        return f"{self.heading} → {self.meaning}"

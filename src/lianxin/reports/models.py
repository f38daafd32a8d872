"""Ledgers asked for as files that take a while."""

from django.db import models

from lianxin.files.models import StoredFile
from lianxin.kernel.ids import uuid7
from lianxin.reports.sheets.models import HeadingUse, SheetDraft, SheetHeading, Submission

__all__ = ["HeadingUse", "ReportRun", "SheetDraft", "SheetHeading", "Submission"]


class ReportRun(models.Model):
    """A large ledger on its way into a file: what was asked, within which allowance, and the file when it is there.

    ``paths`` are the organisation subtrees the user was allowed when asking; ``filters`` are the chosen values.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ledger = models.CharField("台账", max_length=60)
    title = models.CharField("名称", max_length=60)
    format = models.CharField("格式", max_length=4)
    as_of = models.DateField("截止日期")
    filters = models.JSONField("筛选", default=dict)
    paths = models.JSONField("范围", default=list)
    revealed = models.BooleanField("完整显示", default=False)
    reason = models.CharField("理由", max_length=300, blank=True, default="")
    user_id = models.UUIDField("导出人")
    created_at = models.DateTimeField("提出时间")
    row_count = models.PositiveIntegerField("行数", null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "台账导出"
        indexes = [models.Index(fields=["user_id", "created_at"], name="report_run_by_user")]

    def __str__(self) -> str:
        return self.title

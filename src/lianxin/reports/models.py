"""Ledgers asked for as files that take a while, and views kept under a name."""

from django.db import models

from lianxin.files.models import StoredFile
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Organisation
from lianxin.reports.saved.choices import AsOfKind
from lianxin.reports.sheets.models import HeadingUse, SheetDraft, SheetHeading, Submission

__all__ = ["HeadingUse", "ReportRun", "SavedView", "SheetDraft", "SheetHeading", "Submission"]


class ReportRun(models.Model):
    """A large ledger on its way into a file: what was asked, within which allowance, and the file when it is there.

    ``paths`` are the organisation subtrees the user was allowed when asking; ``filters`` are the chosen values.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ledger = models.CharField("台账", max_length=60)
    title = models.CharField("名称", max_length=60)
    format = models.CharField("格式", max_length=4)
    as_of = models.DateField("截止日期")
    since = models.DateField("开始日期", null=True)
    filters = models.JSONField("筛选", default=dict)
    columns = models.JSONField("栏目", default=list)
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


class SavedView(models.Model):
    """What somebody wants to see again: of a ledger or a list the filters, the columns and which day.

    ``target`` is ``ledger:<name>`` or ``list:<name>``. ``shared``: for everybody who may look at the ledgers of all of
    ``organisation``; else the owner's alone. Removed ones stay as long as they can be brought back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("名称", max_length=40)
    target = models.CharField("台账或名单", max_length=80)
    filters = models.JSONField("筛选", default=dict)
    columns = models.JSONField("栏目", default=list)
    as_of_kind = models.CharField("看哪一天", max_length=10, choices=AsOfKind)
    as_of = models.DateField("截止日期", null=True)
    since = models.DateField("开始日期", null=True)
    shared = models.BooleanField("同事也能用", default=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="在哪个党组织共用"
    )
    user_id = models.UUIDField("谁的")
    user_name = models.CharField("谁存的", max_length=100)
    created_at = models.DateTimeField("保存时间")
    removed_at = models.DateTimeField("删除时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "常用视图"
        indexes = [
            models.Index(fields=["user_id", "removed_at"], name="saved_view_by_user"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(as_of_kind=AsOfKind.FIXED, as_of__isnull=False)
                | (~models.Q(as_of_kind=AsOfKind.FIXED) & models.Q(as_of__isnull=True, since__isnull=True)),
                name="saved_view_day_when_fixed",
            )
        ]

    def __str__(self) -> str:
        return self.name

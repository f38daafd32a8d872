"""A roster of courtyards or units on its way into the register: the file brought in, its lines, words learnt by hand."""

from django.db import models

from lianxin.files.models import StoredFile
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community


class RosterKind(models.TextChoices):
    """What a roster is about."""

    COURTYARDS = "courtyards", "院坝楼栋"
    UNITS = "units", "驻区单位"


class RosterState(models.TextChoices):
    """Where an import stands."""

    READING = "reading", "正在读取"
    PREVIEW = "preview", "待核对"
    COMMITTING = "committing", "正在入册"
    COMMITTED = "committed", "已入册"
    TAKING_BACK = "taking_back", "正在撤回"
    TAKEN_BACK = "taken_back", "已撤回"
    DISCARDED = "discarded", "已放弃"


class LineState(models.TextChoices):
    """What a line is, compared with the register."""

    CREATED = "created", "新增"
    CHANGED = "changed", "有变化"
    UNCHANGED = "unchanged", "无变化"
    REFUSED = "refused", "不能入册"


class Roster(models.Model):
    """One file brought in once.

    ``reading`` holds what the preview shows of each sheet (name, header row, columns, ignored lines). ``mapping`` holds
    what was corrected by hand, by the sheet's name: ``{"header_row": 3, "columns": {"0": "name", "5": ""}}``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("种类", max_length=10, choices=RosterKind)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    path = models.CharField("社区路径", max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField("文件名", max_length=200)
    sheet = models.CharField("工作表", max_length=100, blank=True, default="")
    mapping = models.JSONField("列的改动", default=dict)
    reading = models.JSONField("识别结果", default=dict)
    state = models.CharField("状态", max_length=12, choices=RosterState, default=RosterState.READING)
    created_count = models.PositiveIntegerField("新增", default=0)
    changed_count = models.PositiveIntegerField("有变化", default=0)
    unchanged_count = models.PositiveIntegerField("无变化", default=0)
    refused_count = models.PositiveIntegerField("不能入册", default=0)
    warning_count = models.PositiveIntegerField("提醒", default=0)
    created_at = models.DateTimeField("上传时间")
    created_by = models.CharField("上传人", max_length=100)
    committed_at = models.DateTimeField("入册时间", null=True)
    taken_back_at = models.DateTimeField("撤回时间", null=True)
    lines_removed_at = models.DateTimeField("暂存清除时间", null=True)

    class Meta:
        verbose_name = "院坝单位导入"
        indexes = [models.Index(fields=["community", "kind", "created_at"], name="places_roster_by_kind")]

    def __str__(self) -> str:
        return self.file_name


class RosterLine(models.Model):
    """One line of a roster.

    ``sealed`` is the encrypted JSON of what the line says, what it would change and what was there before (units have
    telephones); ``problems`` what is said about its cells (nothing: null). ``written`` is null until the line is in the
    register, then ``[[id, version after, created], …]`` of the places or the unit it wrote, in the order of writing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="lines", db_index=False)
    sheet = models.PositiveSmallIntegerField("表序")
    row = models.PositiveIntegerField("行号")
    state = models.CharField("结果", max_length=10, choices=LineState)
    warned = models.BooleanField("有提醒", default=False)
    problems = models.JSONField("问题", null=True)
    sealed = models.BinaryField("内容（密）", null=True)
    written = models.JSONField("入册后版本", null=True)
    taken_back_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "院坝单位导入行"
        constraints = [models.UniqueConstraint(fields=["roster", "sheet", "row"], name="places_line_once")]
        indexes = [models.Index(fields=["roster", "state", "sheet", "row"], name="places_line_by_state")]

    def __str__(self) -> str:
        return f"{self.roster} {self.row}"


class RosterHeading(models.Model):
    """A heading a clerk once matched by hand; remembered for the community and the kind of roster."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("种类", max_length=10, choices=RosterKind)
    heading = models.CharField("表头", max_length=60)
    field = models.CharField("项目", max_length=30)

    class Meta:
        verbose_name = "院坝单位表头对照"
        constraints = [models.UniqueConstraint(fields=["community", "kind", "heading"], name="places_heading_once")]

    def __str__(self) -> str:
        return f"{self.heading} → {self.field}"

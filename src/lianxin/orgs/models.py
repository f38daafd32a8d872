"""The tree of Party organisations, its history, and the communities it serves."""

from datetime import date

from django.db import models
from django.db.models import Q

from lianxin.kernel.ids import uuid7
from lianxin.kernel.text import in_chinese
from lianxin.orgs.choices import OrganisationChangeKind, OrganisationKind, UnitSituation


class Organisation(models.Model):
    """A Party organisation. ``path`` is its place in the tree: four ASCII characters a level.

    ``short_name`` is the office's everyday name (第一支部); ``name`` the full name as on the seal.
    ``community`` is the community-level organisation it stands under (itself for that one).
    ``next_child`` numbers the next path segment below it, so that a segment is never used twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    community = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField("路径", max_length=200, unique=True)
    kind = models.CharField("类别", max_length=3, choices=OrganisationKind)
    name = models.CharField("党组织全称", max_length=100)
    short_name = models.CharField("简称", max_length=50)
    position = models.PositiveSmallIntegerField("排序", default=0)
    unit_situation = models.CharField("所在单位情况", max_length=6, choices=UnitSituation, blank=True, default="")
    floating = models.BooleanField("流动党员党组织", default=False)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    approval_no = models.CharField("批准文号", max_length=60, blank=True, default="")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    contact_name = models.CharField("联系人", max_length=50, blank=True, default="")
    contact_phone = models.CharField("联系电话（公开）", max_length=30, blank=True, default="")
    address = models.CharField("通讯地址", max_length=120, blank=True, default="")
    next_child = models.PositiveIntegerField("下级路径编号", default=1)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "党组织"
        indexes = [models.Index(fields=["parent", "position"], name="organisation_siblings")]
        constraints = [
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=models.F("founded_on")),
                name="organisation_dissolved_after_founded",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationChange(models.Model):
    """A step in an organisation's history, with what was before and after.

    ``restores`` holds the columns' values before the step as taking it back needs them: ``{"name", "short_name"}`` of a
    renaming, ``{"parent": id or None}`` of a move, ``{"kind"}`` of a regrading. One entered by mistake is withdrawn with
    a reason and no longer counts; it is not deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="history")
    kind = models.CharField("变动", max_length=10, choices=OrganisationChangeKind)
    happened_on = models.DateField("日期", null=True, blank=True)
    before = models.CharField("原来", max_length=100, blank=True, default="")
    after = models.CharField("之后", max_length=100, blank=True, default="")
    document_no = models.CharField("文号", max_length=60, blank=True, default="")
    note = models.CharField("说明", max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)
    restores = models.JSONField("撤回时恢复什么", default=dict)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.CharField("撤回人", max_length=100, blank=True, default="")
    withdrawn_reason = models.CharField("撤回理由", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "组织沿革"
        indexes = [models.Index(fields=["organisation", "happened_on"], name="organisation_history")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_kind_display()}"


class Community(models.Model):
    """A community: one per community-level organisation. Facts about the place itself."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="profile"
    )
    name = models.CharField("社区名称", max_length=60)
    area_code = models.CharField("行政区划代码", max_length=12, blank=True, default="")
    street_name = models.CharField("所属街道", max_length=60, blank=True, default="")
    district_name = models.CharField("所属区（县）", max_length=60, blank=True, default="")
    boundary_east = models.CharField("东至", max_length=60, blank=True, default="")
    boundary_south = models.CharField("南至", max_length=60, blank=True, default="")
    boundary_west = models.CharField("西至", max_length=60, blank=True, default="")
    boundary_north = models.CharField("北至", max_length=60, blank=True, default="")
    office_address = models.CharField("办公地址", max_length=120, blank=True, default="")
    office_phone = models.CharField("办公电话", max_length=30, blank=True, default="")
    is_home = models.BooleanField("本机社区", default=False)
    is_demo = models.BooleanField("演示", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "社区"
        constraints = [
            models.UniqueConstraint(fields=["is_home"], condition=Q(is_home=True), name="community_one_home")
        ]

    def __str__(self) -> str:
        return self.name


class StatedFigure(models.Model):
    """A figure somebody stated (not counted here), with its day and source."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="figures")
    code = models.CharField("项目", max_length=30)
    label = models.CharField("名称", max_length=60)
    value = models.DecimalField("数值", max_digits=14, decimal_places=2)
    unit = models.CharField("单位", max_length=20, blank=True, default="")
    stated_on = models.DateField("截止日期")
    source = models.CharField("来源", max_length=120)
    version = models.PositiveIntegerField("版本", default=1)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.CharField("撤回人", max_length=100, blank=True, default="")
    withdrawn_reason = models.CharField("撤回理由", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "填报数字"
        constraints = [
            models.UniqueConstraint(
                fields=["community", "code", "stated_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="stated_figure_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value}{self.unit}"


class Term(models.Model):
    """A term (届) of an organisation's leaders, from its election to the day the next one begins.

    ``years`` and ``basis`` are the rule under which it was recorded and stay what they were; ``due_on`` is ``since``
    and so many years. ``moved_to`` is the day the superior let the election be put off or brought forward to.
    Who holds which post of a term stands with the app that knows members.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField("届次", null=True, blank=True)
    since = models.DateField("起")
    rule = models.CharField("任期依据", max_length=40)
    years = models.PositiveSmallIntegerField("任期（年）")
    basis = models.CharField("规定", max_length=200, blank=True, default="")
    due_on = models.DateField("届满日期")
    elected_on = models.DateField("选举日期", null=True, blank=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    approval_no = models.CharField("批复文号", max_length=60, blank=True, default="")
    moved_to = models.DateField("批准的换届日期", null=True, blank=True)
    moved_reason = models.CharField("延期或提前的理由", max_length=200, blank=True, default="")
    moved_document_no = models.CharField("延期或提前的批复文号", max_length=60, blank=True, default="")
    ended_on = models.DateField("止（不含）", null=True, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)
    version = models.PositiveIntegerField("版本", default=1)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.CharField("撤回人", max_length=100, blank=True, default="")
    withdrawn_reason = models.CharField("撤回理由", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "届次"
        indexes = [models.Index(fields=["organisation", "since"], name="term_of_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_on__isnull=True, withdrawn_at__isnull=True),
                name="one_term_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("since")), name="term_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.title}"

    @property
    def title(self) -> str:
        """第四届, or 本届 where nobody knows which."""
        return f"第{in_chinese(self.number)}届" if self.number else "（届次不详）"

    @property
    def ends_on(self) -> date:
        """By when the next election is to be held: the day approved for it, otherwise that of the rule."""
        return self.moved_to or self.due_on

"""A person's membership, where it stands, and how it came and went."""

from django.db import models
from django.db.models import F, Q

from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7
from lianxin.kernel.partial_dates import PartialDate
from lianxin.orgs.models import Community, Organisation
from lianxin.party.choices import AdmissionType, Category, ChangeKind, Employment, Floating
from lianxin.residents.models import Person


class Member(models.Model):
    """A person's Party membership.

    ``organisation`` is where the relation stands now (a branch; the community's own
    organisation while 待分支部), ``group`` the Party group in it, ``path`` the narrower of the
    two. ``category``, ``employment``, ``floating``, ``new_economy`` repeat the open dated facts
    so that lists need no join; only ``actions`` writes both. ``left_on`` is set when gone; the dated facts
    end on that day and the columns keep their last values. ``recorded_at`` is when the membership was registered
    here, equal to the person's when both were.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="member")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="members", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members", db_index=False)
    group = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="group_members"
    )
    path = models.CharField("组织路径", max_length=200)
    name_key = models.CharField("姓名拼音", max_length=200)
    category = models.CharField("人员类别", max_length=12, choices=Category, blank=True, default="")
    employment = models.CharField("在职离退", max_length=16, choices=Employment, blank=True, default="")
    floating = models.CharField("流动", max_length=4, choices=Floating, blank=True, default="")
    new_economy = models.BooleanField("两新组织从业", default=False)
    join_date = models.DateField("入党日期", null=True, blank=True)
    join_precision = models.CharField("入党日期精度", max_length=1, blank=True, default="")
    full_date = models.DateField("转正日期", null=True, blank=True)
    full_precision = models.CharField("转正日期精度", max_length=1, blank=True, default="")
    application_date = models.DateField("申请入党日期", null=True, blank=True)
    application_precision = models.CharField("申请入党日期精度", max_length=1, blank=True, default="")
    work_start = models.DateField("参加工作日期", null=True, blank=True)
    work_start_precision = models.CharField("参加工作日期精度", max_length=1, blank=True, default="")
    admission_type = models.CharField("入党类型", max_length=12, choices=AdmissionType, blank=True, default="")
    party_age_adj = models.SmallIntegerField("党龄校正值（月）", default=0)
    post_in_party = models.CharField("党内职务（名册原文）", max_length=60, blank=True, default="")
    job_post = models.CharField("工作岗位", max_length=60, blank=True, default="")
    new_stratum = models.CharField("新社会阶层类型", max_length=40, blank=True, default="")
    tech_title = models.CharField("从事专业技术职务", max_length=40, blank=True, default="")
    is_migrant_worker = models.BooleanField("农民工", null=True, blank=True)
    frontline = models.CharField("一线情况", max_length=40, blank=True, default="")
    lost = models.BooleanField("失联", default=False)
    lost_date = models.DateField("失联日期", null=True, blank=True)
    archive_unit = models.CharField("党员档案所在单位", max_length=80, blank=True, default="")
    other_party = models.CharField("其他党团", max_length=60, blank=True, default="")
    left_on = models.DateField("离开日期", null=True, blank=True)
    left_kind = models.CharField("离开原因", max_length=16, choices=ChangeKind, blank=True, default="")
    recorded_at = models.DateTimeField("登记时间", default=clock.now)
    missing = models.JSONField("所缺项目", default=list)
    is_complete = models.BooleanField("资料齐全", default=False)

    class Meta:
        verbose_name = "党员"
        indexes = [
            # The order first; the columns that lists filter by stand behind it, so that a page is read from here alone.
            models.Index(
                fields=[
                    "community",
                    "name_key",
                    "id",
                    "left_on",
                    "category",
                    "employment",
                    "floating",
                    "new_economy",
                    "is_complete",
                ],
                name="member_by_name",
            ),
            models.Index(fields=["organisation", "name_key", "id"], name="member_by_branch"),
            models.Index(fields=["name_key", "id"], name="member_by_name_everywhere"),
            # What 今日 asks of a whole community: who lacks something, whose day comes, how many there are.
            models.Index(
                fields=["community", "name_key", "id"],
                condition=Q(is_complete=False, left_on__isnull=True),
                name="member_incomplete",
            ),
            models.Index(
                fields=["community", "left_on", "join_precision", "join_date", "id"], name="member_by_joining"
            ),
            models.Index(fields=["community", "left_on", "floating", "category"], name="member_counted"),
            models.Index(fields=["community", "category", "left_on", "join_date", "id"], name="member_on_probation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(left_on__isnull=True) & Q(left_kind="")) | (Q(left_on__isnull=False) & ~Q(left_kind="")),
                name="member_left_with_reason",
            )
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def joined(self) -> PartialDate | None:
        """入党日期."""
        return PartialDate.of(self.join_date, self.join_precision)

    @property
    def became_full(self) -> PartialDate | None:
        """转正日期."""
        return PartialDate.of(self.full_date, self.full_precision)

    @property
    def applied(self) -> PartialDate | None:
        """申请入党日期."""
        return PartialDate.of(self.application_date, self.application_precision)

    @property
    def started_work(self) -> PartialDate | None:
        """参加工作日期."""
        return PartialDate.of(self.work_start, self.work_start_precision)


class Affiliation(models.Model):
    """Where a member's relation stood from when to when.

    ``since`` None: from before anybody here knows, taken as since joining the Party.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="affiliations", db_index=False
    )
    group = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止（不含）", null=True, blank=True)

    class Meta:
        verbose_name = "组织关系"
        indexes = [models.Index(fields=["organisation", "until"], name="affiliation_by_branch")]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(until__isnull=True), name="affiliation_open_once"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="affiliation_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.organisation}"


class MembershipChange(models.Model):
    """How a membership came to this community, moved inside it, or left, and why.

    One entered by mistake is withdrawn with a reason and no longer counts; it is not deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="changes", db_index=False)
    kind = models.CharField("原因", max_length=16, choices=ChangeKind)
    happened_on = models.DateField("日期", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    counterpart = models.CharField("对方党组织", max_length=100, blank=True, default="")
    document_no = models.CharField("文号或介绍信号", max_length=60, blank=True, default="")
    note = models.CharField("说明", max_length=200, blank=True, default="")
    channel = models.CharField("渠道", max_length=10, default="desk")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_by = models.CharField("撤销人", max_length=100, blank=True, default="")
    withdrawn_reason = models.CharField("撤销理由", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "党员增减变动"
        indexes = [
            models.Index(fields=["member", "happened_on"], name="membership_change_member"),
            models.Index(fields=["organisation", "happened_on"], name="membership_change_branch"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_kind_display()}"

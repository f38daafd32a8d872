"""Long work as rows: whatever must happen stands here until it has happened."""

from django.db import models

from lianxin.kernel.ids import uuid7


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "没有办成"
    CANCELLED = "cancelled", "已停下"


class Job(models.Model):
    """A piece of long work. A running job whose lease ran out is taken up again.

    ``kind`` names a registered runner; ``subject_id`` is the row it works on (never content). ``lease_until`` of a
    waiting job is the moment before which it is not tried again; ``worker`` names the claim of a running one;
    ``attempts`` counts claims since the last step forward; ``cancel_asked_at`` is when somebody asked it to stop.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("种类", max_length=40)
    subject_id = models.UUIDField("对象")
    label = models.CharField("说明", max_length=200)
    organisation_path = models.CharField("组织路径", max_length=200, default="")
    state = models.CharField("状态", max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    lease_until = models.DateTimeField("占用到", null=True)
    worker = models.CharField("由谁在办", max_length=160, default="")
    message = models.CharField("结果", max_length=300, default="")
    actor_kind = models.CharField("操作者类别", max_length=10)
    actor_id = models.UUIDField("操作者", null=True)
    actor_name = models.CharField("操作者姓名", max_length=100)
    created_at = models.DateTimeField("提出时间")
    finished_at = models.DateTimeField("结束时间", null=True)
    cancel_asked_at = models.DateTimeField("要求停下", null=True)
    cancelled_by = models.CharField("谁要求停下", max_length=100, default="")

    class Meta:
        verbose_name = "后台工作"
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_state_lease"),
            models.Index(fields=["created_at", "id"], name="job_created"),
            models.Index(fields=["actor_id", "created_at"], name="job_actor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Schedule(models.Model):
    """Something done by the clock, as its app declared it under ``code``: when it was last done, when it is next.

    ``hour`` is the hour of day of what is done once a day (None: every so often). ``lease_until`` holds it for the
    worker that is doing it; a killed worker's lease runs out and it is done again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("编号", max_length=60, unique=True)
    enabled = models.BooleanField("启用", default=True)
    hour = models.PositiveSmallIntegerField("几点", null=True)
    next_run_at = models.DateTimeField("下一次")
    last_run_at = models.DateTimeField("上一次", null=True)
    last_error = models.CharField("上一次的毛病", max_length=300, default="")
    lease_until = models.DateTimeField("占用到", null=True)

    class Meta:
        verbose_name = "定时工作"

    def __str__(self) -> str:
        return self.code

"""Two records that may be one person, and records made one."""

from django.db import models
from django.db.models import F, Q

from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Community
from lianxin.residents.models import Person


class DuplicateCandidate(models.Model):
    """Two persons of one community who may be the same; ``first`` has the smaller identifier.

    Judged: somebody said they are two people. Why the pair stands here is read from the persons, never kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    path = models.CharField("社区路径", max_length=200)
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name_key = models.CharField("姓名拼音", max_length=200)
    found_at = models.DateTimeField("找到时间")
    judged_at = models.DateTimeField("认定不是同一人的时间", null=True, blank=True)
    judged_by = models.CharField("认定人", max_length=100, blank=True, default="")

    class Meta:
        verbose_name = "可能重复"
        indexes = [models.Index(fields=["name_key", "id"], name="duplicate_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.second}"


class PersonMerge(models.Model):
    """A record set aside because it was the same person as another one.

    The rows of who went leave the register's tables, so that no list, count or search can forget to pass them over;
    they are kept here whole, sealed, with all that rested on both before and after (``before``, ``after``,
    ``pointers``), and come back exactly when the merge is undone. Identifiers without foreign keys: the record of a
    merge holds nobody in the register.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    path = models.CharField("社区路径", max_length=200)
    person_id = models.UUIDField("搁置的人员")
    member_id = models.UUIDField("搁置的党员", null=True)
    name = models.CharField("姓名", max_length=50)
    id_number_index = models.CharField("公民身份号码（盲索引）", max_length=32, blank=True, default="")
    merged_into = models.UUIDField("并入的人员", db_index=True)
    into_name = models.CharField("并入的姓名", max_length=50)
    merged_at = models.DateTimeField("合并时间")
    merged_by = models.CharField("合并人", max_length=100)
    sealed = models.BinaryField("内容（密）")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.CharField("撤销人", max_length=100, blank=True, default="")

    class Meta:
        verbose_name = "人员合并"
        indexes = [models.Index(fields=["community", "merged_at", "id"], name="merge_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["person_id"], condition=Q(undone_at__isnull=True), name="set_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.into_name}"

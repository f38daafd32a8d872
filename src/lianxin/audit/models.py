"""The append-only trail: chains of entries, each sealed over its predecessor."""

from django.db import models

from lianxin.kernel.ids import uuid7


class AuditChain(models.Model):
    """One chain per community and one for the system; ``head`` is the last entry's hash.

    ``seal`` is a keyed seal over length and head, so that cutting entries off and setting the head back is found.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("名称", max_length=100)
    length = models.PositiveBigIntegerField("条数", default=0)
    head = models.CharField("链头", max_length=64, default="")
    seal = models.CharField("链头签章", max_length=64, default="")

    class Meta:
        verbose_name = "审计链"

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """Who did what to which thing, when, with which old and new values.

    ``changes`` is ``{field: [old, new]}`` with sensitive values masked before they get here.
    Written only by ``audit.unit_of_work``; the database itself refuses changes and deletions
    (``audit.guards``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    chain = models.ForeignKey(AuditChain, on_delete=models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveBigIntegerField("序号")
    previous = models.CharField("前一条", max_length=64)
    hash = models.CharField("本条", max_length=64)
    at = models.DateTimeField("时间")
    actor_kind = models.CharField("操作者类别", max_length=10)
    actor_id = models.UUIDField("操作者", null=True)
    actor_name = models.CharField("操作者姓名", max_length=100)
    address = models.CharField("来源地址", max_length=64, default="")
    action = models.CharField("动作", max_length=60)
    target_kind = models.CharField("对象类别", max_length=40, default="")
    target_id = models.UUIDField("对象", null=True)
    target_label = models.CharField("对象名称", max_length=200, default="")
    organisation_id = models.UUIDField("组织", null=True)
    organisation_path = models.CharField("组织路径", max_length=200, default="")
    changes = models.JSONField("变化", default=dict)
    reason = models.CharField("理由", max_length=300, default="")

    class Meta:
        verbose_name = "审计记录"
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_entry_number_once"),
            models.UniqueConstraint(fields=["chain", "previous"], name="audit_entry_predecessor_once"),
        ]
        indexes = [
            models.Index(fields=["target_id", "at"], name="audit_entry_target"),
            models.Index(fields=["actor_id", "at"], name="audit_entry_actor"),
            models.Index(fields=["at", "id"], name="audit_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.target_label}"


class OnceKey(models.Model):
    """A form's key, written with the work it caused: the same key again does nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor_id = models.UUIDField("用户")
    key = models.CharField("一次性键", max_length=64)
    result = models.CharField("结果", max_length=300, default="")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "一次性键"
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="once_key_per_user")]
        indexes = [models.Index(fields=["at"], name="once_key_at")]

    def __str__(self) -> str:
        return self.key

"""Values of rules that differ from the shipped ones, each from a day on."""

from django.db import models

from lianxin.kernel.ids import uuid7


class ParameterValue(models.Model):
    """What a parameter is from ``since`` on, until a later row says otherwise; the shipped value holds before.

    ``withdrawn_at``: entered by mistake, no longer counted but kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("参数", max_length=40)
    value = models.DecimalField("数值", max_digits=14, decimal_places=4)
    since = models.DateField("从哪天起")
    basis = models.CharField("依据", max_length=200)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "规定参数"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "since"], condition=models.Q(withdrawn_at__isnull=True), name="parameter_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"


class PublicAddress(models.Model):
    """Where outsiders reach this installation's pages; the latest row holds, "" takes it back. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address = models.CharField("公开网址", max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)

    class Meta:
        verbose_name = "公开网址"

    def __str__(self) -> str:
        return self.address

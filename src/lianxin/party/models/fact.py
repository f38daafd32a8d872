"""Dated facts about a member: one row per aspect, value and span of time."""

from django.db import models
from django.db.models import F, Q

from lianxin.kernel.ids import uuid7
from lianxin.party.choices import Aspect
from lianxin.party.models.member import Member


class DatedFact(models.Model):
    """A value of one aspect from a day (None: before anybody knows) to a day (not included)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="facts")
    aspect = models.CharField("方面", max_length=12, choices=Aspect)
    value = models.CharField("情况", max_length=16)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止（不含）", null=True, blank=True)
    note = models.CharField("说明", max_length=120, blank=True, default="")

    class Meta:
        verbose_name = "带日期的情况"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "aspect"], condition=Q(until__isnull=True), name="fact_open_once"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="fact_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_aspect_display()} {self.value}"

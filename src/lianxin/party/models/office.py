"""Who holds which office in which organisation."""

from django.db import models
from django.db.models import F, Q

from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Organisation, Term
from lianxin.party.choices import Office
from lianxin.party.models.member import Member


class OfficeHolding(models.Model):
    """An office held from a day on; it ends, and only one entered by mistake is struck, which the trail keeps.

    ``term`` is the term (届) it was held in; None for a group's leader and where no term was recorded.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="offices")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holders")
    office = models.CharField("职务", max_length=14, choices=Office)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="holders", verbose_name="届次"
    )
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "党内职务"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(until__isnull=True, office=Office.SECRETARY),
                name="one_secretary_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="office_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_office_display()} {self.member}"

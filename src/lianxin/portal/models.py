"""What the first run has been told so far."""

from django.db import models

from lianxin.access.models import User


class SetUpDraft(models.Model):
    """The answers of the first run before the community is founded from them; gone as soon as it is.

    ``answers`` maps a step to its fields as they were typed. Until the last step nothing in the registers is written,
    so that going back corrects an answer and leaves no history of slips.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    answers = models.JSONField("填过的", default=dict)
    changed_at = models.DateTimeField("最近填写")

    class Meta:
        verbose_name = "第一次设置的草稿"

    def __str__(self) -> str:
        return f"{self.user} {self.changed_at:%Y-%m-%d}"

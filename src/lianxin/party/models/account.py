"""Which account belongs to which person."""

from django.db import models

from lianxin.access.models import User
from lianxin.residents.models import Person


class PersonAccount(models.Model):
    """Ties an account to a person, so that "my page" knows whose it is."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="owner")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")

    class Meta:
        verbose_name = "人员账号"

    def __str__(self) -> str:
        return f"{self.person} {self.user.username}"

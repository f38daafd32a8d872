"""Do the copies of paths say where the community stands?"""

from collections.abc import Iterator

from django.db.models import F

from lianxin.declare.verification import Fault
from lianxin.residents.models import Person, Place, Unit


def check_paths() -> Iterator[Fault]:
    """Places, units and persons carry their community's path."""
    for model in (Place, Unit, Person):
        wrong = model._default_manager.exclude(path=F("community__organisation__path"))
        for row in wrong.iterator():
            yield Fault(model._meta.db_table, str(row.pk), f"“{row}”的组织路径 {row.path} 与所在社区的不一致。")

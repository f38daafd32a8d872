"""Reading rules: all values of a day in one query."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from lianxin.declare.parameters import parameter
from lianxin.kernel import clock
from lianxin.parameters.models import ParameterValue


class Rules:
    """The parameters as they are on one day."""

    def __init__(self, values: Mapping[str, Decimal]) -> None:
        self._values = values

    def number(self, code: str) -> Decimal:
        """The value of a declared parameter; KeyError for an unknown code."""
        declared = parameter(code)
        return self._values.get(code, declared.default)

    def whole(self, code: str) -> int:
        """The value as a whole number."""
        return int(self.number(code))


def rules_on(day: date | None = None) -> Rules:
    """The rules of a day (None: today), in one query."""
    rows = ParameterValue.objects.filter(since__lte=day or clock.today(), withdrawn_at__isnull=True)
    return Rules(dict(rows.order_by("since").values_list("code", "value")))


def values_of(code: str) -> QuerySet[ParameterValue]:
    """Every value ever entered for a parameter, the latest day first, withdrawn ones too."""
    return ParameterValue.objects.filter(code=code).order_by("-since", "-recorded_at")


def standing_values(day: date) -> Mapping[str, ParameterValue]:
    """The row that holds on a day by code; a code that is missing holds its shipped value."""
    rows = ParameterValue.objects.filter(since__lte=day, withdrawn_at__isnull=True).order_by("since")
    return {row.code: row for row in rows}

"""The list of units as a source of sheets: the filters of the list, its order, the liaison's name but no telephone."""

from collections.abc import Sequence

from django.http import QueryDict

from lianxin.access.models import User
from lianxin.access.scope import Scope
from lianxin.declare.handouts import MOST_ON_HANDOUTS, HandoutRow, HandoutSource
from lianxin.residents import queries
from lianxin.residents.forms import UnitFilterForm
from lianxin.residents.models import Unit
from lianxin.residents.rules import VIEW_UNITS
from lianxin.ui.forms import filters_told

COLUMNS = (("contact", "联络员"), ("kind", "类别"), ("address", "地址"))


def _rows(user: User, scope: Scope, query: QueryDict) -> Sequence[HandoutRow]:
    form = UnitFilterForm(query)
    form.is_valid()
    rows = queries.filtered_units(scope.narrow(Unit.objects.all(), "path"), form.cleaned_data, user)
    return [_row(unit) for unit in rows.order_by("name_key", "id")[: MOST_ON_HANDOUTS + 1]]


def _row(unit: Unit) -> HandoutRow:
    return HandoutRow(
        name=unit.name,
        address=unit.address,
        attention=unit.contact_name,
        cells={"contact": unit.contact_name, "kind": unit.get_kind_display(), "address": unit.address},
    )


def _told(scope: Scope, query: QueryDict) -> str:
    form = UnitFilterForm(query)
    form.is_valid()
    return filters_told(form)


UNITS = HandoutSource("residents.units", "驻区单位", VIEW_UNITS, "residents:units", COLUMNS, _rows, _told)

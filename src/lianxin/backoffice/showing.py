"""How parameters stand on their pages."""

from dataclasses import dataclass

from django.urls import reverse

from lianxin.declare.parameters import Parameter
from lianxin.kernel import clock
from lianxin.parameters.actions import shown
from lianxin.parameters.models import ParameterValue
from lianxin.ui.parts import Fact


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter in the list: its value today, on what it rests, how sure that is."""

    title: str
    url: str
    value: str
    basis: str
    certainty: str
    since: str


def parameter_line(declared: Parameter, row: ParameterValue | None) -> ParameterLine:
    """A line; ``row`` None: the shipped value holds."""
    value = row.value if row else declared.default
    return ParameterLine(
        declared.title,
        reverse("backoffice:parameter", args=[declared.code]),
        f"{shown(value)} {declared.unit}",
        row.basis if row else declared.basis,
        "本机设定" if row else declared.certainty.label,
        f"{row.since:%Y-%m-%d} 起" if row else "",
    )


def parameter_facts(declared: Parameter, row: ParameterValue | None) -> list[Fact]:
    """What a parameter's page says first."""
    line = parameter_line(declared, row)
    return [
        Fact("现在的数值", line.value, note=line.since),
        Fact("依据", line.basis),
        Fact("出厂数值", f"{shown(declared.default)} {declared.unit}", note=declared.certainty.label),
        Fact("说明", declared.note, wide=True),
        Fact("代号", declared.code),
    ]


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value that was entered once."""

    pk: str
    since: str
    value: str
    basis: str
    note: str
    recorded: str
    withdrawn: bool


def value_line(row: ParameterValue) -> ValueLine:
    """A line of the history."""
    recorded = f"{row.recorded_at.astimezone(clock.TZ):%Y-%m-%d} {row.recorded_by}"
    return ValueLine(
        str(row.pk),
        f"{row.since:%Y-%m-%d}",
        shown(row.value),
        row.basis,
        row.note,
        recorded,
        row.withdrawn_at is not None,
    )

"""Writes of rules' numbers: a new value from a day on; what was wrongly entered is withdrawn, never changed."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.parameters import parameter
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.parameters.models import ParameterValue
from lianxin.parameters.queries import rules_on

TARGET = "parameters.value"


def set_parameter(
    *, code: str, value: Decimal, since: date, basis: str, actor: Actor, note: str = "", once: str = ""
) -> ParameterValue:
    """From ``since`` another value holds, until a later row says otherwise. KeyError for an undeclared code.

    Raises:
        RuleError: no basis is given, the value is outside what makes sense, equals what holds on that day already, or
            a value from the same day stands.
    """
    declared = parameter(code)
    basis = tidy_text(basis)
    if not basis:
        raise RuleError("请写明依据：哪个文件、第几条，或者哪次会议定的。", "basis")
    if not declared.least <= value <= declared.most:
        raise RuleError(f"应在 {shown(declared.least)} 到 {shown(declared.most)} {declared.unit}之间。", "value")
    with unit_of_work(actor, once=once) as work:
        before = rules_on(since).number(code)
        if before == value:
            raise RuleError(f"那一天的数值已经是 {shown(value)} {declared.unit}。", "value")
        try:
            with transaction.atomic():
                row = ParameterValue.objects.create(
                    code=code,
                    value=value,
                    since=since,
                    basis=basis[:200],
                    note=tidy_text(note)[:200],
                    recorded_at=clock.now(),
                    recorded_by=actor.name[:100],
                )
        except IntegrityError as error:
            raise RuleError("从这一天起的数值已经登记过，登记错了请先撤销那一条。", "since") from error
        changes = {declared.title: [shown(before), f"{shown(value)} {declared.unit}（{since:%Y-%m-%d}起）"]}
        work.record(Entry("parameters.set", TARGET, row.pk, declared.title, changes=changes, reason=basis))
    return row


def withdraw_parameter(*, row: ParameterValue, actor: Actor, reason: str, once: str = "") -> None:
    """A value entered by mistake counts no more, from the beginning; it stays readable.

    Raises ``RuleError`` without a reason or when it is withdrawn already.
    """
    reason = tidy_text(reason)
    if not reason:
        raise RuleError("请写明为什么撤销。", "reason")
    with unit_of_work(actor, once=once) as work:
        found = ParameterValue.objects.filter(pk=row.pk, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
        if not found:
            raise RuleError("这一条已经撤销了。")
        declared = parameter(row.code)
        changes = {declared.title: [f"{shown(row.value)} {declared.unit}（{row.since:%Y-%m-%d}起）", "撤销"]}
        work.record(Entry("parameters.withdraw", TARGET, row.pk, declared.title, changes=changes, reason=reason))


def shown(value: Decimal) -> str:
    """A number without useless zeros."""
    return f"{value.normalize():f}"

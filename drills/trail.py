"""The audit trail tampered with in a thousand ways, by somebody who owns the database: every one is found.

Each tampering is done and looked for inside a transaction of its own, which is taken back; the database's own guards
are taken away first. Whoever tampers here knows the format but not the key.
"""

import copy
import hashlib
import random
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from drills._house import Say, house

ENTRIES = 60
TRIALS = {False: 120, True: 1000}

Tamper = Callable[[random.Random, Any], str]


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    with house():
        return _drill(TRIALS[long], say)


def _drill(trials: int, say: Say) -> dict[str, Any]:
    from django.db import transaction

    from lianxin.audit.guards import unguard_trail
    from lianxin.audit.verification import check_chains

    community = _grow()
    unguard_trail()
    faults = [f"没有动过，却说 {fault}" for fault in check_chains()]
    chance = random.Random(20)
    done: Counter[str] = Counter()
    for number in range(trials):
        tamper = TAMPERINGS[number % len(TAMPERINGS)]
        with transaction.atomic():
            told = tamper(chance, community)
            if not any(True for _ in check_chains()):
                faults.append(f"没有发现：{told}")
            transaction.set_rollback(True)
        done[tamper.__name__.removeprefix("_")] += 1
    say(f"改动审计记录 {trials} 次（{len(TAMPERINGS)} 种手法），{'全部发现' if not faults else '有没发现的'}。")
    for fault in faults:
        say(fault)
    return {"ok": not faults, "trials": trials, "by_kind": dict(done), "faults": faults}


def _grow() -> Any:  # noqa: ANN401 (an identifier)
    """A community whose chain has some dozens of entries."""
    from tests.factories import make_tree

    from lianxin.audit.work import Entry, unit_of_work
    from lianxin.declare.actors import OPERATOR
    from lianxin.kernel.ids import uuid7

    tree = make_tree()
    for number in range(ENTRIES):
        with unit_of_work(OPERATOR) as work:
            work.record(
                Entry(
                    "party.correct_member",
                    target_kind="party.member",
                    target_id=uuid7(),
                    target_label=f"党员{number}",
                    community_id=tree.community.pk,
                    organisation_path=tree.general_branch.path,
                    changes={"education": ["高中", f"大学{number}"], "count": [number, None]},
                    reason="改错",
                )
            )
    return tree.community.pk


def _rows(community: Any) -> list[Any]:  # noqa: ANN401
    from lianxin.audit.models import AuditEntry

    return list(AuditEntry.objects.filter(chain_id=community).order_by("number"))


def _update(row: Any, **values: Any) -> None:  # noqa: ANN401
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def _edit(chance: random.Random, community: Any) -> str:  # noqa: ANN401
    """One field of one entry; sometimes with a hash made anew, without the key."""
    row = chance.choice(_rows(community))
    kept_out = {"id", "chain_id", "hash"}
    name = chance.choice([field.attname for field in row._meta.concrete_fields if field.attname not in kept_out])
    value = _other(getattr(row, name), chance)
    if name == "number":
        value = 10_000 + chance.randrange(1000)
    more = {"hash": hashlib.sha256(str(value).encode()).hexdigest()} if chance.random() < 0.3 and name != "hash" else {}
    _update(row, **{name: value}, **more)
    return f"改第 {row.number} 条的 {name}"


def _other(value: Any, chance: random.Random) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        if not value:
            return "x"
        at = chance.randrange(len(value))
        return value[:at] + ("甲" if value[at] != "甲" else "乙") + value[at + 1 :]
    if isinstance(value, uuid.UUID) or value is None:
        return uuid.uuid4()
    if isinstance(value, dict):
        changed = copy.deepcopy(value)
        changed[chance.choice(["education", "count", "new"])] = ["高中", "初中"]
        return changed
    if isinstance(value, int):
        return value + 1
    return value + timedelta(microseconds=chance.randrange(1, 10**9))


def _remove(chance: random.Random, community: Any) -> str:  # noqa: ANN401
    row = chance.choice(_rows(community))
    row.delete()
    return f"删去第 {row.number} 条"


def _remove_and_close_up(chance: random.Random, community: Any) -> str:  # noqa: ANN401
    """Those behind move up and are tied to the one before the gap."""
    rows = _rows(community)
    at = chance.randrange(len(rows) - 1)
    gone, behind = rows[at], rows[at + 1 :]
    number, previous = gone.number, gone.previous
    gone.delete()
    for each in behind:
        _update(each, number=each.number - 1, **({"previous": previous} if each is behind[0] else {}))
    _set_head(community, len(rows) - 1)
    return f"删去第 {number} 条，把后面的接上"


def _reorder(chance: random.Random, community: Any) -> str:  # noqa: ANN401
    one, two = chance.sample(_rows(community), 2)
    _update(one, number=100_000)
    _update(two, number=one.number)
    _update(one, number=two.number)
    return f"对调第 {one.number}、{two.number} 条"


def _reorder_contents(chance: random.Random, community: Any) -> str:  # noqa: ANN401
    """Everything but place and ties exchanged."""
    one, two = chance.sample(_rows(community), 2)
    names = ("action", "target_id", "target_label", "changes", "reason", "at")
    for mine, other in ((one, two), (two, one)):
        _update(mine, **{name: getattr(other, name) for name in names})
    return f"对调第 {one.number}、{two.number} 条的内容"


def _truncate(chance: random.Random, community: Any) -> str:  # noqa: ANN401
    rows = _rows(community)
    keep = chance.randrange(len(rows))
    for row in rows[keep:]:
        row.delete()
    return f"只留前 {keep} 条"


def _truncate_with_head(chance: random.Random, community: Any) -> str:  # noqa: ANN401
    rows = _rows(community)
    keep = chance.randrange(1, len(rows))
    for row in rows[keep:]:
        row.delete()
    _set_head(community, keep, rows[keep - 1].hash)
    return f"只留前 {keep} 条，链头也改回去"


def _put_in(chance: random.Random, community: Any) -> str:  # noqa: ANN401
    """A copy of an entry behind the last one, tied to it, with the head moved on."""
    rows = _rows(community)
    row = copy.copy(chance.choice(rows))
    row.pk, row.number, row.previous = uuid.uuid4(), len(rows) + 1, rows[-1].hash
    row.hash = hashlib.sha256(row.previous.encode()).hexdigest()
    row.save(force_insert=True)
    _set_head(community, len(rows) + 1, row.hash)
    return "末尾添一条"


def _set_head(community: Any, length: int, head: str = "") -> None:  # noqa: ANN401
    from lianxin.audit.models import AuditChain

    AuditChain.objects.filter(pk=community).update(length=length, **({"head": head} if head else {}))


TAMPERINGS: tuple[Tamper, ...] = (
    _edit,
    _remove,
    _remove_and_close_up,
    _reorder,
    _reorder_contents,
    _truncate,
    _truncate_with_head,
    _put_in,
)

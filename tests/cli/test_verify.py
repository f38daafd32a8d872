import json
from collections.abc import Iterator

import pytest

from lianxin.audit.guards import guard_trail, unguard_trail
from lianxin.audit.models import AuditEntry
from lianxin.audit.work import Entry, unit_of_work
from lianxin.cli.verify import report
from lianxin.declare.actors import OPERATOR
from lianxin.declare.verification import Fault, checks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def an_entry() -> AuditEntry:
    with unit_of_work(OPERATOR) as work:
        work.record(Entry("a"))
    return AuditEntry.objects.get()


def test_a_whole_installation_is_told_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert report(as_json=False) == 0
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[-1] == "全部完好。"
    assert "审计链：完好" in told.err.splitlines()


def test_what_is_wrong_is_named_with_its_row(an_entry: AuditEntry, capfd: pytest.CaptureFixture[str]) -> None:
    unguard_trail()
    AuditEntry.objects.update(reason="改过")
    assert report(as_json=True) == 1
    guard_trail()
    told = capfd.readouterr()
    answer = json.loads(told.out)
    assert answer["ok"] is False
    assert [check["code"] for check in answer["checks"]] == [code for code, _, _ in checks()]
    assert [check["faults"] for check in answer["checks"] if check["code"] == "audit"] == [
        [
            {
                "table": "audit_auditentry",
                "row": f"系统 第 1 条 {an_entry.pk}",
                "message": "内容与记录时不同：有字段被改动过。",
            }
        ]
    ]
    assert "audit_auditentry 系统 第 1 条" in told.err


def test_a_row_too_broken_to_be_read_is_told_and_the_other_checks_go_on(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken() -> Iterator[Fault]:
        yield Fault("some_table", "7", "不对。")
        raise ValueError("badly formed hexadecimal UUID string")

    whole = [(code, label, check) for code, label, check in checks() if code != "paths"]
    monkeypatch.setattr(
        "lianxin.declare.verification._checks", {"paths": ("路径", broken)} | {c: (n, k) for c, n, k in whole}
    )
    assert report(as_json=True) == 1
    answer = json.loads(capfd.readouterr().out)
    told = {
        check["code"]: [(fault["row"], fault["message"]) for fault in check["faults"]] for check in answer["checks"]
    }
    unread = "有内容坏得读不出来，这一项没有核对完（ValueError：badly formed hexadecimal UUID string）。"
    assert told["paths"] == [("7", "不对。"), ("-", unread)]
    assert told["audit"] == []

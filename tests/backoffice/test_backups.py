"""The pages of backups and long work: what is shown, what leaves, who sees whose; what is due."""

import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.factories import Tree, make_tree, make_user

from lianxin.access.models import User
from lianxin.audit.models import AuditEntry
from lianxin.backoffice.duties import backup_duties
from lianxin.backups.keeping import copies, new_place
from lianxin.backups.models import Backup, KeySheet, Reason
from lianxin.backups.writing import write_backup
from lianxin.declare.actors import OPERATOR, Actor, ActorKind
from lianxin.declare.duties import DutyKind
from lianxin.declare.roles import Role
from lianxin.jobs import registry
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobHandle
from lianxin.jobs.models import Job, JobState, Schedule
from lianxin.jobs.running import run_job, run_now
from lianxin.jobs.schedules import seed
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def secretary(tree: Tree) -> User:
    return make_user(Role.SECRETARY, tree.general_branch, username="shuji")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_one_button_makes_a_backup_that_can_be_carried_away(secretary: User) -> None:
    client = signed_in(secretary)
    answer = client.post("/manage/backups/new/", {"once": "a"})
    job = Job.objects.get()
    assert answer["Location"] == f"/manage/jobs/{job.pk}/"
    assert client.post("/manage/backups/new/", {"once": "a"})["Location"] == answer["Location"]
    run_now(job)
    (copy,) = copies()
    assert "还没有" in client.get("/manage/backups/").content.decode()
    given = client.post(f"/manage/backups/{copy.name}/file/")
    assert b"".join(given.streaming_content) == copy.path.read_bytes()  # type: ignore[attr-defined]
    assert (given["Content-Type"], copy.name in given["Content-Disposition"]) == ("application/octet-stream", True)
    assert Backup.objects.get().taken_by == secretary.name
    assert AuditEntry.objects.filter(action="backups.carry", target_label=copy.name).count() == 1


def test_what_is_due_goes_step_by_step_and_never_turns_red(secretary: User) -> None:
    def due() -> list[str]:
        return [duty.what for duty in backup_duties(secretary, clock.today())]

    assert due() == ["备份过期", "打印密钥单"]
    assert {duty.kind for duty in backup_duties(secretary, clock.today())} == {DutyKind.WISH}
    KeySheet.objects.create(printed_at=clock.now(), printed_by="书记", reason="x", key_id="1")
    made = Backup.objects.create(name="x", reason=Reason.DAILY, made_at=clock.now(), size=1, rows=1)
    assert due() == ["把备份抄到 U 盘"]
    Backup.objects.filter(pk=made.pk).update(taken_at=clock.now())
    assert due() == []


def test_who_cannot_see_to_it_is_not_reminded(tree: Tree) -> None:
    clerk = make_user(Role.PARTY_WORKER, tree.general_branch, username="ganshi")
    assert list(backup_duties(clerk, clock.today())) == []


def test_the_key_is_shown_once_after_a_reason(secretary: User) -> None:
    client = signed_in(secretary)
    words = keyring().words()
    assert words[0] not in client.get("/manage/backups/key-sheet/").content.decode()
    without = client.post("/manage/backups/key-sheet/", {"reason": "锁进柜子"}).content.decode()
    assert words[0] not in without
    answer = client.post("/manage/backups/key-sheet/", {"reason": "锁进柜子", "alone": "on"})
    assert [word in answer.content.decode() for word in words] == [True] * 14
    assert "no-store" in answer["Cache-Control"]


def test_a_job_is_stopped_between_two_steps_and_tried_again(secretary: User, tree: Tree) -> None:
    steps: list[int] = []

    def three(handle: JobHandle) -> str:
        for step in range(len(steps) + 1, 4):
            steps.append(step)
            if len(steps) == 1:
                for _ in range(2):  # pressed twice
                    client.post(f"/manage/jobs/{handle.id}/cancel/")
            handle._written_at = 0.0
            handle.progress(step, 3)
        return "办好了三步。"

    client = signed_in(secretary)
    registry.register_runner(
        "toy", three, title="玩具", when_cancelled=lambda job: f"停在第 {job.done} 步，办好的留着。"
    )
    job = request_job(
        kind="toy", subject_id=uuid.uuid4(), label="三步", total=3, path=tree.general_branch.path, actor=OPERATOR
    )
    try:
        run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.message, job.cancelled_by) == (
            JobState.CANCELLED,
            "停在第 1 步，办好的留着。",
            secretary.name,
        )
        assert "再办一次" in client.get(f"/manage/jobs/{job.pk}/").content.decode()
        for _ in range(2):
            client.post(f"/manage/jobs/{job.pk}/retry/")
        again = run_now(Job.objects.get(state=JobState.WAITING))
        assert (again.state, again.message, steps) == (JobState.DONE, "办好了三步。", [1, 2, 3])
        done = AuditEntry.objects.filter(action__in=["backoffice.cancel_job", "backoffice.retry_job"])
        assert sorted(done.values_list("action", flat=True)) == ["backoffice.cancel_job", "backoffice.retry_job"]
        assert "请它停下" not in client.get(f"/manage/jobs/{again.pk}/").content.decode()
    finally:
        registry._runners.pop("toy")


def test_one_sees_ones_own_jobs_and_those_of_ones_organisations(secretary: User, tree: Tree) -> None:
    me = Actor(ActorKind.USER, secretary.name, secretary.pk)
    for label, path, actor in (
        ("自己的", tree.foreign_general_branch.path, me),
        ("本社区的", tree.first.path, OPERATOR),
        ("外面的", tree.foreign_branch.path, OPERATOR),
        ("这台电脑的", "", OPERATOR),
    ):
        request_job(kind="reports.export", subject_id=uuid.uuid4(), label=label, path=path, actor=actor)
    page = signed_in(secretary).get("/manage/jobs/").content.decode()
    assert [label in page for label in ("自己的", "本社区的", "外面的", "这台电脑的")] == [True, True, False, True]
    clerk = make_user(Role.PARTY_WORKER, tree.general_branch, username="ganshi")
    page = signed_in(clerk).get("/manage/jobs/").content.decode()
    assert [label in page for label in ("自己的", "本社区的", "外面的", "这台电脑的")] == [False, True, False, False]


def test_the_list_asks_the_same_for_ten_a_hundred_and_a_thousand(secretary: User) -> None:
    client = signed_in(secretary)
    client.get("/manage/jobs/")
    asked = set()
    for count in (10, 90, 900):
        Job.objects.bulk_create(_done(secretary) for _ in range(count))
        with CaptureQueriesContext(connection) as queries:
            client.get("/manage/jobs/")
        asked.add(len(queries))
    assert len(asked) == 1


def _done(user: User) -> Job:
    return Job(
        kind="reports.export",
        subject_id=uuid.uuid4(),
        label="导出",
        state=JobState.DONE,
        actor_kind="user",
        actor_id=user.pk,
        actor_name=user.name,
        created_at=clock.now(),
    )


def test_a_schedule_has_another_hour_and_is_switched_off(secretary: User) -> None:
    seed()
    client = signed_in(secretary)
    client.post("/manage/schedules/backups.daily/", {"hour": "9", "enabled": "1"})
    row = Schedule.objects.get(code="backups.daily")
    assert (row.hour, row.next_run_at.astimezone(clock.TZ).hour, row.enabled) == (9, 9, True)
    client.post("/manage/schedules/backups.daily/", {"enabled": "0"})
    assert Schedule.objects.get(code="backups.daily").enabled is False
    client.post("/manage/schedules/backups.daily/run/")
    assert [job.kind for job in Job.objects.all()] == ["backups.make"]
    entry = AuditEntry.objects.filter(action="backoffice.change_schedule").latest("number")
    assert entry.changes == {"schedule": ["每天 9 点", "停用"]}


def test_a_file_beside_the_copies_is_not_given_out(secretary: User, tmp_path: Path) -> None:
    write_backup(new_place(Reason.BY_HAND), reason="hand")
    (tmp_path / "backups" / "other.backup").write_bytes(b"x")
    assert signed_in(secretary).post("/manage/backups/other.backup/file/").status_code == 404

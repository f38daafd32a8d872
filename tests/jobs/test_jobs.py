import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from lianxin.declare.actors import OPERATOR, Actor, ActorKind
from lianxin.declare.errors import RuleError
from lianxin.jobs import handle, leases, liveness, registry, running
from lianxin.jobs.actions import request_job
from lianxin.jobs.handle import JobFailedError, JobHandle, LeaseLostError, Stopping
from lianxin.jobs.models import Job, JobState
from lianxin.jobs.queries import jobs_visible_to, jobs_within, latest_job, worker_seen
from lianxin.jobs.running import run_job, run_now
from lianxin.kernel import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.TZ)
CLERK = Actor(ActorKind.USER, "文书", uuid.UUID(int=7), "127.0.0.1")


@pytest.fixture(autouse=True)
def runners() -> Iterator[dict[str, registry.Kind]]:
    before = dict(registry._runners)
    yield registry._runners
    registry._runners.clear()
    registry._runners.update(before)
    handle.stopping.clear()


def ask(runner: registry.Runner, *, subject: uuid.UUID | None = None, actor: Actor = OPERATOR, path: str = "") -> Job:
    registry.register_runner("toy", runner)
    return request_job(kind="toy", subject_id=subject or uuid.uuid4(), label="玩具", total=3, path=path, actor=actor)


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def done(job: JobHandle) -> str:
    return "办好了。"


def test_a_job_is_done_with_its_result() -> None:
    def three(job: JobHandle) -> str:
        for step in range(1, 4):
            job.progress(step)
        return f"办好了 {job.done} 件。"

    job = run_now(ask(three))
    assert (job.state, job.done, job.total, job.message) == (JobState.DONE, 3, 3, "办好了 3 件。")
    assert job.finished_at is not None
    assert (job.worker, job.lease_until) == ("", None)


def test_the_runner_knows_what_and_for_whom() -> None:
    seen: list[JobHandle] = []

    def look(job: JobHandle) -> str:
        seen.append(job)
        return ""

    subject = uuid.uuid4()
    run_now(ask(look, subject=subject, actor=CLERK, path="aaaabbbb"))
    assert (seen[0].subject_id, seen[0].path) == (subject, "aaaabbbb")
    assert seen[0].actor == Actor(ActorKind.USER, "文书", CLERK.user_id)


def test_asking_twice_gives_the_open_job_and_after_its_end_a_new_one() -> None:
    subject = uuid.uuid4()
    first = ask(done, subject=subject)
    assert ask(done, subject=subject).pk == first.pk
    run_now(first)
    assert ask(done, subject=subject).pk != first.pk


def test_an_unknown_kind_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        request_job(kind="nobody", subject_id=uuid.uuid4(), label="", actor=OPERATOR)


def test_the_queue_hears_of_it_only_when_the_transaction_is_through(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[uuid.UUID] = []
    monkeypatch.setattr("lianxin.jobs.queue.enqueue", told.append)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        job = ask(done)
        assert told == []
    assert told == [job.pk]


def test_a_claimed_job_is_nobody_elses_until_its_lease_is_over() -> None:
    job = ask(done)
    with clock.frozen(NOON):
        mine = leases.claim(job.pk)
        assert mine is not None
        assert leases.claim(job.pk) is None
    with clock.frozen(NOON + leases.LEASE):
        assert leases.claim(job.pk) is None
    with clock.frozen(NOON + leases.LEASE + timedelta(seconds=1)):
        theirs = leases.claim(job.pk)
        assert theirs is not None
        assert theirs.worker != mine.worker
        assert not leases.renew(job.pk, mine.worker, 1, 1, forward=True)
        assert not leases.finish(job.pk, mine.worker, JobState.DONE, "")
        assert not leases.put_back(job.pk, mine.worker)
        assert leases.renew(job.pk, theirs.worker, 1, 1, forward=True)
    assert again(job).state == JobState.RUNNING


def test_progress_renews_the_lease() -> None:
    job = ask(done)
    with clock.frozen(NOON):
        claimed = leases.claim(job.pk)
    assert claimed is not None
    with clock.frozen(NOON + timedelta(seconds=20)):
        JobHandle(claimed).progress(1, 5)
    stands = again(job)
    assert (stands.done, stands.total) == (1, 5)
    assert stands.lease_until == NOON + timedelta(seconds=50)


def test_a_runner_whose_lease_is_lost_leaves_without_a_trace() -> None:
    def robbed(job: JobHandle) -> str:
        Job.objects.filter(pk=job.id).update(worker="elsewhere/1#1", lease_until=clock.now() + leases.LEASE)
        job.progress(1)
        raise AssertionError

    job = ask(robbed)
    assert run_job(job.pk)
    assert (again(job).state, again(job).worker, again(job).done) == (JobState.RUNNING, "elsewhere/1#1", 0)


def test_progress_raises_when_the_lease_is_lost() -> None:
    job = ask(done)
    claimed = leases.claim(job.pk)
    assert claimed is not None
    Job.objects.update(worker="elsewhere/1#1")
    with pytest.raises(LeaseLostError):
        JobHandle(claimed).progress(1)


def test_asked_to_stop_the_job_waits_for_the_next_worker() -> None:
    def stopped(job: JobHandle) -> str:
        job.progress(1)
        handle.stopping.set()
        job.progress(2)
        raise AssertionError

    job = ask(stopped)
    run_job(job.pk)
    stands = again(job)
    assert (stands.state, stands.done, stands.attempts, stands.worker) == (JobState.WAITING, 2, 0, "")


def test_an_interrupt_at_the_keyboard_puts_the_job_back() -> None:
    def interrupted(job: JobHandle) -> str:
        raise KeyboardInterrupt

    job = ask(interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_job(job.pk)
    assert again(job).state == JobState.WAITING


@pytest.mark.parametrize("refusal", [JobFailedError("文件打不开。"), RuleError("文件打不开。")])
def test_a_refusal_fails_at_once_with_its_sentence(refusal: Exception) -> None:
    def refused(job: JobHandle) -> str:
        raise refusal

    job = run_now(ask(refused))
    assert (job.state, job.message, job.attempts) == (JobState.FAILED, "文件打不开。", 1)


def test_an_error_is_tried_three_times_with_pauses(caplog: pytest.LogCaptureFixture) -> None:
    number = "000000195707010016"

    def broken(job: JobHandle) -> str:
        raise ValueError(number)

    job = ask(broken)
    with clock.frozen(NOON):
        assert run_job(job.pk)
        assert not run_job(job.pk)
    with clock.frozen(NOON + timedelta(seconds=5)):
        assert run_job(job.pk)
    with clock.frozen(NOON + timedelta(seconds=15)):
        assert run_job(job.pk)
    stands = again(job)
    assert stands.state == JobState.FAILED
    assert stands.message.startswith("“玩具”连续 3 次没有办成，已停下。")
    assert str(job.pk) in stands.message
    assert "ValueError" in caplog.text
    assert number not in caplog.text


def test_a_step_forward_forgives_earlier_errors() -> None:
    steps = iter(range(1, 100))

    def stumbling(job: JobHandle) -> str:
        step = next(steps)
        job.progress(step)
        if step < 6:
            raise ValueError
        return "到了。"

    job = ask(stumbling)
    for attempt in range(6):
        with clock.frozen(NOON + timedelta(minutes=attempt)):
            run_job(job.pk)
    assert again(job).state == JobState.DONE


def test_a_job_that_kills_its_worker_is_given_up() -> None:
    job = ask(done)
    Job.objects.filter(pk=job.pk).update(attempts=running.KILLS)
    run_job(job.pk)
    assert again(job).state == JobState.FAILED


def test_what_a_dead_process_of_this_machine_held_is_freed_at_once() -> None:
    dead, other, mine = ask(done), ask(done), ask(done)
    assert leases.claim(mine.pk) is not None
    until = clock.now() + leases.LEASE
    running_jobs = {"state": JobState.RUNNING, "lease_until": until, "attempts": 1}
    Job.objects.filter(pk=dead.pk).update(worker=f"{liveness._host()}/0000#1", **running_jobs)
    Job.objects.filter(pk=other.pk).update(worker="another-machine/0000#1", **running_jobs)
    assert leases.free_dead() == 1
    assert [again(job).state for job in (dead, other, mine)] == [
        JobState.WAITING,
        JobState.RUNNING,
        JobState.RUNNING,
    ]


def test_everybody_sees_his_own_jobs_and_an_office_those_below_it() -> None:
    mine, theirs = ask(done, actor=CLERK, path="aaaabbbb"), ask(done, path="aaaacccc")
    clerk = SimpleNamespace(pk=CLERK.user_id, is_authenticated=True)
    assert [job.pk for job in jobs_visible_to(clerk)] == [mine.pk]
    assert list(jobs_visible_to(SimpleNamespace(is_authenticated=False))) == []
    assert {job.pk for job in jobs_within(["aaaa"])} == {mine.pk, theirs.pk}
    assert {job.pk for job in jobs_within(["aaaacccc"])} == {theirs.pk}
    assert list(jobs_within([])) == []
    assert jobs_within([], everything=True).count() == 2


def test_the_latest_job_of_a_row() -> None:
    subject = uuid.uuid4()
    run_now(ask(done, subject=subject))
    second = ask(done, subject=subject)
    assert latest_job("toy", subject) == second
    assert latest_job("toy", uuid.uuid4()) is None


def test_no_worker_was_ever_seen(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    assert worker_seen() is None
    liveness.heartbeat_file().parent.mkdir()
    liveness.heartbeat_file().write_text('{"pid": 1, "at": "2026-11-20T12:00:00+08:00"}')
    assert worker_seen() == NOON
    liveness.heartbeat_file().write_text("half a li")
    assert worker_seen() is None


def test_stopping_is_no_fault() -> None:
    assert not issubclass(Stopping, (RuleError, JobFailedError))

"""A worker in a process of its own with a toy runner; started by the tests with a data folder of its own.

``prepare`` makes the tables and asks for one job of STEPS steps; ``work`` is the worker.
"""

import os
import sys
import time
import uuid
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from lianxin.jobs.handle import JobHandle

STEPS = 150
SUBJECT = uuid.UUID("0199a1b2-0000-7000-8000-00000000abcd")


def count_up(handle: "JobHandle") -> str:
    """Write the numbers 1 to STEPS, each once, each in a transaction of its own."""
    from django.db import connection, transaction

    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COALESCE(MAX(number), 0) FROM toy")
            last = cursor.fetchone()[0]
        if last == STEPS:
            return f"数到 {STEPS} 了。"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO toy (number) VALUES (%s)", [last + 1])
            time.sleep(0.01)
        handle.progress(last + 1, STEPS)


def prepare() -> None:
    from django.db import connection

    from lianxin.declare.actors import OPERATOR
    from lianxin.jobs.actions import request_job
    from lianxin.jobs.models import Job, Schedule

    with connection.schema_editor() as editor:
        editor.create_model(Job)
        editor.create_model(Schedule)
        editor.execute("CREATE TABLE toy (number INTEGER NOT NULL UNIQUE)")
    request_job(kind="toy.count", subject_id=SUBJECT, label="数数", total=STEPS, actor=OPERATOR)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianxin.config.settings"
    django.setup()
    from lianxin.jobs.registry import _planned, register_runner
    from lianxin.jobs.worker import run_forever

    _planned.clear()
    register_runner("toy.count", count_up)
    {"prepare": prepare, "work": run_forever}[sys.argv[1]]()


if __name__ == "__main__":
    main()

"""Reading jobs, and whether somebody works."""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from lianxin.declare.paths import AFTER_ALL
from lianxin.jobs.liveness import heartbeat_file
from lianxin.jobs.models import Job


def jobs_visible_to(user: Any) -> QuerySet[Job]:  # noqa: ANN401 (a user, of an app above this one)
    """The jobs somebody asked for; nobody's for a visitor. The newest first."""
    if not getattr(user, "is_authenticated", False):
        return Job.objects.none()
    return Job.objects.filter(actor_id=user.pk).order_by("-created_at", "-id")


def jobs_within(paths: Iterable[str], *, everything: bool = False) -> QuerySet[Job]:
    """The jobs of organisations in the given subtrees (an allowance's scope), the newest first."""
    inside = Q() if everything else Q(pk__in=[])
    for path in paths:
        inside |= Q(organisation_path__gte=path, organisation_path__lt=path + AFTER_ALL)
    return Job.objects.filter(inside).order_by("-created_at", "-id")


def latest_job(kind: str, subject_id: uuid.UUID) -> Job | None:
    """The last job of a kind on a row; whoever may see the row may see how its work goes."""
    return Job.objects.filter(kind=kind, subject_id=subject_id).order_by("-created_at", "-id").first()


def worker_seen() -> datetime | None:
    """When the worker last gave a sign of life; None when never."""
    try:
        return datetime.fromisoformat(json.loads(heartbeat_file().read_text("utf-8"))["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None

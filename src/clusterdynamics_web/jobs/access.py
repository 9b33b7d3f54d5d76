"""Who may see a job: whoever started it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.jobs.models import Job

__all__ = ["access_job"]


def access_job(user: User | AnonymousUser, key: str) -> Job:
    """Return a job that `user` started; nobody else learns that it exists."""
    job = Job.objects.filter(key=key, created_by_id=user.pk).first() if isinstance(user, User) else None
    if job is None:
        raise Http404
    return job

"""Watching a job, and stopping it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from clusterdynamics_web.jobs import operations
from clusterdynamics_web.jobs.access import access_job
from clusterdynamics_web.jobs.models import JobState
from clusterdynamics_web.routes import Visitors, page

__all__ = ["cancel", "watch"]

#: Seconds after which the page looks again.
AGAIN = 2


@page(Visitors.LOGGED_IN)
def watch(request: HttpRequest, key: str) -> HttpResponse:
    """Show how far a job is; the page looks again by itself, without a script, and leads on when it is done."""
    job = access_job(request.user, key)
    ended = job.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}
    onward = str(job.parameters.get("next", ""))
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = ""
    if job.state == JobState.DONE and onward:
        return redirect(onward)
    response = render(request, "jobs/watch.html", {"job": job, "ended": ended, "onward": onward})
    if not ended:
        response["Refresh"] = str(AGAIN)
    return response


@page(Visitors.LOGGED_IN, methods=("POST",))
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a job to be stopped."""
    operations.cancel(access_job(request.user, key))
    return redirect("job_watch", key=key)

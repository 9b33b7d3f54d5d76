"""What the worker does for the survey."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.survey.mailing import KIND, send_link
from clusterdynamics_web.survey.models import Respondent

__all__ = ["send_links"]


@handles(KIND)
def send_links(running: Running) -> dict[str, Any]:
    """Send a fresh link to each of the respondents; one who got several in this hour gets no more."""
    wanted = running.job.parameters["respondents"]
    chosen = Respondent.objects.select_related("study__cluster__region", "wave").filter(pk__in=wanted)
    sent = sum(send_link(respondent) for respondent in chosen)
    return {"sent": sent}

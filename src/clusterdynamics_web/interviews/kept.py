"""What an interviewer's device keeps while there is no connection: under which name, and what a save tells it.

The script of the respondent's own pages does the work (``answer.js``). What waits stands under a name that is one
interviewer's and one person's, so that nobody else who logs in on the device is shown it; ``kept.js`` takes it away
once the interview is over, and at log-out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.survey.form.steps.base import BaseStep
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.operations.saving import Outcome, Saved

__all__ = ["LINK", "ahead", "key_of", "refused", "told", "wants_json"]

#: So many pages are fetched ahead.
_AHEAD = 40
#: What the script takes for: the interview has to be begun again.
LINK = 401


def wants_json(request: HttpRequest) -> bool:
    """Return whether the script asks, not a form."""
    return request.headers.get("Accept") == "application/json"


def key_of(user: User, who: Respondent) -> str:
    """Return the name under which a device keeps what this interviewer writes about this person."""
    return f"interview-{hashlib.sha256(f'{user.pk}:{who.pk}:{who.wave_id}'.encode()).hexdigest()[:16]}"


def ahead(study: Study, who: Respondent, steps: Sequence[BaseStep], here: BaseStep) -> list[str]:
    """Return the addresses of the steps that come, so that they can be asked without a connection."""
    following = [s for s in steps[list(steps).index(here) + 1 :] if s.autosaves]
    return [reverse("interview_form", args=[study.region.slug, study.key, who.code, s.key]) for s in following[:_AHEAD]]


def told(saved: Saved, onward: str) -> JsonResponse:
    """Return what came of a save; `onward` is the address to go on to."""
    older = saved.outcome == Outcome.OLDER
    text = _("Newer answers to this page came in in the meantime. Those are kept; these were not saved.")
    return JsonResponse(
        {
            "outcome": saved.outcome,
            "saved_at": saved.saved_at.isoformat(),
            "text": text if older else "",
            "next": onward,
            "incomplete": {},
        }
    )


def refused(outcome: str, status: int, **more: object) -> JsonResponse:
    """Return why nothing was saved, in the words that the script knows."""
    return JsonResponse({"outcome": outcome, **more}, status=status)

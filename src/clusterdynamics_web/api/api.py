"""Results for programs: read-only, one study a key, the same figures as on the page, by the same rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import get_language
from ninja import NinjaAPI

from clusterdynamics import __version__
from clusterdynamics.disclosure import VisibilityClass
from clusterdynamics.report.results_json import dict_of
from clusterdynamics_web.api.auth import BearerKey, Caller, seen_by
from clusterdynamics_web.api.shapes import (
    Problem,
    Question,
    QuestionName,
    Results,
    SnapshotOut,
    StudyOut,
    WaveOut,
)
from clusterdynamics_web.results.access import Seen
from clusterdynamics_web.results.deciding import shown_to
from clusterdynamics_web.routes import Declaration, Visitors
from clusterdynamics_web.studies.models import Study
from clusterdynamics_web.studies.state import state_of

__all__ = ["api", "urls"]

api = NinjaAPI(
    title="Cluster Dynamics",
    version=__version__,
    description="Results of a study, as the person may see them who made the key. Read-only.",
    urls_namespace="api",
    auth=BearerKey(),
    docs_url=None,  # the page that comes with the package loads scripts from elsewhere
)

_NOT_FOUND = {404: Problem, 401: Problem}


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: type[Http404] | Http404) -> HttpResponse:
    """Say the same of what is not there and of what is somebody else's."""
    return api.create_response(request, {"detail": "There is no such thing, or it is not yours to see."}, status=404)


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


@api.get(
    "/studies",
    response={200: list[StudyOut], 401: Problem},
    url_name="studies",
    operation_id="studies",
    summary="The study of the key",
)
def studies(request: HttpRequest) -> list[StudyOut]:
    """List the studies that the key opens: one."""
    key = _caller(request).key
    return [_study(seen_by(_caller(request), key.study.region.slug, key.study.key))]


@api.get(
    "/studies/{region}/{study}",
    response={200: StudyOut, **_NOT_FOUND},
    url_name="study",
    operation_id="study",
    summary="A study",
)
def study(request: HttpRequest, region: str, study: str) -> StudyOut:
    """Tell about a study and its waves."""
    return _study(seen_by(_caller(request), region, study))


@api.get(
    "/studies/{region}/{study}/snapshots",
    response={200: list[SnapshotOut], **_NOT_FOUND},
    url_name="snapshots",
    operation_id="snapshots",
    summary="Snapshots",
)
def snapshots(request: HttpRequest, region: str, study: str) -> list[SnapshotOut]:
    """List the snapshots that stand, the newest first."""
    found = seen_by(_caller(request), region, study)
    standing = found.study.snapshots.filter(taken_down_at__isnull=True).select_related("wave", "reading")
    return [
        SnapshotOut(fingerprint=s.fingerprint, wave=s.wave.code, created_at=s.created_at, is_read=hasattr(s, "reading"))
        for s in standing
    ]


@api.get(
    "/studies/{region}/{study}/results",
    response={200: Results, **_NOT_FOUND},
    url_name="figures",
    operation_id="figures",
    summary="All figures",
    by_alias=True,
)
def results(request: HttpRequest, region: str, study: str) -> dict[str, Any]:
    """Give every figure of the newest snapshot that the audience of the key may see."""
    found = seen_by(_caller(request), region, study)
    if found.snapshot is None or not hasattr(found.snapshot, "reading"):
        raise Http404
    return dict_of(shown_to(found.snapshot, found.audience), found.audience.value)


@api.get(
    "/studies/{region}/{study}/questions",
    response={200: list[QuestionName], **_NOT_FOUND},
    url_name="questions",
    operation_id="questions",
    summary="Questions and answers",
)
def questions(request: HttpRequest, region: str, study: str) -> list[QuestionName]:
    """List the questions of the report with their answers, in the language that the request asks for."""
    found = _told(request, region, study)
    return [QuestionName(**{name: s[name] for name in ("id", "title", "answer")}) for s in found[1]["sections"]]


@api.get(
    "/studies/{region}/{study}/questions/{question}",
    response={200: Question, **_NOT_FOUND},
    url_name="question",
    operation_id="question",
    summary="A question",
)
def question(request: HttpRequest, region: str, study: str, question: str) -> Question:
    """Give a question with its sentences, tables and stories."""
    found, told = _told(request, region, study)
    section = found.section(question)
    blocks = [{name: part for name, part in b.items() if name != "svg"} for b in section["blocks"]]
    return Question(
        id=section["id"],
        title=section["title"],
        answer=section["answer"],
        snapshot=told["snapshot"],
        language=told["language"],
        blocks=blocks,
    )


def _told(request: HttpRequest, region: str, study: str) -> tuple[Seen, dict[str, Any]]:
    found = seen_by(_caller(request), region, study, get_language() or "en")
    if found.told is None:  # not prepared in this language: the study's own is better than nothing
        found = seen_by(_caller(request), region, study, found.study.parsed.languages[0])
    if found.told is None:
        raise Http404
    return found, found.told


def _study(found: Seen) -> StudyOut:
    row: Study = found.study
    waves = [
        WaveOut(
            code=w.code,
            label=w.label,
            state=state_of(w).value,
            opens=w.opens.isoformat() if w.opens else None,
            closes=w.closes.isoformat() if w.closes else None,
        )
        for w in row.waves.all()
    ]
    settings = row.parsed
    return StudyOut(
        key=row.key,
        region=row.region.slug,
        title=settings.title,
        cluster=settings.cluster,
        languages=list(settings.languages),
        synthetic=settings.synthetic,
        audience=found.audience.value,
        waves=waves,
    )


def _declared() -> tuple[Any, str, str]:
    """Return the addresses of the API, each with its declaration as every address of ours has one."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            raise TypeError("the API has addresses and nothing below them")
        pattern.callback = _declaring(pattern.callback, open_to_all=pattern.name in {"openapi-json", "api-root"})
    return patterns, app, namespace


def _declaring(view: Callable[..., HttpResponse], *, open_to_all: bool) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    who = Visitors.ANYBODY if open_to_all else Visitors.PROGRAM
    shows = None if open_to_all else VisibilityClass.C1
    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens anything here
    answer.declaration = Declaration(who, shows, ("GET",))  # type: ignore[attr-defined]
    return answer


urls = _declared()

"""What the API answers, field by field; the published description (`openapi.json`) follows from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

__all__ = ["Problem", "Question", "QuestionName", "Results", "SnapshotOut", "StudyOut", "WaveOut"]


class Problem(Schema):
    """Why there is no answer."""

    detail: str


class WaveOut(Schema):
    """One measurement."""

    code: str
    label: str
    state: str = Field(description="draft, open, answered, closed or published")
    opens: str | None = Field(description="first day, ISO 8601")
    closes: str | None = Field(description="last day, ISO 8601")


class StudyOut(Schema):
    """A study of one cluster."""

    key: str
    region: str = Field(description="as in addresses")
    title: str
    cluster: str
    languages: list[str]
    synthetic: bool = Field(description="true where the study is invented")
    audience: str = Field(description="as whom this key reads")
    waves: list[WaveOut]


class SnapshotOut(Schema):
    """What a wave looked like when it was closed; every figure cites one."""

    fingerprint: str
    wave: str
    created_at: datetime
    is_read: bool = Field(description="whether its results are computed")


class QuestionName(Schema):
    """A question of the report with its answer."""

    id: str
    title: str
    answer: str


class Question(QuestionName):
    """A question with everything behind it: sentences, tables, stories; pictures stay on the page."""

    snapshot: str
    language: str
    blocks: list[dict[str, Any]]


class Results(Schema):
    """Every figure that the audience may see, in the form of `results.json` (urn:clusterdynamics:results:1)."""

    schema_id: str = Field(alias="schema")
    software: dict[str, Any]
    study: dict[str, Any]
    seed: int
    audience: str
    results: dict[str, Any]

"""What every survey tool's format is: how to know it, how to read it into a study, how to write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from clusterdynamics.exchange.survey.files import SurveyFile
from clusterdynamics.study.model import Study

__all__ = ["SurveyFormat", "SurveyOptions", "SurveyReport"]


@dataclass(frozen=True)
class SurveyOptions:
    """What the person says about the files.

    Attributes
    ----------
    study
        The study that was asked for; its roster, relations and questions give the answers their meaning.
    wave
        Wave that the answers belong to; None: what the files say, else the latest.
    mapping
        Content of a mapping file (TOML), for tools whose questions have names of their own.
    mode
        How the answers were collected: ``web``, ``phone``, ``face_to_face`` or ``paper``.
    occasion
        ``first``; ``again`` or ``second_informant`` where people were asked to learn how exact answers are.
    """

    study: Study | None = None
    wave: str | None = None
    mapping: str | None = None
    mode: str = "web"
    occasion: str = "first"


@dataclass(frozen=True)
class SurveyReport:
    """A study made of a survey tool's files, and what was taken for granted on the way.

    Attributes
    ----------
    study
        The study: the one asked for, with the answers; or a new one.
    assumptions
        What the files do not say and was assumed, in sentences.
    warnings
        What looks wrong, or was left out, and why.
    people
        Code → name of persons that were named. Never part of the study; keep it apart or do not keep it.
    contacts
        Identifier of an organisation → what the files say about the person to ask. Never part of the study.
    """

    study: Study
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


type Files = tuple[SurveyFile, ...]


@dataclass(frozen=True)
class SurveyFormat:
    """One format of a survey tool.

    Attributes
    ----------
    name
        Short name, as on the command line.
    title
        What people call it (translatable).
    suffixes
        Endings of its files, with the point; the first is the usual one.
    sniff
        ``files → bool``: whether the files are of this format. Looks at the content first.
    read
        ``(files, options) → SurveyReport``.
    write
        ``(study, options) → bytes``; None where writing makes no sense.
    holds
        Tables of the study package that it can fill; ``settings`` stands for ``study.toml``.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[Files], bool]
    read: Callable[[Files, SurveyOptions], SurveyReport]
    write: Callable[[Study, SurveyOptions], bytes] | None = None
    holds: frozenset[str] = frozenset()

"""The mapping file: which question of the survey is which relation, rating or question of the study."""

from __future__ import annotations

import tomllib
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.i18n import _
from clusterdynamics.study.model import Study
from clusterdynamics.study.names import nearest

__all__ = [
    "ORGANISATION",
    "BaseMapping",
    "ItemPart",
    "Mapping",
    "MappingPart",
    "Partners",
    "RatingPart",
    "RelationPart",
    "as_text",
    "read_mapping",
]

#: Stands for the code of an organisation in the name of a question that is asked once for each.
ORGANISATION = "{organisation}"
_MOST_BYTES = 1_000_000

Name = Annotated[str, Field(min_length=1, max_length=200)]
type Values = dict[str, float]


class MappingPart(BaseModel):
    """A part of a mapping: keys that it does not know are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SurveyPart(MappingPart):
    """Who answers, and in which wave.

    Attributes
    ----------
    wave
        Empty: the latest wave of the study.
    respondent
        Column with the code of the respondent; LimeSurvey calls it ``token``.
    organisation
        Question for which organisation somebody answers; its answers are those of ``organisations``. Empty: the
        table of respondents says it.
    """

    wave: str = ""
    respondent: str = "token"
    organisation: str = ""


class Partners(MappingPart):
    """A question about every organisation: a sub-question for each, or a question for each.

    Attributes
    ----------
    values
        Answer → value; none: the answers are the values.
    dont_know
        Answers that mean "don't know".
    """

    question: Name
    values: Values = {}
    dont_know: tuple[str, ...] = ()


class RelationPart(Partners):
    """A question that is a relation."""

    relation: Name


class RatingPart(Partners):
    """A question that rates partners."""

    item: Name


class ItemPart(MappingPart):
    """A question that is not about a partner."""

    question: Name
    item: Name
    values: dict[str, float | str] = {}
    dont_know: tuple[str, ...] = ()


class AreaPart(MappingPart):
    """A question about one area: its answers, or its sub-questions, are doing, would_join, could_offer, not_for_us."""

    question: Name
    area: Name
    answers: dict[str, Literal["doing", "would_join", "could_offer", "not_for_us"]]


class ConsentPart(MappingPart):
    """A question about consent; its answers are what the table of consents holds."""

    question: Name
    choice: Literal["take_part", "name", "own_ties", "findable", "quote", "recontact"]
    values: dict[str, str]


class StoryPart(MappingPart):
    """A question that is answered with a story."""

    question: Name
    worked: bool


class NominationPart(MappingPart):
    """Questions for one person or organisation that brings energy."""

    organisation: str = ""
    person: str = ""
    reason: str = ""


class BaseMapping(MappingPart):
    """What the mapping of every tool holds."""

    relations: tuple[RelationPart, ...] = ()
    ratings: tuple[RatingPart, ...] = ()
    items: tuple[ItemPart, ...] = ()

    @property
    def wave(self) -> str:
        """The wave; empty: the latest of the study."""
        return ""


class OutsidePart(MappingPart):
    """Working links outside the region: whether there are any, and with whom.

    Attributes
    ----------
    question
        Answered with yes or no.
    kinds_question
        Question with several answers; `kinds` says which sub-question is which kind of partner.
    purpose
        Question in words: what for.
    """

    question: Name
    kinds_question: str = ""
    kinds: dict[str, str] = {}
    purpose: str = ""


class Mapping(BaseMapping):
    """The mapping of LimeSurvey.

    Attributes
    ----------
    organisations
        Code of an organisation in the survey (a sub-question, an answer, a part of a name) → identifier in the study.
    pick
        Question with several answers, one for each organisation, by which partners are chosen. Whoever is not chosen
        there is no partner, and is asked about no further.
    nobody
        Question or sub-question that is ticked by those who work with none of them. Without that tick, a `pick` in
        which nothing is ticked is no answer.
    wishes
        Question with several answers: with whom to do more, or start.
    """

    survey: SurveyPart = SurveyPart()
    organisations: dict[str, str] = {}
    pick: str = ""
    nobody: str = ""
    wishes: str = ""
    areas: tuple[AreaPart, ...] = ()
    consents: tuple[ConsentPart, ...] = ()
    stories: tuple[StoryPart, ...] = ()
    nominations: tuple[NominationPart, ...] = ()
    outside: OutsidePart | None = None

    @property
    def wave(self) -> str:
        """The wave; empty: the latest of the study."""
        return self.survey.wave


def read_mapping[M: BaseMapping](text: str, study: Study, name: str, kind: type[M]) -> M:
    """Return the mapping, checked against the study.

    Parameters
    ----------
    kind
        What the tool's mapping holds.

    Raises
    ------
    ExchangeError
        With everything that is wrong: syntax, unknown keys, and names that the study does not have.
    """
    faults = Faults(name)
    if len(text) > _MOST_BYTES:
        raise faults.error(_("The mapping is larger than {size} MB.").format(size=1), _("Send a smaller file."))
    try:
        mapping = kind.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise faults.error(
            _("The mapping is no TOML ({detail}).").format(detail=problem), _("Correct that line.")
        ) from None
    except ValidationError as problem:
        for error in problem.errors():
            place = ".".join(str(p + 1 if isinstance(p, int) else p) for p in error["loc"])
            faults.add(
                _("{detail}.").format(detail=str(error["msg"]).rstrip(".")),
                _("Write it as in the template: --mapping-template."),
                column=place,
            )
        faults.check()
        raise
    _check(mapping, study, faults)
    faults.check()
    return mapping


def _check(mapping: BaseMapping, study: Study, faults: Faults) -> None:
    """Note every name that the study does not have."""
    items = {i.id: i.kind for i in study.settings.items}
    ratings = [i for i, kind in items.items() if kind == "rating"]
    others = [i for i, kind in items.items() if kind != "rating"]
    relations = [r.id for r in study.settings.relations]
    named: list[tuple[str, str, list[str]]] = [
        *((f"relations.{n}", r.relation, relations) for n, r in _numbered(mapping.relations)),
        *((f"ratings.{n}", r.item, ratings) for n, r in _numbered(mapping.ratings)),
        *((f"items.{n}", i.item, others) for n, i in _numbered(mapping.items)),
    ]
    if mapping.wave:
        named.append(("survey.wave", mapping.wave, list(study.wave_ids)))
    if isinstance(mapping, Mapping):
        actors, areas = list(study.actor_ids), study["areas"]["id"].to_list()
        named += [(f"organisations.{code}", actor, actors) for code, actor in mapping.organisations.items()]
        named += [(f"areas.{n}", a.area, areas) for n, a in _numbered(mapping.areas)]
        if (mapping.relations or mapping.ratings or mapping.pick or mapping.wishes) and not mapping.organisations:
            faults.add(
                _("No organisation has a code."),
                _("Write the codes of the survey under [organisations]."),
                column="organisations",
            )
    for place, value, known in named:
        if value not in known:
            near = nearest(value, known)
            remedy = _("Did you mean '{nearest}'?").format(nearest=near) if near else ""
            faults.add(
                _("The study has no '{name}'.").format(name=value),
                remedy or _("Known are: {known}.").format(known=", ".join(known[:20]) or _("none")),
                column=place,
            )


def _numbered[P](parts: tuple[P, ...]) -> list[tuple[int, P]]:
    return list(enumerate(parts, start=1))


def as_text(value: Any) -> str:
    """Return a number as the tables hold it: whole numbers without a point.

    >>> as_text(3.0), as_text(0.5), as_text("time|money")
    ('3', '0.5', 'time|money')
    """
    return f"{value:g}" if isinstance(value, float) else str(value)

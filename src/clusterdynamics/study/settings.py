"""The settings of a study (``study.toml``): what it is about, what was asked, which rules hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "BetweenRegions",
    "DisclosureSettings",
    "Gates",
    "Item",
    "Region",
    "Relation",
    "Scale",
    "StudySettings",
]

Identifier = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s|,;]+$")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Region(_Part):
    """The region the cluster belongs to."""

    name: str = ""
    nuts: str = ""


class Scale(_Part):
    """Values that an answer can take, with a label for each where there is one."""

    id: Identifier
    low: Finite
    high: Finite
    labels: dict[str, str] = {}

    @model_validator(mode="after")
    def _ordered(self) -> Scale:
        if self.high <= self.low:
            raise ValueError("'high' must be greater than 'low'")
        return self


class Relation(_Part):
    """A kind of link that was asked about.

    Attributes
    ----------
    directed
        False where both sides describe the same relation (depth of cooperation), so that two reports of a
        pair can confirm each other; true where i → j and j → i are different facts (advice).
    levels
        Named networks cut from the values: ``{"cooperation": 2}`` is the network of values of 2 and more.
    waves
        Waves in which it was asked; empty means all.
    """

    id: Identifier
    label: str
    question: str = ""
    scale: str | None = None
    directed: bool = True
    levels: dict[Identifier, Finite] = {}
    waves: tuple[str, ...] = ()


class Item(_Part):
    """A question that is not a relation: a statement, a rating of a partner, a choice, words."""

    id: Identifier
    text: str
    kind: Literal["statement", "rating", "choice", "number", "text"] = "statement"
    scale: str | None = None
    options: tuple[str, ...] = ()
    block: str = "core"
    reversed: bool = False


class BetweenRegions(_Part):
    """The block on other regions, whose answers stand in the table ``partner_regions`` (method, section 2).

    Attributes
    ----------
    regions
        Regions that can be chosen from: NUTS code, or else name → name as people read it. Others can be written in.
    """

    asked: bool = True
    regions: dict[Annotated[str, Field(min_length=1, max_length=200)], str] = {}


class Gates(_Part):
    """Least coverage at which a figure is shown (method, section 3)."""

    in_degree: Share = 0.50
    density: Share = 0.65
    blocks: Share = 0.65
    statements: Share = 0.65
    change: Share = 0.65
    components: Share = 0.80
    distance: Share = 0.80
    centralisation: Share = 0.80
    transitivity: Share = 0.80
    brokerage: Share = 0.80
    core_periphery: Share = 0.80
    communities: Share = 0.80
    pairs: Annotated[int, Field(ge=1)] = 30
    stage_organisations: Annotated[int, Field(ge=1)] = 12
    afternoon_organisations: Annotated[int, Field(ge=1)] = 8


class DisclosureSettings(_Part):
    """Least cell sizes and the agreement on who may see what. The cell sizes are raised only, never lowered."""

    k_inside: Annotated[int, Field(ge=3)] = 3
    k_outside: Annotated[int, Field(ge=5)] = 5
    agreement: str = ""
    agreed_on: str = ""
    opens: dict[str, tuple[Literal["cluster_manager", "board"], ...]] = {}


class StudySettings(_Part):
    """Everything in ``study.toml``.

    Attributes
    ----------
    informants
        How the answers of several respondents of one organisation become one: ``any`` (a tie if anyone
        reports it, the highest value), ``all`` (a tie only if all report it, the lowest value), ``lead``
        (the lead informant's answer).
    between_regions
        None where nothing says whether it is asked; the answers of earlier waves may show it.
    last_answers
        Waves in which respondents were shown, beside the question how closely they work with a partner, what they
        had said themselves the time before. It may hold them to their last answer, so that change looks smaller.
    """

    title: Annotated[str, Field(min_length=1)]
    cluster: str = ""
    region: Region = Region()
    boundary: Annotated[str, Field(max_length=500)] = ""
    languages: tuple[str, ...] = ("en",)
    kind: Literal["full", "afternoon"] = "full"
    synthetic: bool = False
    informants: Literal["any", "all", "lead"] = "any"
    model: str = "reference"
    types: dict[str, str] = {}
    size_classes: dict[str, str] = {}
    scales: tuple[Scale, ...] = ()
    relations: tuple[Relation, ...] = ()
    items: tuple[Item, ...] = ()
    between_regions: BetweenRegions | None = None
    last_answers: tuple[str, ...] | None = None
    gates: Gates = Gates()
    disclosure: DisclosureSettings = DisclosureSettings()

    @model_validator(mode="after")
    def _consistent(self) -> StudySettings:
        problems: list[str] = []
        for what, ids in (
            ("scales", [s.id for s in self.scales]),
            ("relations", [r.id for r in self.relations]),
            ("items", [i.id for i in self.items]),
            ("relations and their levels", [n for r in self.relations for n in (r.id, *r.levels)]),
        ):
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                problems.append(f"{what}: {', '.join(twice)} given more than once")
        known = {s.id for s in self.scales}
        used: list[tuple[str, str, str | None]] = [("relations", r.id, r.scale) for r in self.relations]
        used += [("items", i.id, i.scale) for i in self.items]
        problems += [
            f"{what}.{name}: the scale '{scale}' is not in [[scales]]"
            for what, name, scale in used
            if scale is not None and scale not in known
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def scale(self, name: str | None) -> Scale | None:
        """Return the scale called `name`, or None."""
        return next((s for s in self.scales if s.id == name), None)

    def relation(self, name: str) -> tuple[Relation, float | None]:
        """Return the relation called `name`, with the cut where `name` is one of its levels.

        Raises
        ------
        KeyError
            Neither a relation nor a level has this name.
        """
        for relation in self.relations:
            if relation.id == name:
                return relation, None
            if name in relation.levels:
                return relation, relation.levels[name]
        raise KeyError(name)

    @property
    def network_names(self) -> tuple[str, ...]:
        """Names of all networks: the relations and the levels cut from them."""
        return tuple(n for r in self.relations for n in (r.id, *r.levels))

"""What a reference model is made of: one class for each kind of element.

Every element carries `basis` and `source`, so that no page or report can show our own reading as if it were
published. Classes name the fields that people read in `TEXTS`; those, and only those, are translated.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Area",
    "Basis",
    "Block",
    "Circuit",
    "Dimension",
    "Economy",
    "Element",
    "EvidenceRule",
    "Factor",
    "Identifier",
    "Link",
    "Loop",
    "Measure",
    "Option",
    "Part",
    "Partial",
    "Purpose",
    "Question",
    "RelationKind",
    "ScaleKind",
    "Share",
    "Sign",
    "Source",
    "Stage",
    "Statement",
    "Text",
    "Vignette",
    "Weight",
]

Identifier = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s|,;]+$")]
Text = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Basis = Literal["documented", "reconstruction"]
Sign = Literal["+", "-"]

#: Parts of the instrument that the software knows how to ask; a block is a choice of them.
Part = Literal[
    "pick",
    "card",
    "advice",
    "trust",
    "wishes",
    "statements",
    "areas",
    "outside_links",
    "champions",
    "barriers",
    "stories",
    "value",
    "energy",
    "large_companies",
    "downturn",
    "between_regions",
    "vignettes",
    "re_asking",
]

#: Network evidence that the software knows how to compute.
Measure = Literal[
    "share_with_ties",
    "largest_component",
    "areas_in_use",
    "confirmed_pairs",
    "mutual_trust",
    "trust_returned",
    "crossing_types",
    "within_steps",
    "outside_givers",
]


class Partial(BaseModel):
    """Base of everything in a model: frozen, and strict about keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Fields that people read, in the order in which a translator meets them.
    TEXTS: ClassVar[tuple[str, ...]] = ()


class Source(Partial):
    """Where something comes from."""

    id: Identifier
    citation: Text


class Element(Partial):
    """Anything in a model that has a name of its own.

    Attributes
    ----------
    basis
        ``documented`` where a publication says so, ``reconstruction`` where it is our own reading.
    source
        Identifier of the source.
    note
        What exactly is documented and what is not; for the documentation, in English.
    """

    id: Identifier
    basis: Basis
    source: Identifier
    note: str = ""


class Economy(Element):
    """What the whole gains from its parts: additive, combinatorial, synergic."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "description")
    label: Text
    description: Text


class Dimension(Element):
    """What a statement is about."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label",)
    label: Text


class Stage(Element):
    """One stage of the development of a cluster.

    Attributes
    ----------
    dimension
        The core dimension: its statements make up half of the value of the stage.
    loop
        The loop that drives the growth out of this stage, where the model names one.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "description")
    number: Annotated[int, Field(ge=1)]
    label: Text
    description: Text
    economies: tuple[Identifier, ...] = ()
    dimension: Identifier
    loop: Identifier | None = None


class Statement(Element):
    """One sentence about the cluster with which a respondent agrees or not."""

    TEXTS: ClassVar[tuple[str, ...]] = ("text",)
    stage: Identifier
    dimension: Identifier
    text: Annotated[str, Field(min_length=1, max_length=120)]
    scale: Identifier = "agreement"
    reversed: bool = False


class Factor(Element):
    """A variable of the loops.

    Attributes
    ----------
    code
        What a coder writes beside a story that speaks of the factor.
    evidence
        Statements, questions and network evidence that speak about it.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "definition")
    code: Identifier
    stage: Identifier
    label: Text
    definition: Text
    evidence: tuple[Identifier, ...] = ()


class Link(Partial):
    """Cause and effect; with the sign ``+`` both move the same way, with ``-`` in opposite ways."""

    cause: Identifier
    effect: Identifier
    sign: Sign
    basis: Basis
    source: Identifier
    note: str = ""


class Circuit(Partial):
    """A closed chain of factors: the last is the first again."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label",)
    id: Identifier
    polarity: Literal["reinforcing", "balancing"]
    chain: tuple[Identifier, ...]
    label: str = ""

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Cause and effect of every step."""
        return tuple(zip(self.chain, self.chain[1:], strict=False))


class Loop(Element):
    """A named loop: one circuit or several that are told together, and links that lead into them."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "description")
    label: Text
    description: Text
    stage: Identifier | None = None
    circuits: Annotated[tuple[Circuit, ...], Field(min_length=1)]
    feeds: tuple[tuple[Identifier, Identifier], ...] = ()

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Cause and effect of every link of the loop, each once, those that lead into it last."""
        steps = [step for circuit in self.circuits for step in circuit.links]
        return tuple(dict.fromkeys([*steps, *self.feeds]))

    @property
    def polarity(self) -> Literal["reinforcing", "balancing", "mixed"]:
        """Polarity of all circuits, or ``mixed`` where they differ (a driver and a barrier in one loop)."""
        kinds = {circuit.polarity for circuit in self.circuits}
        return next(iter(kinds)) if len(kinds) == 1 else "mixed"


class ScaleKind(Element):
    """Values that an answer can take; the keys of `labels` are the values."""

    TEXTS: ClassVar[tuple[str, ...]] = ("labels",)
    low: float
    high: float
    labels: dict[str, Text] = {}


class RelationKind(Element):
    """A kind of link that is asked about; `levels` name the thresholds at which networks are cut from it."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "question")
    label: Text
    question: Text
    scale: Identifier | None = None
    directed: bool = True
    levels: tuple[Literal["contact", "cooperation", "deep"], ...] = ()
    part: Part


class Option(Partial):
    """One answer of a choice."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label",)
    id: Identifier
    label: Text


class Question(Element):
    """A question that is neither a statement of a stage nor a relation.

    Attributes
    ----------
    stored_in
        Table of the study package that takes the answers; ``none`` for a text that only explains.
    most
        Greatest number of answers, where there is one; the text may say ``{most}``.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("text",)
    part: Part
    kind: Literal["statement", "rating", "choice", "number", "text"]
    stored_in: Literal[
        "none",
        "answers",
        "area_answers",
        "nominations",
        "outside_links",
        "partner_regions",
        "ratings",
        "stories",
        "ties",
        "wishes",
    ] = "answers"
    text: Text
    scale: Identifier | None = None
    options: tuple[Option, ...] = ()
    reversed: bool = False
    most: Annotated[int, Field(ge=1)] | None = None


class Area(Element):
    """Something organisations can do together; sensitivity 1 is nothing to lose, 5 the core of the business."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label",)
    label: Text
    sensitivity: Annotated[int, Field(ge=1, le=5)]


class Purpose(Element):
    """What a collaboration can be for."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label",)
    label: Text


class Vignette(Element):
    """An invented cluster that everybody rates on the same statements."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "text")
    stage: Identifier
    label: Text
    text: Text
    statements: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class EvidenceRule(Element):
    """A share that stands beside the reading of a stage, and what it says about it.

    Attributes
    ----------
    needs
        Parts of the instrument without which the evidence is "not asked".
    compared_with
        ``bounds``: the share itself is set against the bounds. ``random_graphs``: the bounds are for the share
        of random graphs of equal size and density in which the value is not greater than the observed one.
    supports, contradicts
        The evidence supports the stage from `supports` up, contradicts it from `contradicts` down, and cannot
        say between them.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("text",)
    stage: Identifier
    text: Text
    measure: Measure
    parameters: dict[str, float] = {}
    needs: tuple[Part, ...] = ()
    compared_with: Literal["bounds", "random_graphs"] = "bounds"
    supports: Share
    contradicts: Share

    def says(self, share: float) -> Literal["supports", "contradicts", "cannot_say"]:
        """Say what a share speaks for: ``supports``, ``contradicts`` or ``cannot_say``."""
        if share >= self.supports:
            return "supports"
        return "contradicts" if share <= self.contradicts else "cannot_say"


class Weight(Element):
    """How much one reason counts for suggesting easy cooperation, and who may see a suggestion with it."""

    TEXTS: ClassVar[tuple[str, ...]] = ("label",)
    label: Text
    weight: Annotated[float, Field(ge=0)]
    audience: Literal["participant", "study"]


class Block(Element):
    """Parts of the instrument that are chosen together.

    Attributes
    ----------
    stands_alone
        The block is a study of its own and is not combined with the core.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "description")
    label: Text
    description: Text
    optional: bool = True
    stands_alone: bool = False
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

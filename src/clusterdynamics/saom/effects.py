"""The effects: what may go along with a tie being made, kept or ended, each with its formula and its words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import N_, _
from clusterdynamics.saom.codes import Code, Kind

__all__ = ["EFFECTS", "Effect", "EffectKind", "X", "XRecip", "as_effect", "creation", "endowment"]

Takes = Literal["", "covariate", "dyadic", "network", "behaviour", "covariate or behaviour"]
KindName = Literal["evaluation", "creation", "endowment"]
KINDS: Mapping[str, Kind] = MappingProxyType(
    {"evaluation": Kind.EVALUATION, "creation": Kind.CREATION, "endowment": Kind.ENDOWMENT}
)


@dataclass(frozen=True)
class EffectKind:
    """What an effect is.

    Attributes
    ----------
    name
        Short name, as in the literature (Ripley and others, Manual for RSiena).
    code
        Number in the kernels.
    formula
        Its statistic; x is the network, i the organisation that decides, w a dyadic covariate or the other
        network, v a covariate, z the behaviour.
    more, less
        What a positive and a negative parameter say, after "other things equal, organisations …".
    takes
        What it needs besides the network.
    networks
        ``directed``, ``undirected`` or ``both``; ``behaviour`` for effects on a behaviour.
    parameter
        Default of its internal parameter, if it has one.
    """

    name: str
    code: Code
    formula: str
    more: str
    less: str
    takes: Takes = ""
    networks: Literal["directed", "undirected", "both", "behaviour"] = "directed"
    parameter: float = 0.0


_ALL = (
    EffectKind("density", Code.DENSITY, "Σ x_ij", N_("have links readily"), N_("are choosy about links"), "", "both"),
    EffectKind("recip", Code.RECIP, "Σ x_ij x_ji", N_("answer a link with a link"), N_("avoid links both ways")),
    EffectKind(
        "transTrip",
        Code.TRANS_TRIP,
        "Σ x_ij x_ih x_hj",
        N_("link to partners of their partners"),
        N_("avoid partners of their partners"),
    ),
    EffectKind(
        "transTies",
        Code.TRANS_TIES,
        "Σ x_ij max_h(x_ih x_hj)",
        N_("link where there is at least one common partner"),
        N_("avoid links where there is a common partner"),
    ),
    EffectKind(
        "cycle3",
        Code.CYCLE3,
        "⅓ Σ x_ij x_jh x_hi",
        N_("close circles of three"),
        N_("avoid circles of three, so that there is an order among them"),
    ),
    EffectKind(
        "gwespFF",
        Code.GWESP,
        "Σ x_ij e^α [1 − (1 − e^−α)^(Σ_h x_ih x_hj)]",
        N_("link to partners of their partners, the first common partner counting most"),
        N_("avoid partners of their partners"),
        "",
        "both",
        0.69,
    ),
    EffectKind(
        "transRecTrip",
        Code.TRANS_REC_TRIP,
        "Σ x_ij x_ji x_ih x_hj",
        N_("have links both ways with partners of their partners"),
        N_("have links both ways less often inside closed groups"),
    ),
    EffectKind(
        "transTriads",
        Code.TRANS_TRIADS,
        "⅓ Σ_i<j x_ij x_ih x_hj",
        N_("link to partners of their partners"),
        N_("avoid partners of their partners"),
        "",
        "undirected",
    ),
    EffectKind(
        "inPop",
        Code.IN_POP,
        "Σ x_ij x_+j",
        N_("link to those to whom many link"),
        N_("avoid those to whom many link"),
        "",
        "both",
    ),
    EffectKind(
        "inPopSqrt",
        Code.IN_POP_SQRT,
        "Σ x_ij √x_+j",
        N_("link to those to whom many link"),
        N_("avoid those to whom many link"),
        "",
        "both",
    ),
    EffectKind(
        "outPop",
        Code.OUT_POP,
        "Σ x_ij x_j+",
        N_("link to those that have many links"),
        N_("avoid those that have many links"),
    ),
    EffectKind(
        "outPopSqrt",
        Code.OUT_POP_SQRT,
        "Σ x_ij √x_j+",
        N_("link to those that have many links"),
        N_("avoid those that have many links"),
    ),
    EffectKind(
        "outAct",
        Code.OUT_ACT,
        "Σ x_i+²",
        N_("add links the more they have"),
        N_("add links the less the more they have"),
        "",
        "both",
    ),
    EffectKind(
        "outActSqrt",
        Code.OUT_ACT_SQRT,
        "Σ x_i+^1.5",
        N_("add links the more they have"),
        N_("add links the less the more they have"),
        "",
        "both",
    ),
    EffectKind(
        "inAct",
        Code.IN_ACT,
        "Σ x_i+ x_+i",
        N_("link the more the more they are linked to"),
        N_("link the less the more they are linked to"),
    ),
    EffectKind(
        "X",
        Code.DYADIC,
        "Σ x_ij (w_ij − w̄)",
        N_("link where {of} is higher"),
        N_("link where {of} is lower"),
        "dyadic",
        "both",
    ),
    EffectKind(
        "XRecip",
        Code.DYADIC_RECIP,
        "Σ x_ij x_ji (w_ij − w̄)",
        N_("answer links where {of} is higher"),
        N_("answer links where {of} is lower"),
        "dyadic",
    ),
    EffectKind(
        "egoX",
        Code.BEH_EGO,
        "Σ x_ij (v_i − v̄)",
        N_("link the more the higher their own {of}"),
        N_("link the less the higher their own {of}"),
        "covariate or behaviour",
    ),
    EffectKind(
        "altX",
        Code.BEH_ALT,
        "Σ x_ij (v_j − v̄)",
        N_("link to those with higher {of}"),
        N_("link to those with lower {of}"),
        "covariate or behaviour",
        "both",
    ),
    EffectKind(
        "simX",
        Code.BEH_SIM,
        "Σ x_ij (1 − |v_i − v_j| / range − mean)",
        N_("link to those with similar {of}"),
        N_("link to those with different {of}"),
        "covariate or behaviour",
        "both",
    ),
    EffectKind(
        "sameX",
        Code.BEH_SAME,
        "Σ x_ij 1{v_i = v_j}",
        N_("link to those with the same {of}"),
        N_("link to those with another {of}"),
        "covariate or behaviour",
        "both",
    ),
    EffectKind(
        "egoXaltX",
        Code.BEH_EGO_ALT,
        "Σ x_ij (v_i − v̄)(v_j − v̄)",
        N_("link to those high in {of} the more the higher they are themselves"),
        N_("link to those high in {of} the less the higher they are themselves"),
        "covariate or behaviour",
        "both",
    ),
    EffectKind(
        "crprod",
        Code.CRPROD,
        "Σ x_ij w_ij",
        N_("link where they have a link of the kind {of}"),
        N_("avoid those with whom they have a link of the kind {of}"),
        "network",
        "both",
    ),
    EffectKind(
        "crprodRecip",
        Code.CRPROD_RECIP,
        "Σ x_ij w_ji",
        N_("link to those who have a link of the kind {of} with them"),
        N_("avoid those who have a link of the kind {of} with them"),
        "network",
    ),
    EffectKind(
        "closure",
        Code.CLOSURE,
        "Σ x_ij w_ih w_hj",
        N_("link to partners of their partners of the kind {of}"),
        N_("avoid partners of their partners of the kind {of}"),
        "network",
    ),
    EffectKind(
        "to",
        Code.TO,
        "Σ x_ij w_ih x_hj",
        N_("link to whom their partners of the kind {of} link"),
        N_("avoid those to whom their partners of the kind {of} link"),
        "network",
    ),
    EffectKind(
        "from",
        Code.FROM,
        "Σ x_ij w_ih w_jh",
        N_("link to those with the same partners of the kind {of}"),
        N_("avoid those with the same partners of the kind {of}"),
        "network",
    ),
    EffectKind("linear", Code.LINEAR, "Σ (z_i − z̄)", N_("move up"), N_("move down"), "", "behaviour"),
    EffectKind(
        "quad",
        Code.QUAD,
        "Σ (z_i − z̄)²",
        N_("move towards the ends of the scale"),
        N_("move towards the middle of the scale"),
        "",
        "behaviour",
    ),
    EffectKind(
        "avSim",
        Code.AV_SIM,
        "Σ_i mean_j(sim_ij − mean; x_ij = 1)",
        N_("come closer to their partners"),
        N_("move away from their partners"),
        "network",
        "behaviour",
    ),
    EffectKind(
        "totSim",
        Code.TOT_SIM,
        "Σ x_ij (sim_ij − mean)",
        N_("come closer to their partners, the more partners the more"),
        N_("move away from their partners"),
        "network",
        "behaviour",
    ),
    EffectKind(
        "avAlt",
        Code.AV_ALT,
        "Σ_i (z_i − z̄) mean_j(z_j − z̄; x_ij = 1)",
        N_("go where their partners are high"),
        N_("go the other way than their partners"),
        "network",
        "behaviour",
    ),
    EffectKind(
        "indeg",
        Code.INDEG,
        "Σ (z_i − z̄) x_+i",
        N_("move up the more are linked to them"),
        N_("move down the more are linked to them"),
        "network",
        "behaviour",
    ),
    EffectKind(
        "outdeg",
        Code.OUTDEG,
        "Σ (z_i − z̄) x_i+",
        N_("move up the more links they have"),
        N_("move down the more links they have"),
        "network",
        "behaviour",
    ),
)

#: Every effect by its short name.
EFFECTS: Mapping[str, EffectKind] = MappingProxyType({e.name: e for e in _ALL})


@dataclass(frozen=True)
class Effect:
    """An effect in a model.

    Parameters
    ----------
    name
        Short name of the effect, a key of ``EFFECTS``.
    of
        Covariate, other network or behaviour that it is about.
    kind
        ``evaluation``: making and keeping ties alike; ``creation``: making only; ``endowment``: keeping only.
    on
        Dependent variable; the only one, or the first network, where None.
    parameter
        Internal parameter, for ``gwespFF`` its α.
    fixed
        Value at which it is held instead of estimated; it is then tested by its score.
    """

    name: str
    of: str | None = None
    kind: KindName = "evaluation"
    on: str | None = None
    parameter: float | None = None
    fixed: float | None = None

    @property
    def label(self) -> str:
        """Short name with what it is about and its kind."""
        kind = "" if self.kind == "evaluation" else f" ({self.kind})"
        return (f"{self.name} {self.of}" if self.of else self.name) + kind


def X(dyadic: str) -> Effect:
    """Return the effect of a dyadic covariate."""
    return Effect("X", dyadic)


def XRecip(dyadic: str) -> Effect:
    """Return the effect of a dyadic covariate on ties both ways."""
    return Effect("XRecip", dyadic)


def creation(effect: Effect | str) -> Effect:
    """Return the effect as one on making ties only."""
    return replace(as_effect(effect), kind="creation")


def endowment(effect: Effect | str) -> Effect:
    """Return the effect as one on keeping ties only."""
    return replace(as_effect(effect), kind="endowment")


def as_effect(effect: Effect | str) -> Effect:
    """Return the effect that `effect` names: ``"recip"``, ``"simX:size"``, or an Effect.

    Raises
    ------
    InputError
        There is no such effect (the nearest name is given), or it lacks what it is about.
    """
    if isinstance(effect, str):
        name, _colon, of = effect.partition(":")
        effect = Effect(name.strip(), of.strip() or None)
    if effect.name not in EFFECTS:
        near = difflib.get_close_matches(effect.name, EFFECTS, n=1, cutoff=0.4)
        hint = _(" Did you mean {near}?").format(near=near[0]) if near else ""
        raise InputError(
            _("There is no effect called {name}.{hint} There are: {known}.").format(
                name=effect.name, hint=hint, known=", ".join(EFFECTS)
            )
        )
    if effect.kind not in KINDS:
        raise InputError(
            _("An effect is on evaluation, creation or endowment, not on {kind}.").format(kind=effect.kind)
        )
    return effect

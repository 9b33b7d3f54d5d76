"""Which effect is on what, and whether the data have what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clusterdynamics.i18n import _
from clusterdynamics.saom.data import Group
from clusterdynamics.saom.effects import EFFECTS, Effect

__all__ = ["assign"]


def assign(
    effects: list[Effect],
    groups: Sequence[Group],
    networks: tuple[str, ...],
    behaviours: tuple[str, ...],
    faults: list[str],
) -> list[Effect]:
    """Say of each effect what it is on, and check that what it is about is there, in every group.

    Density of a network and the linear shape of a behaviour are added where they are not among the effects.
    """
    chosen = [
        Effect(name, on=on)
        for name, variables in (("density", networks), ("linear", behaviours))
        for on in variables
        if not any(e.name == name and e.on in (None, on) for e in effects)
    ]
    for e in effects:
        kind = EFFECTS[e.name]
        dependent = behaviours if kind.networks == "behaviour" else networks
        on = e.on if e.on is not None else (dependent[0] if dependent else None)
        if on not in dependent:
            faults.append(
                _("{effect}: {on} is not among {known}.").format(
                    effect=e.label, on=on, known=", ".join(dependent) or "–"
                )
            )
            continue
        directed = kind.networks == "directed"
        if kind.networks in ("directed", "undirected") and any(g.directed[on] != directed for g in groups):
            what = _("directed") if directed else _("undirected")
            faults.append(
                _("{effect} is for {what} networks; {on} is not one.").format(effect=e.label, what=what, on=on)
            )
        of = e.of
        if kind.takes == "network" and of is None:
            others = [w for w in networks if w != on]
            of = others[0] if len(others) == 1 else None
        places = {
            "covariate or behaviour": [*_in_all([g.covariates for g in groups]), *behaviours],
            "dyadic": _in_all([g.dyadic for g in groups]),
            "network": [w for w in networks if w != on],
        }.get(kind.takes)
        if places is not None and of not in places:
            known = ", ".join(places) or _("none")
            faults.append(
                _("{effect} needs what it is about, for example {name}:…; there are: {known}.").format(
                    effect=e.label, name=e.name, known=known
                )
            )
            continue
        if kind.networks == "behaviour" and e.kind != "evaluation":
            faults.append(_("{effect}: effects on a behaviour are on evaluation only.").format(effect=e.label))
        parameter = e.parameter if e.parameter is not None else kind.parameter
        done = replace(e, on=on, of=of, parameter=parameter)
        if any((c.name, c.of, c.kind, c.on) == (done.name, done.of, done.kind, done.on) for c in chosen):
            faults.append(_("{effect} is there twice.").format(effect=e.label))
        chosen.append(done)
    return chosen


def _in_all(named: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the names that every group has, in the order of the first."""
    return [name for name in named[0] if all(name in others for others in named)]

"""What somebody can work out who knows the roster, who answered, and what was published; written without the module."""

from __future__ import annotations

from clusterdynamics.disclosure import Disclosed
from clusterdynamics.study.model import Study


def truth(study: Study, wave: str, attribute: str = "type", relation: str = "advice"):
    """Subject → (ties, pairs asked) of each cell, counted row by row from the tables; directed relations."""
    kind = dict(zip(study.actor_ids, study.attribute(attribute, study.actor_ids), strict=True))
    here, answered = study.present(wave), study.answered(wave)
    named = {
        (r["from"], r["to"])
        for r in study["ties"].iter_rows(named=True)
        if r["wave"] == wave and r["relation"] == relation and r["from"] in answered
    }
    cells: dict[str, list[int]] = {}
    for a in here:
        for b in here:
            if a != b:
                cell = cells.setdefault(f"{attribute}:{kind[a]}→{kind[b]}", [0, 0])
                if a in answered:
                    cell[0] += (a, b) in named
                    cell[1] += 1
    return {subject: (ties, pairs) for subject, (ties, pairs) in cells.items()}


def ranges(disclosed: Disclosed, wave: str, attribute: str = "type", relation: str = "advice"):
    """Hidden cell → least and greatest number of ties, from the total and the cells that are shown.

    The attacker is even given the exact numbers behind all that is shown, rounded or not.
    """
    cells = truth(disclosed.study, wave, attribute, relation)
    shown = {
        e.subject
        for e in disclosed
        if e.name == "block_density" and (e.wave, e.network) == (wave, relation) and e.value is not None
    }
    whole = [e for e in disclosed if (e.name, e.wave, e.network, e.value is None) == ("density", wave, relation, False)]
    hidden = {s: pairs for s, (_ties, pairs) in cells.items() if s not in shown}
    if not whole:
        return {s: (0, pairs) for s, pairs in hidden.items()}
    rest = sum(ties for s, (ties, _pairs) in cells.items() if s in hidden)
    room = sum(hidden.values())
    return {s: (max(0, rest - (room - pairs)), min(pairs, rest)) for s, pairs in hidden.items()}


def shown_cells(disclosed: Disclosed, wave: str, attribute: str = "type", relation: str = "advice"):
    return {
        e.subject
        for e in disclosed
        if e.name == "block_density"
        and (e.wave, e.network) == (wave, relation)
        and e.subject.startswith(f"{attribute}:")
        and e.value is not None
    }

"""What is worked out once for each snapshot and audience: places, and what disclosure control lets be drawn.

It lies beside the reading (`results/store.py`) and goes with it. Places never depend on links that an audience may not
see: for everybody but the study team they are computed from what is shown.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from clusterdynamics.assessment import Assessment
from clusterdynamics.charts.network_map import Layout, layout
from clusterdynamics.disclosure import (
    Audience,
    Before,
    Disclosed,
    MapView,
    VisibilityClass,
    class_of,
    decide,
    leaks,
    map_view,
)
from clusterdynamics.measures.analyses.common import cut_names
from clusterdynamics.report.audience import secret_names
from clusterdynamics.report.sections.context import Context
from clusterdynamics.report.sections.maps import drawn_networks
from clusterdynamics.study.model import Study
from clusterdynamics.study.network import Network
from clusterdynamics.study.package import read_study
from clusterdynamics_web.results import history, store
from clusterdynamics_web.results.audiences import AUDIENCES
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot

__all__ = ["kept_of", "layout_from", "main_network", "prepare", "study_of", "work_out"]

#: Attributes by which organisations can be put together in groups.
_GROUPED = ("type", "size_class")
#: Figures of a whole network that stand beside the map of those who do not see links one by one.
_FIGURES = ("actors", "density", "reciprocity.edgewise", "largest_component")


def prepare(snapshot: Snapshot, assessment: Assessment) -> None:
    """Work out what every audience's map needs."""
    for audience in AUDIENCES:
        _keep(snapshot, assessment, audience)


def kept_of(snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    """Return what the map of an audience needs; worked out where it is not there yet."""
    path = store.path_of(snapshot, _name(audience))
    if not path.exists():
        _keep(snapshot, store.assessment_of(snapshot), audience)
    return _read(str(path), path.stat().st_mtime_ns)


def study_of(snapshot: Snapshot) -> Study:
    """Return the study of a snapshot: everything, so that what is shown of it must pass disclosure control."""
    path = snapshot_path(snapshot)
    return _study(str(path), path.stat().st_mtime_ns)


def main_network(study: Study) -> str | None:
    """Return the network that the report looks at most closely; None in a study that asked for no links."""
    names = cut_names(study)
    return "cooperation" if "cooperation" in names else next(iter(names), None)


def layout_from(found: dict[str, Any]) -> Layout:
    """Return kept places."""
    places = {a: (float(x), float(y)) for a, (x, y) in found["places"].items()}
    return Layout(places, tuple(found["unlinked"]), found["linked_height"], found["height"])


def _name(audience: Audience) -> str:
    return f"map.{audience}.json.gz"


@lru_cache(maxsize=16)
def _read(path: str, changed: int) -> dict[str, Any]:
    return store.read_json(Path(path))


@lru_cache(maxsize=8)
def _study(path: str, changed: int) -> Study:
    return read_study(path)


def _keep(snapshot: Snapshot, assessment: Assessment, audience: Audience) -> None:
    before = history.before(snapshot, assessment.study)
    store.write_json(store.path_of(snapshot, _name(audience)), work_out(assessment, audience, before))


def work_out(assessment: Assessment, audience: Audience, before: Before | None = None) -> dict[str, Any]:
    """Return what the map of an audience needs, as plain data."""
    if class_of(audience) <= VisibilityClass.C1:
        return _team(assessment)
    return _others(assessment, audience, f"{assessment.snapshot}:{audience}", before)


def _team(assessment: Assessment) -> dict[str, Any]:
    """Return the places on the maps of the report: page and report show the same picture."""
    context = Context(assessment)
    networks = drawn_networks(context)
    if not networks and context.main is not None:
        networks = assessment.study.waves(context.main)
    return {"layout": _plain(context.places(networks)) if networks else None}


def _others(assessment: Assessment, audience: Audience, publication: str, before: Before | None) -> dict[str, Any]:
    study = assessment.study
    disclosed = decide(assessment, study, audience, before=before)
    names = cut_names(study)
    by = [a for a in _GROUPED if any(_is_group(e, a) for e in disclosed) or a == _GROUPED[0]]
    seen = _Names(study, audience)
    views: dict[str, Any] = {}
    for network, wave, attribute in product(names, study.wave_ids, by):
        view = map_view(study, network, wave, disclosed, publication=publication, attribute=attribute)
        views[f"{network}|{wave}|{attribute}"] = seen.plain(view)
    main = main_network(study)
    places = _places(study, views, main or "", assessment.seed) if class_of(audience) <= VisibilityClass.C2 else None
    return {"by": by, "views": views, "layout": places, "figures": _figures(disclosed)}


def _is_group(e: Any, attribute: str) -> bool:
    return bool(e.name == "block_density" and e.value is not None and e.subject.startswith(f"{attribute}:"))


class _Names:
    """Who may be named in every wave: a map of one wave does not say what another one keeps to itself.

    A name in which another, secret one stands ("Nova" in "Nova Forest") is not written either.
    """

    def __init__(self, study: Study, audience: Audience) -> None:
        secrets = secret_names(study, audience)
        rows = list(study["actors"].select("id", "label", "short_label").iter_rows())
        self.free = {a for a, label, short in rows if not leaks(f"{label} ¦ {short or ''}", secrets)}

    def plain(self, view: MapView) -> dict[str, Any]:
        return {
            "organisations": [a for a in view.organisations if a in self.free],
            "ties": [[t.origin, t.target] for t in view.ties if {t.origin, t.target} <= self.free],
            "groups": [[g.node, g.group, g.organisations] for g in view.groups],
            "group_ties": [[t.origin, t.target, t.density] for t in view.group_ties],
            "names": [a for a in view.names if a in self.free],
            "seed": view.seed,
        }


def _places(study: Study, views: dict[str, Any], main: str, seed: int) -> dict[str, Any] | None:
    """Return places computed from the links that are shown, in all waves together."""
    networks = []
    for key, view in views.items():
        network, wave, attribute = key.split("|")
        if attribute != _GROUPED[0] or not view["organisations"]:
            continue
        # Organisations that are linked in another network only stand in the row of the unlinked.
        nodes = view["organisations"]
        at = {a: i for i, a in enumerate(nodes)}
        matrix = np.zeros((len(nodes), len(nodes)))
        if network == main:
            for a, b in view["ties"]:
                matrix[at[a], at[b]] = 1
        networks.append(Network.from_matrix(matrix, nodes, directed=True, name=network, wave=wave))
    return _plain(layout(networks, seed=seed)) if networks else None


def _figures(disclosed: Disclosed) -> dict[str, Any]:
    """Return the figures of each network and wave, as they are shown to this audience."""
    found: dict[str, list[Any]] = {}
    for e in disclosed:
        if e.name in _FIGURES and e.subject == "whole" and e.network and e.wave and "→" not in e.wave:
            found.setdefault(f"{e.network}|{e.wave}", []).append([e.name, e.value, e.low, e.high])
    return found


def _plain(made: Layout) -> dict[str, Any]:
    return {
        "places": {a: [round(x, 2), round(y, 2)] for a, (x, y) in made.places.items()},
        "unlinked": list(made.unlinked),
        "linked_height": made.linked_height,
        "height": made.height,
    }

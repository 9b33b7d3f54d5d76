"""The models on which the reference was run, small random ones, and plain ways to simulate."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from clusterdynamics import compute
from clusterdynamics.saom.building import make_problem
from clusterdynamics.saom.data import as_group
from clusterdynamics.saom.effects import Effect, creation, endowment
from clusterdynamics.saom.problem import Problem
from clusterdynamics.saom.simulate import Simulated, simulate
from tests.measures import data
from tests.measures.data import read_matrix

#: Our name of a model → its key in s50/rsiena_1.5.0.json (RSiena 1.5.0), estimated there.
ESTIMATED = {
    "two waves": "s50_2w_dens_recip",
    "two waves, conditional": "s50_2w_dens_recip_cond",
    "two waves, closure": "s50_2w_transTrip_cycle3",
    "three waves": "s50_3w_transTrip",
    "three waves, conditional": "s50_3w_transTrip_cond",
    "gwesp": "s50_3w_gwespFF_cycle3",
    "degrees": "s50_3w_inPopSqrt_outActSqrt",
    "covariates": "s50_3w_covariates",
    "creation": "s50_3w_recip_creation_endow",
    "two networks": "s50_multiplex_crprod_m1s501s502_m2s503s502",
    "undirected": "s50_sym_transTriads_modelType2",
    "behaviour": "s50_net_beh_avSim",
    "composition": "s50_3w_composition",
    "missing": "s50_3w_missing",
}
#: The same for simulations at given parameters.
SIMULATED = {
    "three waves": "SIM_s50_3w_dens_recip_transTrip",
    "creation": "SIM_s50_3w_recip_creation_endow",
    "gwesp": "SIM_s50_3w_gwespFF_cycle3",
    "covariates": "SIM_s50_3w_covariates",
    "undirected": "SIM_s50_sym_transTriads_modelType2",
    "two networks": "SIM_s50_multiplex_crprod",
    "missing": "SIM_s50_3w_missing",
}


def reference(folder: Path) -> dict[str, Any]:
    """What RSiena 1.5.0 gave for the s50 data."""
    found: dict[str, Any] = json.loads((folder / "s50" / "rsiena_1.5.0.json").read_text(encoding="utf-8"))
    return found


def published(folder: Path, dataset: str, prefix: str) -> dict[str, Any]:
    """Entries of ``reference_numbers.json`` on a data set, without the prefix of their names."""
    entries = json.loads((folder / "reference_numbers.json").read_text(encoding="utf-8"))
    return {
        e["statistic"].removeprefix(prefix): e["value"]
        for e in entries
        if e["dataset"] == dataset and e["statistic"].startswith(prefix)
    }


def _s50(folder: Path, name: str) -> np.ndarray:
    return np.genfromtxt(folder / "s50" / f"{name}.csv", delimiter=",", skip_header=1)[:, 1:]


def s50(folder: Path, name: str) -> Problem:
    """The model called `name` above, or below."""
    a, b, c = (_s50(folder, f) for f in ("s501", "s502", "s503"))
    alcohol, smoking = _s50(folder, "s50a"), _s50(folder, "s50s")
    plain = as_group([a, b, c])
    triads = ["recip", "transTrip"]
    match name:
        case "two waves" | "two waves, conditional":
            return make_problem([as_group([a, b])], ["recip"], conditional="," in name)
        case "two waves, closure":
            return make_problem([as_group([a, b])], [*triads, "cycle3"])
        case "three waves" | "three waves, conditional":
            return make_problem([plain], triads, conditional="," in name)
        case "gwesp":
            return make_problem([plain], ["recip", "cycle3", "gwespFF"])
        case "manual":
            group = as_group([a, b], covariates={"smoking": smoking[:, 0]})
            return make_problem([group], [*triads, "cycle3", "simX:smoking"])
        case "three waves, closure":
            return make_problem([plain], [*triads, "cycle3"])
        case "degrees":
            return make_problem([plain], [*triads, "inPopSqrt", "outActSqrt"])
        case "creation":
            return make_problem([plain], [endowment("recip"), creation("recip"), "transTrip"])
        case "covariates":
            smoke = smoking[:, 0]
            group = as_group(
                [a, b, c],
                covariates={"alcohol": alcohol[:, 0], "smoking": smoke},
                dyadic={"difference": abs(smoke[:, None] - smoke)},
            )
            of = ["X:difference", "altX:alcohol", "egoX:alcohol", "simX:alcohol", "sameX:smoking"]
            return make_problem([group], [*triads, *of])
        case "two networks":
            group = as_group({"m1": [a, b], "m2": [c, b]})
            return make_problem(
                [group], [Effect("recip", on="m1"), Effect("recip", on="m2"), Effect("crprod", "m1", on="m2")]
            )
        case "undirected":
            return make_problem(
                [as_group([np.maximum(x, x.T) for x in (a, b, c)])], ["transTriads"], undirected="forcing"
            )
        case "behaviour":
            group = as_group([a, b, c], behaviours={"alcohol": alcohol})
            return make_problem([group], [*triads, "simX:alcohol", "quad", Effect("avSim", "network")])
        case "composition":
            # Pupils 1 to 5 join between the first two waves, 46 to 48 leave after the second.
            spells = np.tile([-np.inf, np.inf], (50, 1))
            spells[:5, 0] = [1.5, 1.6, 1.7, 1.8, 1.9]
            spells[45:48, 1] = 2.3
            return make_problem([as_group([a, b, c], composition=spells)], triads)
        case "missing":
            gaps = b.copy()
            gaps[6:9] = np.nan
            return make_problem([as_group([a, gaps, c])], triads)
    raise KeyError(name)


def _column(path: Path, names: Sequence[str]) -> np.ndarray:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = {row[0]: float(row[1]) for row in csv.reader(lines[1:], delimiter=";") if row}
    return np.array([rows[k] for k in names])


#: Name in ``reference_numbers.json`` of each estimate, and of each target, in the order of our parameters.
KECSKEMET = [
    "rate",
    "outdegree",
    "recip",
    "transTrip",
    "cycle3",
    "cog",
    "geo",
    "age_alter",
    "age_ego",
    "same_owner",
    "external_ties_alter",
    "emp_alter",
    "emp_ego",
]
KECSKEMET_TARGETS = [
    "ties",
    "recip",
    "transTrip",
    "cycle3",
    "cog",
    "geo",
    "indeg_x_age",
    "outdeg_x_age",
    "same_owner",
    "indeg_x_ext",
    "indeg_x_emp",
    "outdeg_x_emp",
]


def kecskemet(folder: Path, effects: Sequence[str] | None = None, *, composition: bool = False) -> Problem:
    """Model 1 of Juhász & Lengyel (2018), with absent firms as rows and columns of zeros, as published.

    With `composition` the two absent from each wave are left out of it, so that they come and go between the waves.
    """
    place = folder / "kecskemet"
    waves = [read_matrix(place / f"KNetwork{m}.csv") for m in (1, 2)]
    names = waves[0].nodes
    assert waves[1].nodes == names
    order = tuple(sorted(names)) if composition else names
    waves = list(data.kecskemet(folder)) if composition else waves
    group = as_group(
        waves if composition else [w.values for w in waves],
        covariates={
            "age": _column(place / "age.csv", order),
            "owner": _column(place / "ownership.csv", order),
            "external": _column(place / "external_ties.csv", order),
            "employees": _column(place / "emp.csv", order),
        },
        dyadic={k: read_matrix(place / f"{k}_prox_matrix.csv").subset(list(order)).values for k in ("cog", "geo")},
    )
    model1 = ["recip", "transTrip", "cycle3", "X:cog", "X:geo", "altX:age", "egoX:age", "sameX:owner"]
    assert not composition or group.names == order
    return make_problem([group], effects or [*model1, "altX:external", "altX:employees", "egoX:employees"])


def kapferer(folder: Path) -> Problem:
    """Instrumental ties among 39 tailors, with the social ties of the first wave as a dyadic covariate."""
    place = folder / "kapferer"
    waves = [read_matrix(place / f"KAPFTI{m}.csv").values for m in (1, 2)]
    social = read_matrix(place / "KAPFTS1.csv").values
    group = as_group(waves, dyadic={"social": social})
    return make_problem([group], ["recip", "transTrip", "X:social"])


def simulated(
    problem: Problem, theta: Sequence[float] | np.ndarray, chains: int, *, seed: int = 1, keep: bool = False
) -> Simulated:
    """Chains at given parameters on all cores; the result does not depend on how many there are."""
    with compute.using(workers=0), compute.threads() as run:
        return simulate(problem, np.asarray(theta, dtype=float), chains, seed=seed, run=run, keep=keep)

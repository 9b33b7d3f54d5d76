"""Write docs/reference/cluster-model.md from the cluster model and the scenarios that ship (``--check`` compares)."""

from __future__ import annotations

import sys

import pages

from clusterdynamics.models import load_model
from clusterdynamics.scenarios.cluster import LEVERS, cluster_model
from clusterdynamics.scenarios.engine.text import written
from clusterdynamics.scenarios.explore import shipped_plan
from clusterdynamics.scenarios.words import scenario_labels

PAGE = pages.DOCS / "reference" / "cluster-model.md"

HEAD = """# The cluster model to simulate

<!-- Written by tools/document_scenarios.py from the model. Do not edit. -->

The loops of the [reference model](reference-model.md) as stocks and flows
([what it is for, and what it is not](../explanation/scenarios.md)). Shares and indices lie between 0 and 1; time is in
years, in steps of 1/16 (Euler). Structure and nearly all numbers are **our reconstruction**; what is documented names
its source. The 32 factors of the reference model are variables here, under the same names; the loop finder finds all
of its 22 loops in the equations.
"""


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def make() -> str:
    model = cluster_model()
    factors = {f.id: f.label for f in load_model("reference", "en").factors}
    names = {v.key: v.name for v in model.variables}
    constants = {v.key for v in model.constants}
    text = HEAD
    text += "\n## Stocks\n\n| Stock | Starts at | In | Out | |\n|---|---|---|---|---|\n"
    for v in model.of("stock"):
        flows = (", ".join(f"`{f}`" for f in side) for side in (v.inflows, v.outflows))
        called = factors.get(v.key, "Remembered damage")
        text += f"| `{v.name}` ({called}) | `{v.equation}` | {' | '.join(flows)} | {cell(v.doc)} |\n"
    text += "\n## Flows (per year)\n\n| Flow | Equation |\n|---|---|\n"
    for v in model.of("flow"):
        text += f"| `{v.name}` | `{cell(written(v.parsed(), names))}` |\n"
    text += "\n## Auxiliaries\n\n| Auxiliary | Equation | |\n|---|---|---|\n"
    for v in model.of("aux"):
        if v.key not in constants:
            called = f" ({factors[v.key]})" if v.key in factors else ""
            text += f"| `{v.name}`{called} | `{cell(written(v.parsed(), names))}` | {cell(v.doc)} |\n"
    text += "\n## What scenarios move\n\n0 in the model itself.\n\n| Lever | |\n|---|---|\n"
    text += "".join(f"| `{k}` | {cell(model[k].doc)} |\n" for k in LEVERS)
    text += "\n## Constants\n\nAn ensemble draws each evenly from its range.\n\n"
    text += "| Constant | Middle | Range | Unit | Basis | |\n|---|---:|---|---|---|---|\n"
    for v in model.constants:
        if v.key not in LEVERS:
            basis = v.basis if v.basis == "reconstruction" else f"{v.basis}: {v.source}"
            text += (
                f"| `{v.name}` | {v.equation} | {v.low:g} to {v.high:g} | {v.unit} | {cell(basis)} | {cell(v.doc)} |\n"
            )
    plan = shipped_plan()
    labels = scenario_labels()
    text += "\n## Scenarios that ship\n\n"
    text += f"Runs go {plan.years:g} years ahead. Outcomes: {', '.join(f'`{o.variable}`' for o in plan.outcomes)}.\n\n"
    text += "| Scenario | Changes | Compared with |\n|---|---|---|\n"
    for s in plan.scenarios:
        moved = "; ".join(
            f"`{c.variable}` {c.how} {c.value:g} from year {c.start:g}"
            + ("" if c.length is None else f" for {c.length:g}")
            + (f", coming and going over {c.fade:g}" if c.fade else "")
            for c in s.changes
        )
        text += f"| `{s.id}`: {labels[f'scenario:{s.id}']} | {moved} | `{plan.against(s.id)}` |\n"
    return text


if __name__ == "__main__":
    sys.exit(pages.main(PAGE, make))

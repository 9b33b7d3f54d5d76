"""Write docs/reference/effects.md from the effects of actor-oriented models (``--check`` compares)."""

from __future__ import annotations

import sys

import pages

from clusterdynamics.saom import EFFECTS

PAGE = pages.DOCS / "reference" / "effects.md"

HEAD = """# Effects of actor-oriented models

<!-- Written by tools/document_effects.py from the effects. Do not edit. -->

What may go along with a link being made, kept or ended
([what such a model is](../explanation/actor-oriented-models.md)).
The statistic is what the estimates have to meet: x is the network, i the organisation that decides, w a dyadic
covariate or the other network, v a covariate, z the behaviour; a bar is a mean. An effect is given by its short name,
`"recip"`, with what it is about after a colon, `"sameX:type"`, or as `cd.saom.Effect("sameX", "type")`.
`cd.saom.creation(…)` and `cd.saom.endowment(…)` make it one on making, or on keeping, links only.
"""

GROUPS = (
    ("The network itself", lambda e: e.takes == "" and e.networks != "behaviour"),
    ("Covariates", lambda e: e.takes in ("covariate", "dyadic", "covariate or behaviour")),
    ("Another network", lambda e: e.takes == "network" and e.networks != "behaviour"),
    ("A behaviour", lambda e: e.networks == "behaviour"),
)


def make() -> str:
    text = HEAD
    for title, belongs in GROUPS:
        text += (
            f"\n## {title}\n\n| Name | Statistic | Positive: organisations … | Needs | For |\n|---|---|---|---|---|\n"
        )
        for effect in filter(belongs, EFFECTS.values()):
            formula = effect.formula.replace("|", "\\|")
            words = effect.more.format(of="it")
            kind = "directed, undirected" if effect.networks == "both" else effect.networks
            text += f"| `{effect.name}` | {formula} | {words} | {effect.takes or '–'} | {kind} |\n"
    return text


if __name__ == "__main__":
    sys.exit(pages.main(PAGE, make))

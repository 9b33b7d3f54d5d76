"""Write docs/reference/reference-model.md from the reference model, or check that it is up to date.

.venv/bin/python tools/document_model.py           write the page
.venv/bin/python tools/document_model.py --check   say whether it would change, and fail if so
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import networkx as nx

from clusterdynamics.models import ReferenceModel, load_model
from clusterdynamics.models.load import translations_of
from clusterdynamics.models.schema import Question
from clusterdynamics.models.texts import texts_of

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "reference-model.md"

HEAD = """# The reference model

<!-- Written by tools/document_model.py from src/clusterdynamics/models/reference.toml. Do not edit. -->

The model says what Cluster Dynamics asks and how it reads the answers: stages, statements, loops, evidence,
cooperation areas, thresholds. It is data, in one file, and a region can replace it.

!!! warning "A reconstruction"
    Smith and Brown (2009) describe a model of five stages. Only the abstract of their paper and part of a slide deck
    are known to us. **Their names of the stages and their questions are not public, and nothing here is theirs unless
    it is marked *documented*.** All else is our own reading, marked *reconstruction*. Do not call a stage or a
    statement of this page by their names.
"""

DOCUMENTED = """## What is documented

From the same source, and not one element of the file: that there are five stages; and the chain *cooperation, building
trust, leading to deeper levels of collaboration*. The elements that are marked as documented:
"""

OWN = """## A model of your own

A model file holds the same sections as the reference model. Write only those that differ, and take the others from it:

```toml
id = "three-stages"
title = "Our own three stages"
language = "en"
languages = ["en"]
extends = "reference"

sources = [{ id = "us", citation = "Our cluster team, 2026." }]
dimensions = [{ id = "contact", label = "Contact", basis = "reconstruction", source = "us" }]
# stages, statements and whatever else names a stage: factors, loops, evidence, vignettes
```

A section that you write replaces the whole section; of the tables at the end (thresholds, sample sizes, gates) single
numbers can be replaced. A section can be empty: `vignettes = []`. Texts in other languages stand beside the file, in
`three-stages.sv.toml` and so on. Check it, as often as you like:

```console
$ clusterdynamics model check three-stages.toml
$ clusterdynamics model show three-stages.toml
```
"""

SCALES = """## Correspondence with published scales, for comparison only

Other fields have scales of collaboration, too. The table sets their levels beside ours where the published definitions
seem nearest to us. Nobody has tested this, the levels do not mean the same, and figures measured with one scale cannot
be turned into figures of another. Note that *coordination* and *cooperation* stand in reverse order in the two.

| Our depth | Levels of Collaboration Scale (Frey et al. 2006) | Continuum of Himmelman (2002) |
|---|---|---|
| 0 | 0 no interaction | – |
| 1 | 1 networking | networking |
| 2 | 2 cooperation | coordinating |
| 3 | 3 coordination | cooperating |
| 4 | 4 coalition | collaborating |
| 5 | 5 collaboration | collaborating |

Frey, B. B., Lohmeier, J. H., Lee, S. W. & Tollefson, N. (2006). Measuring collaboration among grant partners. *American
Journal of Evaluation* 27(3), 383-392.
Himmelman, A. T. (2002). *Collaboration for a change*. Minneapolis: Himmelman Consulting.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def documented(model: ReferenceModel) -> str:
    rows = []
    for section in type(model).model_fields:
        value = getattr(model, section)
        for element in value if isinstance(value, tuple) else [value]:
            if getattr(element, "basis", None) == "documented":
                name = getattr(element, "label", "") or element.id
                rows.append((section.replace("_", " "), f"{name} (`{element.id}`)", element.note, element.source))
    return (
        DOCUMENTED
        + "\n"
        + table(("Section", "Element", "What exactly", "Source"), rows)
        + "\nAll else on this page is reconstruction.\n"
    )


def stages(model: ReferenceModel) -> str:
    dimensions = {d.id: d.label for d in model.dimensions}
    economies = {e.id: f"{e.label} ({e.id}, {e.basis})" for e in model.economies}
    text = "## Stages\n\n" + table(
        ("#", "Stage", "Economy", "Core dimension", "Driving loop", "Basis of the stage"),
        (
            (
                s.number,
                f"{s.label}: {s.description}",
                " → ".join(economies[e] for e in s.economies),
                dimensions[s.dimension],
                s.loop or "–",
                s.basis,
            )
            for s in model.stages
        ),
    )
    text += "\n## Statements\n\nAgreement from 1 to 5, with “don't know”. All are reconstructions.\n"
    for stage in model.stages:
        text += f"\n### Stage {stage.number}: {stage.label}\n\n" + table(
            ("Id", "Statement", "Dimension"),
            (
                (s.id, s.text, dimensions[s.dimension] + (" (core)" if s.dimension == stage.dimension else ""))
                for s in model.statements_of(stage.id)
            ),
        )
    return text


def loops(model: ReferenceModel) -> str:
    names = {f.id: f.label for f in model.factors}

    def way(chain: Sequence[str]) -> str:
        steps = (f" →{'+' if model.sign(a, b) > 0 else '−'} {names[b]}" for a, b in pairwise(chain))
        return names[chain[0]] + "".join(steps)

    text = "## Loops\n\nA link marked + moves both ends the same way, − in opposite ways.\n"
    for loop in model.loops:
        text += (
            f"\n### {loop.id} {loop.label}\n\n{loop.description} *{loop.basis.capitalize()}.* {loop.note}".rstrip()
            + "\n\n"
        )
        for circuit in loop.circuits:
            label = f"{circuit.label}, {circuit.polarity}" if circuit.label else circuit.polarity
            text += f"- {label}: {way(circuit.chain)}\n"
        text += "".join(f"- leads into it: {way(feed)}\n" for feed in loop.feeds)
    graph = nx.DiGraph([(link.cause, link.effect) for link in model.links])
    circuits = [turned(c) for c in nx.simple_cycles(graph)]
    named = {turned(c.chain[:-1]) for loop in model.loops for c in loop.circuits}
    other = sorted((c for c in circuits if c not in named), key=lambda c: (len(c), c))
    text += (
        f"\n### Other loops\n\nThe links hold {len(circuits)} circuits. {len(named)} belong to the loops above; these "
        f"{len(other)} have no name:\n\n"
    )
    text += "".join(f"- {way([*c, c[0]])}\n" for c in other)
    text += "\n## Factors\n\n" + table(
        ("Factor", "Code for stories", "Definition", "Evidence", "Basis"),
        ((f.label, f"`{f.code}`", f.definition, ", ".join(f.evidence) or "–", f.basis) for f in model.factors),
    )
    return text


def turned(circuit: Sequence[str]) -> tuple[str, ...]:
    """Return the circuit begun at its first name by the alphabet, so that two of them can be compared."""
    start = circuit.index(min(circuit))
    return (*circuit[start:], *circuit[:start])


def evidence(model: ReferenceModel) -> str:
    labels = {s.id: s.label for s in model.stages}
    text = (
        "## Network evidence\n\nEach is a share that stands beside the reading and never in it. It supports the stage "
        "from the first bound up, contradicts it from the second down, and cannot say between them. What was not asked "
        "is “not asked”. Where it is compared with random graphs, the bounds are for the share of random graphs of "
        "equal size and density in which the value is not greater than the observed one.\n\n"
    )
    text += table(
        ("Id", "Stage", "What", "Compared with", "Supports ≥", "Contradicts ≤"),
        (
            (e.id, labels[e.stage], e.text, e.compared_with.replace("_", " "), e.supports, e.contradicts)
            for e in model.evidence
        ),
    )
    rule = model.story_evidence
    return text + (
        f"\nStories: {rule.text} A link counts as told from {rule.tellers} tellers of {rule.organisations} "
        "organisations on.\n"
    )


def instrument(model: ReferenceModel) -> str:
    text = "## What is asked\n"
    for block in model.blocks:
        note = f" {block.note}" if block.note else ""
        text += f"\n### {block.label}\n\n{block.description}{note}\n\nParts: {', '.join(block.parts)}.\n\n"
        if block.stands_alone:
            continue
        rows: list[Sequence[object]] = [
            (r.id, r.question, r.scale or "yes / no", r.source) for r in model.relations if r.part in block.parts
        ]
        for q in model.questions:
            if q.part in block.parts:
                answers = (
                    q.scale or " · ".join(o.label for o in q.options) or ("own words" if q.kind == "text" else "list")
                )
                rows.append((q.id, asked(q), answers, q.source))
        text += table(("Id", "Question", "Answers", "Source"), rows)
        notes = [f"- `{q.id}`: {q.note}\n" for q in model.questions if q.part in block.parts and q.note]
        text += "\n" + "".join(notes) if notes else ""
    text += "\n## Scales\n\n" + table(
        ("Scale", "Value", "Label"), ((s.id, value, label) for s in model.scales for value, label in s.labels.items())
    )
    text += "\n## Cooperation areas\n\nSensitivity: 1 nothing to lose … 5 core of the business.\n\n"
    text += table(("Id", "Area", "Sensitivity"), ((a.id, a.label, a.sensitivity) for a in model.areas))
    text += "\n## Purposes\n\n" + table(("Id", "Purpose"), ((p.id, p.label) for p in model.purposes))
    text += "\n## Two invented clusters\n"
    for v in model.vignettes:
        text += f"\n**{v.label}** (stage {model.stage(v.stage).number}), rated on {', '.join(v.statements)}: {v.text}\n"
    return text


def asked(question: Question) -> str:
    return question.text if question.most is None else question.text.format(most=question.most)


def numbers(model: ReferenceModel) -> str:
    text = "## Weights for easy cooperation\n\n" + table(
        ("Reason", "Weight", "Who may see a suggestion with it"),
        ((w.label, w.weight, w.audience) for w in model.weights),
    )
    for title, part in (
        ("Thresholds", model.thresholds),
        ("Least sample sizes", model.sample_sizes),
        ("Gates of coverage", model.gates),
    ):
        given = part.model_dump(exclude={"basis", "source", "note"})
        rows = ((f"`{k}`", " to ".join(map(str, v)) if isinstance(v, tuple) else v) for k, v in given.items())
        text += f"\n## {title}\n\n" + table(("Name", "Value"), rows)
    return text


def languages(model: ReferenceModel) -> str:
    text = (
        "## Languages\n\nEvery text says how far it has been checked. *Draft*: nobody outside the project has "
        "reviewed it. A translator works in one file, with the English text beside each translation.\n\n"
    )
    rows = []
    for code in model.languages:
        kinds = Counter(translations_of("reference", code).values())
        rows.append((code, sum(kinds.values()), ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))))
    return text + table(("Language", "Texts", "Checked"), rows)


def sources(model: ReferenceModel) -> str:
    return "## Sources\n\n" + table(("Id", "Source"), ((f"`{s.id}`", s.citation) for s in model.sources))


def page() -> str:
    model = load_model()
    count = len(texts_of(model))
    head = HEAD + f"\nThis page shows version {model.version} with its {count} English texts.\n"
    parts = (documented, stages, loops, evidence, instrument, numbers, languages)
    return "\n".join([head, *(part(model) for part in parts), OWN, sources(model), SCALES])


def main() -> int:
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("document_model: the page is out of date; run .venv/bin/python tools/document_model.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The command that explores: ``scenarios``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clusterdynamics.cli.analysing import CLUSTER, LANGUAGE, QUIET, SEED, STUDY, WORKERS
from clusterdynamics.cli.show import say, working
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, use_language

if TYPE_CHECKING:
    from clusterdynamics.scenarios.explore import Plan
    from clusterdynamics.scenarios.result import Scenarios
    from clusterdynamics.study.model import Study

__all__ = ["add_to"]


def scenarios(
    study: STUDY,
    runs: Annotated[int, typer.Option(min=1, max=200_000, help="Runs of every scenario.")] = 10_000,
    plan: Annotated[
        Path | None, typer.Option(help="Scenario file (TOML); the scenarios that ship with the package without one.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for scenarios.html, scenarios.json, scenarios.csv and the model as XMILE."),
    ] = None,
    fit: Annotated[bool, typer.Option(help="Fit the model to the waves of the study first.")] = True,
    sensitivity: Annotated[bool, typer.Option(help="Work out what the outcomes depend on.")] = True,
    losses: Annotated[
        bool,
        typer.Option(help="Explore pair by pair, too, that champions or large companies leave; for the study team."),
    ] = False,
    seed: SEED = 1,
    workers: WORKERS = 0,
    cluster: CLUSTER = None,
    language: LANGUAGE = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print scenarios.json instead of a summary.")] = False,
    quiet: QUIET = False,
) -> None:
    """Explore scenarios of a cluster: a downturn, policies, the loss of champions or of a large company."""
    from clusterdynamics.assessment import assess
    from clusterdynamics.report import results_json, write_results_folder
    from clusterdynamics.scenarios.cluster import cluster_model
    from clusterdynamics.scenarios.exchange import write_sim_model
    from clusterdynamics.scenarios.explore import read_plan
    from clusterdynamics.scenarios.result import ScenariosParams
    from clusterdynamics.study.package import read_study

    with use_language(language):
        given = read_study(study)
        chosen = None if plan is None else read_plan(plan)
        if chosen is not None:
            _check(chosen, plan)
        params = ScenariosParams(replicates=runs, plan=chosen, calibrate=fit, sensitivity=sensitivity)
        with working(workers=workers, cluster=cluster, quiet=quiet or as_json):
            reading = assess(given, seed=seed, analyses=["scenarios"], params={"scenarios": params})
            left = _losses(given, runs, seed) if losses else []
        if out is not None:
            write_results_folder(reading, out, language=language, name="scenarios")
            write_sim_model(cluster_model(), out / "cluster-model.xmile")
            if left:
                _write_losses(left, out)
        if as_json:
            typer.echo(results_json(reading))
            return
        _tell(reading.scenarios, quiet=quiet)
        _tell_losses(left, quiet=quiet)
        if out is not None:
            say(_("Results: {path}").format(path=out / "scenarios.json"), quiet=quiet)
            say(_("Report: {path}").format(path=out / "scenarios.html"), quiet=quiet)


def _check(plan: Plan, path: Path | None) -> None:
    """Raise unless all variables of a plan are in the model."""
    from clusterdynamics.scenarios.cluster import cluster_model
    from clusterdynamics.scenarios.engine.lexer import key_of

    known = {v.key: v.kind for v in cluster_model().variables}
    named = [(f"{s.id}", c.variable) for s in plan.scenarios for c in s.changes]
    named += [(_("outcomes"), o.variable) for o in plan.outcomes]
    wrong = [
        _("{file}, {place}: the model has no variable {name}.").format(
            file=path.name if path else "", place=place, name=name
        )
        for place, name in named
        if key_of(name) not in known
    ]
    if wrong:
        raise InputError("\n".join(wrong))


def _tell(found: Scenarios, *, quiet: bool) -> None:
    """Print everything in words, and the table of shares."""
    import textwrap

    if quiet:
        return
    for sentence in found.sentences():
        say(textwrap.fill(sentence, 100, initial_indent="  · ", subsequent_indent="    "))
    say()
    names = {s: found.called(f"scenario:{s}") for s in found.against}
    width = max((len(n) for n in names.values()), default=0)
    heads = [found.called(o) for o in found.outcomes]
    say(_("Runs that end better / worse"))
    say(" " * width + "".join(f"{h[:22]:>24}" for h in heads))
    for scenario, name in names.items():
        cells = []
        for outcome in found.outcomes:
            shares = [found.value_of(f"scenario.{x}", subject=f"{scenario}|{outcome}") for x in ("better", "worse")]
            cells.append(" / ".join("" if s is None else f"{s:.0%}" for s in shares))
        say(f"{name:<{width}}" + "".join(f"{c:>24}" for c in cells))
    say()


def _losses(study: Study, runs: int, seed: int) -> list[dict[str, Any]]:
    """Return what is left among those who stay, a row for each loss and outcome."""
    from dataclasses import asdict

    from clusterdynamics.scenarios.actors import actor_model, compare_losses

    names = study.short_labels
    # Pairs of organisations take far longer than the cluster as a whole: a tenth of the runs, at least 50.
    found = compare_losses(actor_model(study), runs=max(50, runs // 10), seed=seed)
    rows = []
    for x in found:
        kind, _colon, who = x.loss.partition(":")
        rows.append(asdict(x) | {"kind": kind, "who": names.get(who, who)})
    return rows


def _write_losses(rows: list[dict[str, Any]], folder: Path) -> None:
    import polars as pl

    from clusterdynamics.files import write_atomically

    write_atomically(folder / "losses.csv", pl.DataFrame(rows).write_csv().encode("utf-8"))


def _tell_losses(rows: list[dict[str, Any]], *, quiet: bool) -> None:
    """Print what is left if somebody leaves; names stand in it, so that it is for the study team."""
    if quiet or not rows:
        return
    kinds = {
        "champion": _("{who} leaves (named most as a champion)"),
        "champions": _("The champions named most leave"),
        "anchor": _("{who} leaves (large company)"),
        "anchors": _("All large companies leave"),
    }
    outcomes = {
        "cooperation": _("cooperation per organisation"),
        "partners": _("partners per organisation"),
        "trust": _("trust in partners"),
        "largest_component": _("share in the largest group"),
    }
    say(
        _(
            "Pair by pair, for the study team: what is left to those who stay after three years "
            "(median; 90 % of the runs)"
        )
    )
    for row in rows:
        what = kinds[row["kind"]].format(who=row["who"])
        text = _("  {what}, {outcome}: {without:.2f}, changes by {middle:+.2f} ({low:+.2f} to {high:+.2f})")
        numbers = {k: row[k] for k in ("without", "middle", "low", "high")}
        say(text.format(what=what, outcome=outcomes[row["outcome"]], **numbers))
    say()


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(scenarios)

"""The command between two waves: ``change``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterdynamics.cli.analysing import CLUSTER, LANGUAGE, QUIET, REPLICATES, SEED, STUDY, WORKERS
from clusterdynamics.cli.show import say, working
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _, use_language

if TYPE_CHECKING:
    from clusterdynamics.assessment import Assessment
    from clusterdynamics.study.model import Study

__all__ = ["add_to"]

#: The analyses that compare waves.
_ANALYSES = ("change", "depth_change", "network_change", "tie_choices")


def change(
    study: STUDY,
    out: Annotated[
        Path | None, typer.Option(help="Folder for change.html, change.json and change.csv; earlier ones are replaced.")
    ] = None,
    networks: Annotated[
        str, typer.Option(help="Relations or levels to look at, separated by commas; all where empty.")
    ] = "",
    model: Annotated[
        bool, typer.Option(help="Fit the model of the steps between the waves too; it takes longest.")
    ] = True,
    seed: SEED = 1,
    replicates: REPLICATES = 2000,
    workers: WORKERS = 0,
    cluster: CLUSTER = None,
    language: LANGUAGE = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print change.json instead of a summary.")] = False,
    quiet: QUIET = False,
) -> None:
    """Say what changed between the waves of a study, in words and as a table, with its uncertainty."""
    from clusterdynamics.report import results_json, write_results_folder
    from clusterdynamics.study.package import read_study

    with use_language(language):
        given = read_study(study)
        chosen = tuple(name for name in (part.strip() for part in networks.split(",")) if name)
        _check(given, chosen)
        with working(workers=workers, cluster=cluster, quiet=quiet or as_json):
            reading = _assess(given, chosen, seed, replicates, model=model)
        if out is not None:
            write_results_folder(reading, out, language=language, name="change")
        if as_json:
            typer.echo(results_json(reading))
            return
        _tell(reading, quiet=quiet)
        if out is not None:
            say(_("Results: {path}").format(path=out / "change.json"), quiet=quiet)
            say(_("Report: {path}").format(path=out / "change.html"), quiet=quiet)


def _check(study: Study, networks: tuple[str, ...]) -> None:
    """Raise unless there are two waves to compare, and the networks are known."""
    if len(study.wave_ids) < 2:
        raise InputError(
            _(
                "This study has one wave, {wave}; change shows from the second wave on. To add one: give waves.csv a "
                "second row, keep the identifiers of the organisations, say in actors.csv who joined, left or came out "
                "of whom (columns joined, left, predecessor), and fill in the answers of the new wave."
            ).format(wave=study.wave_label(study.wave_ids[0]))
        )
    known = study.settings.network_names
    unknown = [name for name in networks if name not in known]
    if unknown:
        raise InputError(
            _("There is no network called {names}. There are: {known}.").format(
                names=", ".join(unknown), known=", ".join(known) or _("none")
            )
        )


def _assess(study: Study, networks: tuple[str, ...], seed: int, replicates: int, *, model: bool) -> Assessment:
    from clusterdynamics.assessment import assess
    from clusterdynamics.measures.analyses import ChangeParams, NetworkChangeParams
    from clusterdynamics.saom.analysis import TieChoicesParams

    params = {
        "change": ChangeParams(networks=networks, replicates=replicates),
        "network_change": NetworkChangeParams(networks=networks, replicates=replicates),
        "tie_choices": TieChoicesParams(networks=networks, permutations=replicates),
    }
    analyses = _ANALYSES if model else _ANALYSES[:-1]
    return assess(
        study,
        seed=seed,
        replicates=replicates,
        analyses=analyses,
        params={k: v for k, v in params.items() if k in analyses},
    )


def _tell(reading: Assessment, *, quiet: bool) -> None:
    """Print the table of links, then everything in words under the question it answers."""
    if quiet:
        return
    from clusterdynamics.cli.analysing import summary

    result = reading.results["change"]
    values = {(e.network, e.wave, e.subject, e.name): e for e in result.estimates}
    parts = ("kept", "new", "lost", "not_comparable")
    heads = ("", _("kept"), _("new"), _("lost"), _("cannot be compared"))
    who = {"all": _("all organisations"), "stayers": _("those that stayed")}
    labels = getattr(result, "labels", {})
    rows = []
    for network, wave, subject in dict.fromkeys(key[:3] for key in values if key[2] in who):
        found = [values.get((network, wave, subject, part)) for part in parts]
        if any(e is not None and e.value is not None for e in found):
            what = labels.get(network, network)
            name = f"{what}, {(wave or '').replace('→', ' → ')}: {who[subject]}"
            rows.append((name, *("" if e is None or e.value is None else f"{e.value:.0f}" for e in found)))
    summary(reading, quiet=False)
    if rows:
        width = max(len(row[0]) for row in rows)
        for row in (heads, *rows):
            cells = "".join(f"{text:>{max(7, len(head) + 2)}}" for text, head in zip(row[1:], heads[1:], strict=True))
            say(f"{row[0]:<{width}}{cells}")
        say()


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(change)

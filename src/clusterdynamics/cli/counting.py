"""Commands for hard figures: ``indicators import``, ``indicators check``, ``indicators fetch``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterdynamics.cli.analysing import QUIET
from clusterdynamics.cli.preparing import OVERWRITE
from clusterdynamics.cli.show import say
from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

if TYPE_CHECKING:
    from clusterdynamics.indicators.importing import Imported, Options
    from clusterdynamics.study.model import Study

__all__ = ["add_to"]

FILE = Annotated[Path, typer.Argument(help="CSV, SDMX-CSV, JSON-stat, or TSV of Eurostat, packed with gzip or not.")]
FORM = Annotated[
    str | None, typer.Option("--format", help="csv, sdmx-csv, json-stat or eurostat; found out where empty.")
]
CODE = Annotated[str, typer.Option(help="What the figures are, as employment.16, where the file does not say it.")]
LABEL = Annotated[str, typer.Option(help="What they are called for people.")]
UNIT = Annotated[str, typer.Option(help="Unit, where the file does not say it.")]
SOURCE = Annotated[str, typer.Option(help="Where they come from, where the file does not say it.")]
VINTAGE = Annotated[str, typer.Option(help="Of when they are, as 2026-05-01; revised figures stand beside older ones.")]
DECIMAL = Annotated[str | None, typer.Option(help="The decimal sign, . or , where it cannot be found out.")]
REGIONS = Annotated[
    str, typer.Option(help="nuts: check the codes of regions; own: regions of your own; auto: check where any is NUTS.")
]
MEASURE = Annotated[
    str, typer.Option(help="What is counted, where --by is given: employment makes codes such as employment.C16.")
]
BY = Annotated[
    str, typer.Option(help="Dimension of the file that holds the industries, as nace_r2; codes are made of it.")
]
CLUSTER = Annotated[
    str, typer.Option(help="Value of that dimension that is the cluster's own industry, as C16; kept as .cluster, too.")
]
UPDATE = Annotated[
    bool, typer.Option("--update-codes", help="Write codes of NUTS that were only renamed as they are today.")
]


def import_(
    file: FILE,
    study: Annotated[Path, typer.Option(help="Study that gets the figures: a folder, .zip or .xlsx.")],
    form: FORM = None,
    code: CODE = "",
    label: LABEL = "",
    unit: UNIT = "",
    source: SOURCE = "",
    vintage: VINTAGE = "",
    decimal: DECIMAL = None,
    regions: REGIONS = "auto",
    update_codes: UPDATE = False,
    measure: MEASURE = "employment",
    by: BY = "",
    cluster: CLUSTER = "",
    quiet: QUIET = False,
) -> None:
    """Add statistics to a study, and say what was repaired; figures that are there are never changed."""
    from clusterdynamics.indicators.importing import Options
    from clusterdynamics.study.package import read_study

    options = Options(
        code=code,
        label=label,
        unit=unit,
        source=source,
        vintage=vintage,
        decimal=decimal,
        regions=regions,
        update_codes=update_codes,
        measure=measure,
        by=by,
        cluster=cluster,
    )
    _add(_read(file, form, options), read_study(study), study, file.name, quiet=quiet)


def check(
    file: FILE,
    form: FORM = None,
    code: CODE = "figures",
    label: LABEL = "",
    unit: UNIT = "units",
    source: SOURCE = "not given",
    vintage: VINTAGE = "",
    decimal: DECIMAL = None,
    regions: REGIONS = "auto",
    update_codes: UPDATE = False,
    measure: MEASURE = "employment",
    by: BY = "",
    cluster: CLUSTER = "",
) -> None:
    """Say everything that is wrong with a file of statistics, and what would be repaired; nothing is written."""
    from clusterdynamics.indicators.importing import Options

    options = Options(
        code=code,
        label=label,
        unit=unit,
        source=source,
        vintage=vintage,
        decimal=decimal,
        regions=regions,
        update_codes=update_codes,
        measure=measure,
        by=by,
        cluster=cluster,
    )
    _told(_read(file, form, options))


def fetch(
    url: Annotated[
        str,
        typer.Argument(help="Address of the data (API) of a statistical office, from https:// on, in quotation marks."),
    ],
    out: Annotated[Path, typer.Option(help="File for the answer; its address and time are kept beside it, as .json.")],
    study: Annotated[
        Path | None, typer.Option(help="Study that gets the figures, too: a folder, .zip or .xlsx.")
    ] = None,
    form: FORM = None,
    code: CODE = "",
    label: LABEL = "",
    unit: UNIT = "",
    source: Annotated[str, typer.Option(help="Where they come from; the name of the office where empty.")] = "",
    vintage: Annotated[
        str, typer.Option(help="Of when they are; as the answer says, else the day of its last change, where empty.")
    ] = "",
    decimal: DECIMAL = None,
    regions: REGIONS = "auto",
    update_codes: UPDATE = False,
    measure: MEASURE = "employment",
    by: BY = "",
    cluster: CLUSTER = "",
    seconds: Annotated[float, typer.Option(min=1, max=3600, help="How long to wait.")] = 120,
    megabytes: Annotated[int, typer.Option(min=1, max=256, help="Largest answer.")] = 64,
    overwrite: OVERWRITE = False,
    quiet: QUIET = False,
) -> None:
    """Fetch statistics from one address, keep the answer, and say what stands in it; nothing is fetched by itself."""
    from urllib.parse import urlsplit

    from clusterdynamics.files import write_atomically
    from clusterdynamics.indicators.fetching import Bounds, origin_json, source_of
    from clusterdynamics.indicators.fetching import fetch as ask
    from clusterdynamics.indicators.importing import Options
    from clusterdynamics.study.package import read_study

    _check(decimal, regions)
    origin = out.with_name(f"{out.name}.json")
    for path in (out, origin):
        if path.exists() and not overwrite:
            raise InputError(_("{out} is there already. Choose another name, or say --overwrite.").format(out=path))
    given = None if study is None else read_study(study)
    if given is None:
        # Without a study, what the figures are need not be said yet.
        code, unit = code or "figures", unit or "units"
    answer = ask(url, bounds=Bounds(seconds=seconds, size=megabytes * 1_000_000))
    write_atomically(out, answer.data)
    write_atomically(origin, origin_json(answer))
    host = urlsplit(answer.final).hostname or ""
    say(
        _("{host} answered with {size} kB at {time}. Kept: {out}, its address in {origin}.").format(
            host=host,
            size=max(1, round(len(answer.data) / 1000)),
            time=answer.when.isoformat(timespec="seconds"),
            out=out,
            origin=origin.name,
        ),
        quiet=quiet,
    )
    options = Options(
        code=code,
        label=label,
        unit=unit,
        source=source or source_of(host),
        vintage=vintage or answer.vintage,
        decimal=decimal,
        regions=regions,
        update_codes=update_codes,
        measure=measure,
        by=by,
        cluster=cluster,
    )
    found = _read(out, form, options)
    if given is None or study is None:
        _told(found, quiet=quiet)
    else:
        _add(found, given, study, out.name, quiet=quiet)


def _add(found: Imported, given: Study, study: Path, name: str, *, quiet: bool) -> None:
    """Write the study with the figures, and say what was done."""
    from clusterdynamics.indicators.into_study import indicators_into_study
    from clusterdynamics.study.package import write_study

    added = indicators_into_study(given, found.frame, name=name)
    write_study(added.study, study, overwrite=True)
    for sentence in (*found.notes, *added.notes):
        say(f"· {sentence}", quiet=quiet)
    say(_("Written: {out}").format(out=study), quiet=quiet)


def _told(found: Imported, *, quiet: bool = False) -> None:
    """Say what was repaired, how many figures there are, of how many regions, and of when."""
    for sentence in found.notes:
        say(f"· {sentence}", quiet=quiet)
    say(
        _("Figures: {n}. Regions: {regions}. Periods: {first} to {last}.").format(
            n=found.frame.height,
            regions=found.frame["region"].n_unique(),
            first=found.frame["period"].min(),
            last=found.frame["period"].max(),
        ),
        quiet=quiet,
    )


def _read(file: Path, form: str | None, options: Options) -> Imported:
    from clusterdynamics.indicators.importing import read_indicators

    _check(options.decimal, options.regions)
    return read_indicators(file, form, options=options)


def _check(decimal: str | None, regions: str) -> None:
    if decimal not in (None, ".", ","):
        raise InputError(_("The decimal sign must be . or , and not {sign}.").format(sign=decimal))
    if regions not in ("auto", "nuts", "own"):
        raise InputError(_("--regions must be auto, nuts or own, and not {given}.").format(given=regions))


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    indicators = typer.Typer(
        help="Bring statistics in beside the study, with unit, source, vintage and flags.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    indicators.command("import")(import_)
    indicators.command("check")(check)
    indicators.command("fetch")(fetch)
    app.add_typer(indicators, name="indicators")

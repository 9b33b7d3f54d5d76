"""Commands of the web application; ``clusterdynamics`` finds them by the entry point in pyproject.toml."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from clusterdynamics.cli.show import say

__all__ = ["add_to"]

DATA = Annotated[
    Path | None,
    typer.Option(help="Folder for database, files and keys; default: CLUSTERDYNAMICS_DATA, or that of the platform."),
]


def _start(data: Path | None) -> None:
    """Load the application with the data folder that was asked for."""
    if data is not None:
        os.environ["CLUSTERDYNAMICS_DATA"] = str(data.resolve())
    from importlib.util import find_spec

    from clusterdynamics.errors import InputError

    if find_spec("django") is None:
        raise InputError("The web application is not installed. Install clusterdynamics[web].")
    from clusterdynamics_web.server.prepare import django_setup

    django_setup()


#: Where the pages are looked for if nobody says otherwise.
PORT = 8000


def serve(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help=f"Port to listen at; 0: {PORT}, or the next that is free.")
    ] = 0,
    host: Annotated[str, typer.Option(help="Address to listen at; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    data: DATA = None,
    demo: Annotated[bool, typer.Option("--demo", help="Serve the demo region and print its accounts.")] = False,
    processes: Annotated[int, typer.Option(min=0, help="Server processes; 0: one for each core.")] = 0,
) -> None:
    """Serve the web application: pages and worker, SQLite, no other set-up."""
    if demo:
        os.environ["CLUSTERDYNAMICS_DEMO"] = "1"
        # Never beside somebody's real data.
        data = data or Path("demo") / "web"
        if host not in {"127.0.0.1", "localhost", "::1"}:
            say("The demo's password is known to everybody, so it is served on this machine only.")
            host = "127.0.0.1"
    _start(data)
    from clusterdynamics_web.server.prepare import prepare
    from clusterdynamics_web.server.serve import free_port
    from clusterdynamics_web.server.serve import serve as run

    port = free_port(host, port, PORT)
    prepare(say)
    address = os.environ.get("CLUSTERDYNAMICS_URL") or f"http://{host}:{port}"
    if demo:
        from clusterdynamics_web.demo import fill, tell

        fill()
        for line in tell(address):
            say(line)
    else:
        from django.conf import settings

        from clusterdynamics_web.accounts.setup_code import announce

        say(f"Cluster Dynamics: {address}")
        announce(address, say)
        say(f"Data: {settings.DATA}")
    say("Stop with Ctrl-C.")
    sys.stdout.flush()
    raise typer.Exit(run(host, port, say, processes=processes))


def backup(
    out: Annotated[Path, typer.Argument(help="File to write, say backup.zip. It holds everything: keep it safe.")],
    data: DATA = None,
) -> None:
    """Back up the web application: database, files and keys, while it goes on working."""
    _start(data)
    from clusterdynamics_web.server.backup import backup as make

    manifest = make(out)
    say(f"{out}: {len(manifest['files'])} files, each with its hash.")


def restore(
    file: Annotated[Path, typer.Argument(help="Backup to bring back. Stop the server first.")],
    data: DATA = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Move data that are there aside.")] = False,
) -> None:
    """Bring the web application back from a backup; nothing is changed where the backup is damaged."""
    _start(data)
    from clusterdynamics_web.server.backup import restore as bring_back

    manifest = bring_back(file, overwrite=overwrite)
    say(f"Restored what was backed up on {manifest['made']} with version {manifest['version']}.")


network = typer.Typer(help="The network of regions.", no_args_is_help=True)


@network.command("export")
def network_export(
    folder: Annotated[Path, typer.Argument(help="Folder to write: new, empty, or made by this command before.")],
    language: Annotated[
        list[str] | None, typer.Option(help="Language of the pages, once for each; default: all of them.")
    ] = None,
    data: DATA = None,
) -> None:
    """Write what everybody may read as files: they need no server, and open from a folder."""
    _start(data)
    from django.conf import settings
    from django.core.management import call_command

    from clusterdynamics_web.network.export import export

    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():  # the server was never started here
        call_command("collectstatic", verbosity=0, interactive=False)
    done = export(folder, language or (), say)
    say(f"{done.folder}: {done.pages} pages, {done.files} files. Open index.html.")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (serve, backup, restore):
        app.command()(command)
    app.add_typer(network, name="network")

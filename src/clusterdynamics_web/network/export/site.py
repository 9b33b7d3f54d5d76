"""Writing the public part: one page after the other, links followed, and all of it at once in place or not at all."""

from __future__ import annotations

import json
import logging
import posixpath
import re
import secrets
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusterdynamics import __version__
from clusterdynamics.errors import InputError
from clusterdynamics_web.network.export.addresses import Place, place_of
from clusterdynamics_web.network.export.rewriting import rewritten
from clusterdynamics_web.network.export.visit import Visitor
from clusterdynamics_web.network.reports import prepare, public_reports

__all__ = ["MARKER", "Export", "export"]

#: The file by which a folder is known as made here, so that it may be replaced.
MARKER = "clusterdynamics-export.json"
_CSS_URL = re.compile(r"""url\((['"]?)([^'")]+)\1\)""")


@dataclass
class Export:
    """What was written."""

    folder: Path
    pages: int = 0
    files: int = 0
    languages: Sequence[str] = ()


def export(target: Path, languages: Sequence[str] = (), say: Callable[[str], None] = lambda _line: None) -> Export:
    """Write everything that everybody may read into a folder, as files that need no server.

    Parameters
    ----------
    target
        The folder. It must be new, empty, or one that was made by this function: that is replaced in one step.
    languages
        Codes; all of the application's where none is given. The first is what one sees on opening the folder.

    Raises
    ------
    InputError
        The folder holds something else, the address of the installation is not known, a language does not exist, or
        results that were published have not been computed yet.
    """
    chosen = _languages(languages)
    _check(target)
    for publication in public_reports():
        for language in chosen:
            prepare(publication.snapshot, language)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    made.mkdir()
    try:
        with _quietly():
            done = _Site(made, chosen).write(say)
        _put_in_place(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    done.folder = target
    return done


def _languages(given: Sequence[str]) -> tuple[str, ...]:
    known = dict(settings.LANGUAGES)
    unknown = [code for code in given if code not in known]
    if unknown:
        raise InputError(
            _("There is no language {codes} here. Choose among {known}.").format(
                codes=", ".join(unknown), known=", ".join(known)
            )
        )
    return tuple(dict.fromkeys(given)) or tuple(known)


def _check(target: Path) -> None:
    if not settings.ENVIRONMENT.url:
        raise InputError(
            _("Set CLUSTERDYNAMICS_URL: citations and links for logging in name the address of the installation.")
        )
    if target.exists() and not target.is_dir():
        raise InputError(_("{path} is a file. Name a folder.").format(path=target))
    if target.exists() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise InputError(
            _("{path} holds something that was not made here. Name a new folder, or empty it.").format(path=target)
        )


def _put_in_place(made: Path, target: Path) -> None:
    """Rename, so that whoever reads finds the old files or the new ones, and never a mixture."""
    if not target.exists():
        made.rename(target)
        return
    old = target.with_name(f"{made.name}.old")
    target.rename(old)
    try:
        made.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the log of requests for requests of people."""
    logger = logging.getLogger("clusterdynamics.requests")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@dataclass
class _Site:
    folder: Path
    languages: Sequence[str]
    visitor: Visitor = field(default_factory=Visitor)
    #: What was written, below the folder.
    written: set[str] = field(default_factory=set)
    #: Place of what is no page → the file as which it was written; empty where it is not there.
    leaves: dict[str, str] = field(default_factory=dict)
    queued: set[str] = field(default_factory=set)
    waiting: deque[tuple[Place, str]] = field(default_factory=deque)

    def write(self, say: Callable[[str], None]) -> Export:
        front = reverse("network_front")
        for language in self.languages:
            with override(language):
                self._queue(front, "", language)
        pages = 0
        while self.waiting:
            place, language = self.waiting.popleft()
            self._page(place, language)
            pages += 1
            if pages % 500 == 0:
                say(_("{done} pages written, {left} to go").format(done=pages, left=len(self.waiting)))
        self._entrance()
        done = Export(self.folder, pages, len(self.written) - pages, self.languages)
        manifest = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": __version__,
            "address": settings.ENVIRONMENT.url,
            "languages": list(self.languages),
            "pages": done.pages,
            "files": done.files,
        }
        (self.folder / MARKER).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        return done

    # -- pages ----------------------------------------------------------------------------------------------------

    def _queue(self, path: str, query: str, language: str) -> Place | None:
        place = place_of(path, query, language)
        if place is not None and place.is_page and place.file not in self.queued:
            self.queued.add(place.file)
            self.waiting.append((place, language))
        return place

    def _page(self, place: Place, language: str) -> None:
        with override(language):
            answer = self.visitor.get(place.path, place.query, language)
            here = place.path + (f"?{place.query}" if place.query else "")
            if answer.status not in {200, 410}:  # 410: it was withdrawn, and the page says so
                raise InputError(
                    _("The page {path} could not be read ({status}). Nothing was written.").format(
                        path=here, status=answer.status
                    )
                )
            text = rewritten(
                answer.content.decode(),
                lambda link: self._lead(link, place, language),
                self._same_page(place, language),
                f"{settings.ENVIRONMENT.url}{here}",
            )
        self._save(place.file, text.encode())

    def _same_page(self, place: Place, language: str) -> list[tuple[str, str, str]]:
        """Return this page in every language, its own first: code, own name, where it lies from here."""
        found = []
        for code in (language, *(c for c in self.languages if c != language)):
            other = self._queue(place.path, place.query, code)
            if other is not None:
                found.append((code, dict(settings.LANGUAGES)[code], _relative(place.file, other.file)))
        return found

    def _lead(self, link: str, here: Place, language: str) -> str:
        """Return where a link of a page leads: to a file, or to the installation itself."""
        if link.startswith(("#", "data:", "mailto:")):
            return link
        parts = urlsplit(urljoin(here.path, link))
        if parts.scheme or parts.netloc:
            return link  # a licence, the page of a cluster organisation: followed by whoever wants to
        mark = f"#{parts.fragment}" if parts.fragment else ""
        if parts.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            return _relative(here.file, self._static(parts.path))
        place = self._queue(parts.path, parts.query, language)
        file = "" if place is None else place.file if place.is_page else self._leaf(place, language)
        if file:
            return _relative(here.file, file) + mark
        rest = f"?{parts.query}" if parts.query else ""
        return f"{settings.ENVIRONMENT.url}{parts.path}{rest}{mark}"

    # -- what is no page ------------------------------------------------------------------------------------------

    def _leaf(self, place: Place, language: str) -> str:
        """Write a file or a picture, once; return as which file, or nothing where it is not there."""
        if place.file not in self.leaves:
            answer = self.visitor.get(place.path, place.query, language)
            named = answer.name and not PurePosixPath(place.file).suffix
            file = f"{place.file}/{answer.name}" if named else place.file
            if answer.status == 200:
                self._save(file, answer.content)
            self.leaves[place.file] = file if answer.status == 200 else ""
        return self.leaves[place.file]

    def _static(self, path: str) -> str:
        """Copy a file that belongs to every page, and what a style sheet names in turn; return where it lies."""
        name = path.removeprefix(f"/{settings.STATIC_URL.strip('/')}/")
        file = f"static/{name}"
        if file in self.written:
            return file
        source = Path(settings.STATIC_ROOT) / name
        if not source.is_file():
            source = Path(finders.find(name) or source)
        if not source.is_file():
            raise InputError(_("The file {name} of the pages is missing. Start the server once.").format(name=name))
        content = source.read_bytes()
        self._save(file, content)
        if name.endswith(".css"):
            for _quote, inside in _CSS_URL.findall(content.decode()):
                if not inside.startswith(("data:", "#")):
                    self._static(urlsplit(urljoin(path, inside)).path)
        return file

    def _entrance(self) -> None:
        """Write what opens with the folder: the front page in the first language."""
        first = f"{self.languages[0]}/index.html"
        text = (
            "<!DOCTYPE html>\n"
            f'<html lang="{self.languages[0]}"><head><meta charset="utf-8">'
            f'<meta http-equiv="refresh" content="0; url={first}"><title>Cluster Dynamics</title></head>'
            f"<body><main><h1>Cluster Dynamics</h1><ul>{''.join(self._doors())}</ul></main></body></html>\n"
        )
        self._save("index.html", text.encode())

    def _doors(self) -> Iterator[str]:
        for code in self.languages:
            name = dict(settings.LANGUAGES)[code]
            yield f'<li><a href="{code}/index.html" lang="{code}">{name}</a></li>'

    def _save(self, file: str, content: bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.written.add(file)


def _relative(here: str, there: str) -> str:
    return posixpath.relpath(there, posixpath.dirname(here) or ".")

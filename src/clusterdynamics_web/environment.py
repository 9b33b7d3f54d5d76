"""What the surroundings say: every setting that an installation can change, read once and checked in one place.

A wrong value never stops the reading. It is kept as a `Trouble` and told by the system checks (`checks.py`), all
of them at once, each with an id and a hint.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from platformdirs import user_data_path

__all__ = ["VARIABLES", "Environment", "Trouble", "read_environment"]

#: Variable → what it is for. The documentation and the tests follow this list.
VARIABLES: Mapping[str, str] = {
    "CLUSTERDYNAMICS_DATA": "Folder for the database, files and keys. Default: the platform's folder for user data.",
    "CLUSTERDYNAMICS_URL": "Address of the application, for example https://loops.example.org.",
    "CLUSTERDYNAMICS_PROXIES": "Number of trusted proxies in front of the application. Default: 0.",
    "CLUSTERDYNAMICS_SECRET_KEY": "Key that signs sessions, 50 characters or more. Default: made once and kept.",
    "CLUSTERDYNAMICS_MAIL_FROM": "Sender of mails that no region sends, for example loops@example.org.",
    "CLUSTERDYNAMICS_DEMO": "1 for the demo: no second factor is asked for. Only on one's own machine.",
    "CLUSTERDYNAMICS_UPLOAD_MB": "Largest file that people may upload, in megabytes. Default: 20.",
    "DATABASE_URL": "postgres://user:password@host:port/name. Default: SQLite in the data folder.",
    "EMAIL_URL": "smtp+tls://user:password@host:port, smtps:// or smtp://. Default: mails stay in the data folder.",
}


@dataclass(frozen=True)
class Trouble:
    """A setting that cannot be used."""

    id: str
    message: str
    hint: str


@dataclass(frozen=True)
class Environment:
    """The settings of an installation."""

    data: Path
    url: str
    hosts: tuple[str, ...]
    https: bool
    proxies: int
    secret_key: str
    upload_bytes: int
    mail_from: str
    database: dict[str, object]
    mail: dict[str, object]
    demo: bool
    troubles: tuple[Trouble, ...] = field(default=())


#: Names under which a machine reaches itself.
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def read_environment(environ: Mapping[str, str] | None = None) -> Environment:
    """Read the settings from environment variables."""
    values = {k: v.strip() for k, v in (os.environ if environ is None else environ).items()}
    troubles: list[Trouble] = []
    data = Path(values.get("CLUSTERDYNAMICS_DATA") or user_data_path("clusterdynamics"))
    url, hosts, https = _address(values.get("CLUSTERDYNAMICS_URL", ""), troubles)
    return Environment(
        data=data,
        url=url,
        hosts=hosts,
        https=https,
        proxies=_number(values, "CLUSTERDYNAMICS_PROXIES", 0, 0, 5, "cd.E003", troubles),
        secret_key=_secret_key(values.get("CLUSTERDYNAMICS_SECRET_KEY", ""), data, troubles),
        upload_bytes=_number(values, "CLUSTERDYNAMICS_UPLOAD_MB", 20, 1, 500, "cd.E004", troubles) * 1024 * 1024,
        mail_from=values.get("CLUSTERDYNAMICS_MAIL_FROM") or f"clusterdynamics@{hosts[0].strip('[]')}",
        database=_database(values.get("DATABASE_URL", ""), data, troubles),
        mail=_mail(values.get("EMAIL_URL", ""), data, troubles),
        demo=_demo(values.get("CLUSTERDYNAMICS_DEMO", ""), url, troubles),
        troubles=tuple(troubles),
    )


def _address(given: str, troubles: list[Trouble]) -> tuple[str, tuple[str, ...], bool]:
    if not given:
        return "", LOCAL_HOSTS, False
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        troubles.append(
            Trouble(
                "cd.E001",
                f"CLUSTERDYNAMICS_URL is no address of a site: {given}",
                "Give scheme and host only, for example https://loops.example.org.",
            )
        )
        return "", LOCAL_HOSTS, False
    return f"{parts.scheme}://{parts.netloc}", (parts.hostname, *LOCAL_HOSTS), parts.scheme == "https"


def _demo(given: str, url: str, troubles: list[Trouble]) -> bool:
    """Say whether this is the demo, whose passwords everybody knows: never one that others can reach."""
    if given in {"", "0"}:
        return False
    if given != "1" or (url and urlsplit(url).hostname not in {"localhost", "127.0.0.1"}):
        hint = "Leave CLUSTERDYNAMICS_DEMO out, or serve the demo on this machine only."
        troubles.append(Trouble("cd.E008", "The demo cannot be served under an address that others reach.", hint))
        return False
    return True


def _number(
    values: Mapping[str, str], name: str, default: int, low: int, high: int, code: str, troubles: list[Trouble]
) -> int:
    given = values.get(name)
    if not given:
        return default
    if given.isdecimal() and low <= int(given) <= high:
        return int(given)
    troubles.append(Trouble(code, f"{name} is no number from {low} to {high}: {given}", f"Leave it out for {default}."))
    return default


def _secret_key(given: str, data: Path, troubles: list[Trouble]) -> str:
    """Return the key given, or the one that was made when the data folder was first used."""
    if given:
        if len(given) < 50:
            hint = "Leave it out, and a good one is made and kept in the data folder."
            troubles.append(Trouble("cd.E005", "CLUSTERDYNAMICS_SECRET_KEY is shorter than 50 characters.", hint))
        return given
    place = data / "secret_key"
    try:
        if place.is_file():
            return place.read_text(encoding="ascii").strip()
        data.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(64)
        # Exclusive, and readable by nobody else: two processes that start together must end up with one key.
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key)
    except OSError as error:
        if place.is_file():  # another process was a moment quicker
            return place.read_text(encoding="ascii").strip()
        hint = "Make the folder writable, or name another one in CLUSTERDYNAMICS_DATA."
        troubles.append(Trouble("cd.E006", f"The data folder {data} cannot be written: {error.strerror}.", hint))
        return secrets.token_urlsafe(64)
    return key


def _database(given: str, data: Path, troubles: list[Trouble]) -> dict[str, object]:
    sqlite: dict[str, object] = {
        "ENGINE": "clusterdynamics_web.database.sqlite3",
        "NAME": str(data / "clusterdynamics.sqlite3"),
        "OPTIONS": {
            # Django's defaults lose writes when several people save at once: a transaction that begins as a reader
            # cannot wait for its turn to write. IMMEDIATE takes the turn at the beginning.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;",
        },
    }
    if not given:
        return sqlite
    parts = urlsplit(given)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        hint = "Write postgres://user:password@host:5432/name, or leave it out for SQLite."
        troubles.append(Trouble("cd.E002", "DATABASE_URL names no PostgreSQL database.", hint))
        return sqlite
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _mail(given: str, data: Path, troubles: list[Trouble]) -> dict[str, object]:
    kept: dict[str, object] = {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(data / "outbox")},
    }
    if not given:
        return kept
    parts = urlsplit(given)
    ports = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
    if parts.scheme not in ports or not parts.hostname:
        hint = "Write smtp+tls://user:password@host:587, or leave it out to keep mails in the data folder."
        troubles.append(Trouble("cd.E007", "EMAIL_URL names no mail server.", hint))
        return kept
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or ports[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp+tls",
            "timeout": 20,
        },
    }

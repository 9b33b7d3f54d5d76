"""The code that opens the first set-up: who started the server has it, a stranger who finds the server does not."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.keys import new_token

__all__ = ["announce", "code_is_right", "forget", "is_new", "keep_code"]


def is_new() -> bool:
    """Say whether nobody has an account yet."""
    return not User.objects.exists()


def announce(url: str, write: Callable[[str], object]) -> None:
    """Tell whoever starts the server where to begin; nothing once there is an account.

    Parameters
    ----------
    url
        Address of the server, without a path: ``http://127.0.0.1:8000``.
    write
        Takes a line, for example ``print``.
    """
    if is_new():
        write(
            _("This is a new installation. Set it up here, once: {url}").format(url=f"{url}/setup/?code={keep_code()}")
        )


def keep_code() -> str:
    """Return the code of this installation, made when it is first asked for."""
    place = _place()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        code = new_token()
        # Exclusive, so that two processes that start together tell one code.
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(code)
    except FileExistsError:
        return place.read_text(encoding="ascii").strip()
    return code


def code_is_right(given: str) -> bool:
    """Say whether `given` is the code of this installation."""
    place = _place()
    kept = place.read_text(encoding="ascii").strip() if place.is_file() else ""
    return bool(kept) and secrets.compare_digest(kept.encode(), given.strip().encode())


def forget() -> None:
    """Throw the code away: it was used."""
    _place().unlink(missing_ok=True)


def _place() -> Path:
    return Path(settings.DATA) / "setup_code"

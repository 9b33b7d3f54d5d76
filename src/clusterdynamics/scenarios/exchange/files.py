"""Reads and writes a simulation model by what the file is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from clusterdynamics.errors import InputError
from clusterdynamics.files import write_atomically
from clusterdynamics.i18n import _
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.model import SimModel
from clusterdynamics.scenarios.exchange.sd_ai import read_sd_ai, write_sd_ai
from clusterdynamics.scenarios.exchange.tables import read_toml
from clusterdynamics.scenarios.exchange.vensim import read_vensim
from clusterdynamics.scenarios.exchange.xmile_read import read_xmile_model
from clusterdynamics.scenarios.exchange.xmile_write import write_xmile_model
from clusterdynamics.scenarios.problems import ScenarioModelError

__all__ = ["read_sim_model", "write_sim_model"]

#: Bytes of a model file; larger ones are no models.
_MOST_BYTES = 20 * 1024**2

_READERS: dict[str, Callable[[bytes, str], SimModel]] = {
    ".xmile": read_xmile_model,
    ".stmx": read_xmile_model,
    ".itmx": read_xmile_model,
    ".mdl": read_vensim,
    ".json": read_sd_ai,
    ".toml": read_toml,
}
_WRITERS: dict[str, Callable[[SimModel], str]] = {
    ".xmile": write_xmile_model,
    ".stmx": write_xmile_model,
    ".json": write_sd_ai,
}


def read_sim_model(path: Path | str) -> SimModel:
    """Read a simulation model: ``.xmile``, ``.stmx``, ``.mdl``, ``.json`` (sd-ai) or ``.toml``.

    Raises
    ------
    InputError
        The file cannot be read, or is of no kind that is known.
    ScenarioModelError
        The model has faults, or uses what is not supported; every fault names its variable.
    """
    file = Path(path)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        message = _("{file} is no model that can be read. Known are: {known}.")
        raise InputError(message.format(file=file.name, known=", ".join(_READERS)))
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise InputError(_("{file} is larger than {size} MB.").format(file=file.name, size=_MOST_BYTES // 1024**2))
        data = file.read_bytes()
    except OSError as error:
        raise InputError(_("{file} cannot be read: {error}").format(file=file, error=error.strerror)) from None
    try:
        model = reader(data, file.name)
        checked(model)
    except ScenarioModelError as error:
        raise ScenarioModelError(error.faults, file.name) from None
    return model


def write_sim_model(model: SimModel, path: Path | str) -> None:
    """Write a simulation model: ``.xmile``, ``.stmx`` or ``.json`` (sd-ai).

    Raises
    ------
    InputError
        The ending is unknown, or the file cannot be written.
    """
    file = Path(path)
    writer = _WRITERS.get(file.suffix.lower())
    if writer is None:
        message = _("{file}: a model is written as one of: {known}.")
        raise InputError(message.format(file=file.name, known=", ".join(_WRITERS)))
    write_atomically(file, writer(model).encode("utf-8"))

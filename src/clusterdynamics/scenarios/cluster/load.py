"""The cluster model that ships with the package, and the ranges its constants are drawn from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from clusterdynamics.scenarios.engine.model import SimModel
from clusterdynamics.scenarios.exchange.tables import read_toml

__all__ = ["LEVERS", "cluster_model", "ranges_of"]

_FILE = Path(__file__).with_name("model.toml")

#: What scenarios move; 0 in the model itself.
LEVERS = (
    "downturn",
    "easy_programme",
    "brokerage",
    "champion_support",
    "platform_investment",
    "champion_loss",
    "anchor_loss",
)


@lru_cache(maxsize=1)
def cluster_model() -> SimModel:
    """Return the cluster model; units are checked when it is read."""
    return read_toml(_FILE.read_bytes(), _FILE.name)


def ranges_of(model: SimModel) -> dict[str, tuple[float, float]]:
    """Return key → lowest and highest value of the constants that have a range with room in it."""
    return {
        v.key: (v.low, v.high) for v in model.constants if v.low is not None and v.high is not None and v.low < v.high
    }

"""Cluster Dynamics: study how the organisations of an economic cluster work together.

>>> import clusterdynamics as cd
>>> study = cd.read_study("examples/skogsbygden")  # doctest: +SKIP
>>> reading = cd.assess(study, seed=1)  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from clusterdynamics._version import __version__

if TYPE_CHECKING:
    from clusterdynamics import compute, exchange, indicators, measures, regions, saom, scenarios
    from clusterdynamics.assessment import Assessment, assess
    from clusterdynamics.report import write_report
    from clusterdynamics.study.model import Study
    from clusterdynamics.study.network import Network
    from clusterdynamics.study.package import check_study, read_study, write_study
    from clusterdynamics.study.problems import StudyError

#: Public name → module that holds it; loaded when first used, so that ``import clusterdynamics`` stays light.
_HOMES = {
    "Assessment": "assessment",
    "Network": "study.network",
    "Study": "study.model",
    "StudyError": "study.problems",
    "assess": "assessment",
    "check_study": "study.package",
    "read_study": "study.package",
    "write_report": "report",
    "write_study": "study.package",
}
_MODULES = ("compute", "exchange", "indicators", "measures", "regions", "saom", "scenarios")

__all__ = [
    "Assessment",
    "Network",
    "Study",
    "StudyError",
    "__version__",
    "assess",
    "check_study",
    "compute",
    "exchange",
    "indicators",
    "measures",
    "read_study",
    "regions",
    "saom",
    "scenarios",
    "write_report",
    "write_study",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"clusterdynamics.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f"clusterdynamics.{name}")
    raise AttributeError(f"module 'clusterdynamics' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

"""What can be wrong with a simulation model or a run, each with its variable and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _

__all__ = ["ModelFault", "ScenarioModelError", "SimulationError"]


@dataclass(frozen=True)
class ModelFault:
    """One thing that is wrong with a model.

    Attributes
    ----------
    variable
        Name of the variable; empty where the model as a whole is meant.
    message
        What is wrong, and what to do.
    position
        Character of the equation at which it was noticed, from 1; None where there is no single one.
    """

    variable: str
    message: str
    position: int | None = None

    def __str__(self) -> str:
        if not self.variable:
            return self.message
        if self.position is None:
            return _("{variable}: {message}").format(variable=self.variable, message=self.message)
        return _("{variable}, character {position}: {message}").format(
            variable=self.variable, position=self.position, message=self.message
        )


class ScenarioModelError(InputError):
    """A model that cannot be simulated; ``faults`` holds everything that is wrong with it."""

    def __init__(self, faults: Sequence[ModelFault], file: str = "") -> None:
        self.faults = tuple(faults)
        lines = [str(f) for f in self.faults]
        super().__init__("\n".join(f"{file}: {line}" for line in lines) if file else "\n".join(lines))


class SimulationError(InputError):
    """A run that broke down: which variable, when, and why.

    Attributes
    ----------
    variable, time
        The first variable without a finite value, and the time of the model at which that was.
    """

    def __init__(self, variable: str, time: float, why: str) -> None:
        self.variable, self.time, self.why = variable, time, why
        super().__init__(
            _("{variable} has no value at time {time:g}: {why}").format(variable=variable, time=time, why=why)
        )

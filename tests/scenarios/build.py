"""Small models for the tests, written by hand."""

from __future__ import annotations

from clusterdynamics.scenarios.engine.model import Clock, SimModel, Variable


def stock(name, first, inflows=(), outflows=(), **more):
    return Variable(name, "stock", str(first), inflows=tuple(inflows), outflows=tuple(outflows), **more)


def flow(name, equation, **more):
    return Variable(name, "flow", equation, **more)


def aux(name, equation, **more):
    return Variable(name, "aux", str(equation), **more)


def model(*variables, clock=None, name="test"):
    return SimModel(name, tuple(variables), clock or Clock(0.0, 10.0, 0.25))


def sir(steps_per_day=32, days=100):
    """Susceptible, infectious, recovered (Kermack & McKendrick 1927)."""
    return model(
        stock("S", "N", outflows=["succumbing"], unit="person"),
        stock("I", "5", inflows=["succumbing"], outflows=["recovering"], unit="person"),
        stock("R", "0", inflows=["recovering"], unit="person"),
        flow("succumbing", "S * I / N * c", unit="person/day"),
        flow("recovering", "I / d", unit="person/day"),
        aux("N", 1000, unit="person"),
        aux("c", 0.3, unit="1/day"),
        aux("d", 5, unit="day"),
        clock=Clock(0.0, float(days), 1 / steps_per_day, unit="day"),
    )


def logistic(rate=0.1, capacity=100.0, first=1.0, stop=100.0, step=0.125):
    """Growth to a limit, births and deaths as flows of their own."""
    return model(
        stock("S", first, inflows=["births"], outflows=["deaths"]),
        flow("births", "rate * S"),
        flow("deaths", "rate * S * S / capacity"),
        aux("rate", rate),
        aux("capacity", capacity),
        clock=Clock(0.0, stop, step),
    )

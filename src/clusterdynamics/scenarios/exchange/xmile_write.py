"""Writes a model as XMILE 1.0, for Stella, Simlin and others; without a drawing."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from clusterdynamics._version import __version__
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.model import Lookup, SimModel, Variable
from clusterdynamics.scenarios.engine.text import written

__all__ = ["write_xmile_model"]

_TAG = {"stock": "stock", "flow": "flow", "aux": "aux", "lookup": "gf"}


def _number(x: float) -> str:
    return repr(int(x)) if x == int(x) and abs(x) < 1e15 else repr(x)


def _points(lookup: Lookup) -> str:
    xs, ys = (",".join(_number(v) for v in side) for side in (lookup.x, lookup.y))
    return f"<xpts>{xs}</xpts><ypts>{ys}</ypts>"


def _variable(v: Variable, names: dict[str, str]) -> str:
    tag = _TAG[v.kind]
    if v.kind == "lookup" and v.lookup is not None:
        return f"<gf name={quoteattr(v.name)} type={quoteattr(v.lookup.kind)}>{_points(v.lookup)}</gf>"
    equation = written(v.parsed(), names)
    parts = [f"<eqn>{escape(equation)}</eqn>"]
    for side, flows in (("inflow", v.inflows), ("outflow", v.outflows)):
        parts += [f"<{side}>{escape(_reference(names.get(key_of(f), f)))}</{side}>" for f in flows]
    if v.lookup is not None:
        parts.append(f"<gf type={quoteattr(v.lookup.kind)}>{_points(v.lookup)}</gf>")
    if v.non_negative:
        parts.append("<non_negative/>")
    if v.unit is not None:
        parts.append(f"<units>{escape(v.unit)}</units>")
    if v.low is not None or v.high is not None:
        ends = "".join(f' {side}="{_number(x)}"' for side, x in (("min", v.low), ("max", v.high)) if x is not None)
        parts.append(f"<range{ends}/>")
    if v.doc:
        parts.append(f"<doc>{escape(v.doc)}</doc>")
    inner = "\n        ".join(parts)
    return f"<{tag} name={quoteattr(v.name)}>\n        {inner}\n      </{tag}>"


def _reference(name: str) -> str:
    return name.replace(" ", "_")


def write_xmile_model(model: SimModel) -> str:
    """Return a model as XMILE; reading it back gives the same model (names, equations, points, units, clock)."""
    clock = model.clock
    names = {v.key: v.name for v in model.variables}
    variables = "\n      ".join(_variable(v, names) for v in model.variables)
    units = {name: [a for a, n in model.aliases.items() if n == name] for name in dict.fromkeys(model.aliases.values())}
    defined = "".join(
        f"<unit name={quoteattr(name)}>{''.join(f'<alias>{escape(a)}</alias>' for a in others)}</unit>"
        for name, others in units.items()
    )
    model_units = f"\n  <model_units>{defined}</model_units>" if defined else ""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
  <header>
    <name>{escape(model.name)}</name>
    <vendor>Cluster Dynamics</vendor>
    <product version={quoteattr(__version__)}>Cluster Dynamics</product>
  </header>
  <sim_specs method={quoteattr(clock.method)} time_units={quoteattr(clock.unit)}>
    <start>{_number(clock.start)}</start>
    <stop>{_number(clock.stop)}</stop>
    <dt>{_number(clock.step)}</dt>
  </sim_specs>{model_units}
  <model>
    <variables>
      {variables}
    </variables>
  </model>
</xmile>
"""

"""Models of the shared data: those in the subset run and meet their expected output; the others are refused by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.lexer import key_of
from clusterdynamics.scenarios.engine.run import simulate
from clusterdynamics.scenarios.engine.twin import Twin
from clusterdynamics.scenarios.exchange import read_sim_model, write_sim_model
from clusterdynamics.scenarios.problems import ScenarioModelError

RUNS = (
    "SIR/SIR.mdl", "SIR/SIR.stmx", "SIR/SIR.xmile", "SIR/SIR_legacy.stmx", "SIR/SIR_reciprocal-dt.xmile",
    "teacup/teacup.mdl", "teacup/teacup.stmx", "teacup/teacup.xmile", "teacup/teacup_legacy.stmx",
    "teacup/teacup_mdl.mdl",
    "teacup/teacup_w_diagram.xmile", "simple_harmonic_oscillator/simple_harmonic_oscillator.mdl",
    "Lotka_Volterra/Lotka_Volterra.mdl", "Workforce/workforce.mdl", "pendulum/Single_Pendulum.mdl",
)  # fmt: skip
#: Model → expected output: of Stella 10.0.6 (12 digits) and of Vensim (6 digits).
EXPECTED = [
    *((m, "SIR/output_stella1006.csv", 12) for m in RUNS[:5]),
    *((m, "SIR/output.csv", 6) for m in RUNS[:5]),
    *((m, "teacup/output_stella1006.csv", 12) for m in RUNS[5:11]),
    *((m, "teacup/output.csv", 6) for m in RUNS[5:11]),
    (RUNS[11], "simple_harmonic_oscillator/output.tab", 6),
]


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "causal" / "xmile"


def expected_table(path: Path) -> dict[str, list[tuple[float, float]]]:
    """Return key → (time, value) of the cells that hold a number; lines may end in a carriage return alone."""
    text = path.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    separator = "\t" if path.suffix == ".tab" else ","
    head, *rows = [line.split(separator) for line in text.split("\n") if line.strip()]
    found: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        for name, cell in zip(head[1:], row[1:], strict=False):
            if cell.strip():
                found.setdefault(key_of(name), []).append((float(row[0]), float(cell)))
    return found


@pytest.mark.parametrize("name", RUNS)
def test_models_in_the_subset_run_and_agree_with_the_twin(folder, name):
    ready = checked(read_sim_model(folder / name))
    run, twin = simulate(ready), Twin(ready).run()
    for key, other in twin.items():
        scale = max(1e-12, float(np.abs(other).max()))
        assert np.abs(run[key] - other).max() <= 1e-12 * scale, key


@pytest.mark.parametrize(("name", "output", "digits"), EXPECTED)
def test_expected_output_is_met(folder, name, output, digits):
    """Of Stella: to 1e-6 relative or half a unit of the last of 12 digits.

    Vensim stores 6 digits of a run in single precision, whose rounding adds up (a run of ours in float32 is off by as
    much: 51.80465 for 51.8046 stored and 51.80471 exact): to 6e-6 of the largest value of a variable.
    """
    model = read_sim_model(folder / name)
    run = simulate(model)
    compared = 0
    for key, cells in expected_table(folder / output).items():
        if key not in run:
            continue
        largest = max(abs(value) for _time, value in cells)
        for time, value in cells:
            # Times are stored with three digits.
            k = round((time - model.clock.start) / model.clock.step)
            unit = 10.0 ** (np.floor(np.log10(abs(value))) + 1 - digits) if value else 10.0**-digits
            stored = unit * 0.501 if digits == 12 else 6e-6 * largest
            assert run[key][k] == pytest.approx(value, rel=1e-6, abs=stored), (key, time)
            compared += 1
    assert compared > 300


def test_what_is_outside_is_refused_with_variable_and_construct(folder):
    with pytest.raises(ScenarioModelError) as caught:
        read_sim_model(folder / "Population" / "Subscripted Population Model.mdl")
    said = {f.variable: f.message for f in caught.value.faults}
    assert "subscripts" in said["Deaths"]
    assert "subscript range" in said["Towns"]
    assert {"Population", "Births", "Birthrate", "Initial Population"} <= set(said)


@pytest.mark.parametrize(
    "name", [n for n in RUNS if not n.endswith(".mdl")] + ["../ltm/armsRace.stmx", "../ltm/predatorPrey.stmx"]
)
@pytest.mark.parametrize("ending", [".xmile", ".json"])
def test_a_model_that_is_written_runs_the_same(folder, tmp_path, name, ending):
    model = read_sim_model(folder / name)
    write_sim_model(model, tmp_path / f"again{ending}")
    again = read_sim_model(tmp_path / f"again{ending}")
    before, after = simulate(model), simulate(again)
    assert all(np.array_equal(before[k], after[k]) for k in before)
    assert again.clock == model.clock


@pytest.mark.parametrize("name", ["armsRace", "bassDiffusion", "predatorPrey"])
def test_sd_ai_and_xmile_hold_the_same_model(folder, name):
    from_json = read_sim_model(folder.parent / "ltm" / f"{name}.json")
    from_xmile = read_sim_model(folder.parent / "ltm" / f"{name}.stmx")
    a = simulate(from_json.with_clock(method="euler"))
    b = simulate(from_xmile.with_clock(method="euler"))
    assert set(a) == set(b)
    assert all(np.array_equal(a[k], b[k]) for k in a)

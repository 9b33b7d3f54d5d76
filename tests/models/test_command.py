"""The commands ``clusterdynamics model check`` and ``clusterdynamics model show``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clusterdynamics.cli.app import app
from clusterdynamics.errors import InputError
from tests.models.own import own_model, write

runner = CliRunner()


def test_check_says_that_the_model_is_usable(tmp_path: Path) -> None:
    done = runner.invoke(app, ["model", "check", str(write(tmp_path, own_model(7)))])
    assert done.exit_code == 0
    assert "is a usable model: 7 stages, 14 statements, 1 loop." in done.stdout


def test_check_lists_every_problem(tmp_path: Path) -> None:
    raw = own_model(3) | {"stagess": 1}
    raw["stages"][0]["dimension"] = "meetin"
    done = runner.invoke(app, ["model", "check", str(write(tmp_path, raw))])
    assert done.exit_code == 1
    assert "Did you mean 'stages'?" in done.stderr
    assert "Error: ours.toml, stages stage-1" in done.stderr
    # The unknown key, the unknown dimension, and so no statement about the core of the stage.
    assert "3 errors" in done.stderr


@pytest.mark.parametrize("quiet", [False, True])
def test_check_shows_warnings_unless_it_is_quiet(tmp_path: Path, quiet: bool) -> None:
    path = write(tmp_path, own_model(3) | {"languages": ["en", "sv"]})
    done = runner.invoke(app, ["model", "check", str(path), *(["--quiet"] if quiet else [])])
    assert done.exit_code == 0
    assert ("1 warning" in done.stderr) is not quiet
    assert ("usable" in done.stdout) is not quiet


def test_check_for_programs(tmp_path: Path) -> None:
    done = runner.invoke(app, ["model", "check", str(tmp_path / "no.toml"), "--json"])
    assert done.exit_code == 1
    answer = json.loads(done.stdout)
    assert answer["usable"] is False
    assert [p["code"] for p in answer["problems"]] == ["model-file-missing"]


def test_show_the_reference_model() -> None:
    done = runner.invoke(app, ["model", "show"])
    assert done.exit_code == 0
    assert "1. Collection [reconstruction]" in done.stdout
    assert "L5  Distinctiveness generation [documented]\n    (Name and variables are documented;" in done.stdout
    assert "Openness →+ Exposure →− Trust →+ Openness" in done.stdout


def test_show_in_another_language() -> None:
    done = runner.invoke(app, ["model", "show", "--language", "da"])
    assert "5. Særpræg" in done.stdout
    assert done.stderr == ""


def test_show_for_programs() -> None:
    done = runner.invoke(app, ["model", "show", "--json"])
    assert len(json.loads(done.stdout)["statements"]) == 24


def test_show_a_model_without_loops_and_with_untranslated_texts(tmp_path: Path) -> None:
    raw = own_model(2) | {"languages": ["en", "sv"], "loops": []}
    for stage in raw["stages"]:
        stage.pop("loop")
    done = runner.invoke(app, ["model", "show", str(write(tmp_path, raw)), "--language", "sv"])
    assert done.exit_code == 0
    assert "Loops" not in done.stdout
    assert "texts are not translated" in done.stderr


def test_show_in_a_language_that_the_model_does_not_have() -> None:
    done = runner.invoke(app, ["model", "show", "--language", "xx"])
    assert isinstance(done.exception, InputError)
    assert "It has: en, sv, nb, fi, fr, da." in str(done.exception)

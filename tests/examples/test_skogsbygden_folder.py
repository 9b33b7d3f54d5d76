"""The folder ``examples/skogsbygden``: equal to a fresh build, and without anything to complain about."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from clusterdynamics.examples import skogsbygden
from clusterdynamics.examples.skogsbygden.__main__ import main
from clusterdynamics.study.package import check_study, fingerprint, write_study

FOLDER = Path(__file__).parents[2] / "examples" / "skogsbygden"


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_committed_folder_equals_a_fresh_build_byte_for_byte(tmp_path: Path) -> None:
    write_study(skogsbygden.build(), tmp_path / "fresh")
    fresh, committed = content(tmp_path / "fresh"), content(FOLDER)
    assert sorted(fresh) == sorted(committed)
    # by name, so that a failure says which file is old, and not what stands in it
    assert [name for name in fresh if fresh[name] != committed[name]] == []


def test_committed_folder_has_no_problem_of_any_kind() -> None:
    study, problems = check_study(FOLDER)
    assert [str(p) for p in problems] == []
    assert study is not None
    assert fingerprint(study) == fingerprint(skogsbygden.build())


def test_another_seed_is_a_valid_study_too(tmp_path: Path) -> None:
    write_study(skogsbygden.build(7), tmp_path / "seven.zip")
    study, problems = check_study(tmp_path / "seven.zip")
    assert [str(p) for p in problems] == []
    assert study is not None


def test_main_writes_the_folder_again_and_leaves_other_files(tmp_path: Path) -> None:
    main([str(tmp_path / "here")])
    (tmp_path / "here" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "here" / "ties.csv").write_text("old", encoding="utf-8")
    main([str(tmp_path / "here")])
    again = content(tmp_path / "here")
    assert again.pop("notes.txt") == b"mine"
    assert again == content(FOLDER)


def test_main_without_a_folder_says_how() -> None:
    with pytest.raises(SystemExit, match="usage: python -m"):
        main([])


def test_builds_in_two_seconds() -> None:
    started = time.process_time()
    skogsbygden.build()
    # the demo is to start at once
    assert time.process_time() - started < 2


def test_import_of_the_example_is_light() -> None:
    code = "import sys, clusterdynamics.examples.skogsbygden; print('polars' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"

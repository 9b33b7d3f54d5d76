"""The finder prints a Python that runs, or a sentence; nothing here installs or downloads anything."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.tools.machine import TOOLS, Machine

SENTENCE = "found no Python from 3.12 to 3.14. Install Python 3.13"


def found(result: subprocess.CompletedProcess[str]) -> Path:
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("\n") == 1  # the path and nothing else
    return Path(result.stdout.strip())


def test_shim_that_exits_127_falls_through_to_the_next_version(machine: Machine) -> None:
    machine.shim("python3.13")
    good = machine.python("python3.12", "3.12")
    result = machine.run("find-python")
    assert found(result) == good
    assert result.stderr == ""


def test_shims_for_everything_are_reported_one_by_one(machine: Machine) -> None:
    for name in ("python3.13", "python3.12", "python3.14", "python3", "python"):
        machine.shim(name)
    result = machine.run("find-python")
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("does not run") == 5


@pytest.mark.parametrize("version", ["2.7", "3.11", "3.15", "unsupported build"])
def test_only_a_version_out_of_range_ends_with_the_sentence(machine: Machine, version: str) -> None:
    python = machine.python("python3", version)
    result = machine.run("find-python")
    assert result.returncode == 1
    assert result.stdout == ""
    assert SENTENCE in result.stderr
    assert f"{python} is Python {version}" in result.stderr


def test_3_13_is_preferred_to_3_12_and_3_14(machine: Machine) -> None:
    for version in ("3.12", "3.13", "3.14"):
        machine.python(f"python{version}", version)
    assert found(machine.run("find-python")).name == "python3.13"


def test_3_12_is_preferred_to_3_14(machine: Machine) -> None:
    for version in ("3.12", "3.14"):
        machine.python(f"python{version}", version)
    assert found(machine.run("find-python")).name == "python3.12"


def test_3_14_alone_is_taken(machine: Machine) -> None:
    assert found_name(machine, "python3.14", "3.14") == "python3.14"


@pytest.mark.parametrize("name", ["python3", "python"])
def test_plain_name_in_range_is_taken(machine: Machine, name: str) -> None:
    assert found_name(machine, name, "3.12") == name


def found_name(machine: Machine, name: str, version: str) -> str:
    machine.python(name, version)
    return found(machine.run("find-python")).name


def test_name_that_lies_about_its_version_is_believed_by_what_it_says(machine: Machine) -> None:
    machine.python("python3.13", "3.15")
    good = machine.python("python3", "3.14")
    assert found(machine.run("find-python")) == good


def test_pyenv_folder_only(machine: Machine) -> None:
    versions = machine.home / ".pyenv" / "versions"
    machine.python("python", "3.11", versions / "3.11.7" / "bin")
    machine.python("python", "3.12", versions / "3.12.1" / "bin")
    newer = machine.python("python", "3.13", versions / "3.13.0" / "bin")
    assert found(machine.run("find-python")) == newer


def test_pyenv_version_that_does_not_run_falls_through(machine: Machine) -> None:
    versions = machine.home / ".pyenv" / "versions"
    machine.program("python", "exit 1", versions / "3.13.0" / "bin")
    good = machine.python("python", "3.12", versions / "3.12.1" / "bin")
    assert found(machine.run("find-python")) == good


def test_free_threaded_build_under_pyenv_is_not_taken(machine: Machine) -> None:
    versions = machine.home / ".pyenv" / "versions"
    machine.python("python", "unsupported build", versions / "3.13.0t" / "bin")
    assert machine.run("find-python").returncode == 1


def test_path_comes_before_pyenv_and_pyenv_before_uv(machine: Machine) -> None:
    in_pyenv = machine.python("python", "3.13", machine.home / ".pyenv" / "versions" / "3.13.0" / "bin")
    machine.program("uv", "exit 1")
    assert found(machine.run("find-python", install=True)) == in_pyenv
    on_path = machine.python("python3.14", "3.14")
    assert found(machine.run("find-python", install=True)) == on_path
    assert machine.calls_of("uv") == []


def test_python_that_uv_already_has_needs_no_download(machine: Machine) -> None:
    kept = machine.python("python3.13", "3.13", machine.home / "uv-pythons")
    machine.program("uv", f"""case "$*" in 'python find'*3.13) echo '{kept}' ;; --version) ;; *) exit 2 ;; esac""")
    assert found(machine.run("find-python")) == kept
    assert not any("install" in call for call in machine.calls)


def test_uv_downloads_3_13_and_finds_it(machine: Machine) -> None:
    kept = machine.home / "uv-pythons" / "python3.13"
    source = machine.python("source", "3.13", machine.home)
    # The fake download: before it, find fails; after it, find prints the path. No coreutils on this PATH.
    machine.program(
        "uv",
        f"""case "$*" in
        --version) ;;
        'python install 3.13') echo 'downloading'
            /bin/mkdir -p '{kept.parent}'; /bin/cp '{source}' '{kept}' ;;
        'python find'*3.13) [ -x '{kept}' ] || exit 2; echo '{kept}' ;;
        *) exit 2 ;;
        esac""",
    )
    result = machine.run("find-python", install=True)
    assert found(result) == kept
    assert "downloading" in result.stderr  # what uv prints never reaches standard output


def test_uv_that_does_not_run_is_no_uv(machine: Machine) -> None:
    machine.shim("uv")
    assert machine.run("find-python").returncode == 1
    assert machine.calls_of("uv") == ["uv --version"]


def debian(machine: Machine, *, installable: str, succeeds: bool = True) -> None:
    """Root on a Debian that offers one Python; installing it puts it on the PATH."""
    machine.program("id", "echo 0")
    machine.program(
        "apt-cache",
        f"case $2 in python{installable}) echo 'Candidate: 1.0' ;; *) echo 'Candidate: (none)' ;; esac",
    )
    source = machine.python("source", installable, machine.home)
    install = f"/bin/cp '{source}' '{machine.bin}/python{installable}'" if succeeds else "exit 100"
    machine.program("apt-get", f"""case "$*" in *install*) echo 'Setting up'; {install} ;; esac""")


def test_uv_is_asked_before_apt_and_apt_follows_a_failed_download(machine: Machine) -> None:
    machine.program("uv", """[ "$1" = --version ]""")
    debian(machine, installable="3.12")
    result = machine.run("find-python", install=True)
    assert found(result).name == "python3.12"
    assert machine.calls_of("uv", "apt-get") == [
        "uv --version",
        "uv python find --no-python-downloads 3.13",
        "uv python find --no-python-downloads 3.12",
        "uv python find --no-python-downloads 3.14",
        "uv python install 3.13",
        "apt-get update -qq",
        "apt-get install -y -qq python3.12 python3.12-venv",
    ]


def test_apt_that_fails_ends_with_the_sentence(machine: Machine) -> None:
    debian(machine, installable="3.13", succeeds=False)
    result = machine.run("find-python", install=True)
    assert (result.returncode, result.stdout) == (1, "")
    assert SENTENCE in result.stderr
    assert "apt-get could not install python3.13" in result.stderr


def test_apt_that_offers_nothing_suitable_installs_nothing(machine: Machine) -> None:
    debian(machine, installable="3.11")
    result = machine.run("find-python", install=True)
    assert result.returncode == 1
    assert machine.calls_of("apt-get") == ["apt-get update -qq"]
    assert "apt offers none of them" in result.stderr


def test_apt_is_left_alone_when_not_root(machine: Machine) -> None:
    debian(machine, installable="3.13")
    machine.program("id", "echo 1000")
    result = machine.run("find-python", install=True)
    assert result.returncode == 1
    assert machine.calls_of("apt-get") == []
    assert "only root may install" in result.stderr


def test_no_install_means_no_install(machine: Machine) -> None:
    machine.program("uv", """[ "$1" = --version ]""")
    debian(machine, installable="3.13")
    machine.python("python3", "3.11")
    assert machine.run("find-python").returncode == 1
    assert machine.calls_of("apt-get") == []
    assert not any("install" in call for call in machine.calls)


def test_nothing_at_all_ends_with_the_sentence(machine: Machine) -> None:
    for install in (False, True):
        result = machine.run("find-python", install=install)
        assert (result.returncode, result.stdout) == (1, "")
        assert SENTENCE in result.stderr
    assert machine.calls == []


def test_probe_accepts_the_python_that_runs_these_tests(machine: Machine) -> None:
    # The fakes above answer as the probe does; here the probe itself runs, in a real Python.
    (machine.bin / "python3").symlink_to(sys.executable)
    assert found(machine.run("find-python")) == machine.bin / "python3"


def test_versions_are_those_that_the_package_allows() -> None:
    project = tomllib.loads((TOOLS.parent / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.12,<3.15"
    listed = re.search(r"^versions='(.*)'$", (TOOLS / "find-python").read_text(), re.MULTILINE)
    assert listed is not None
    assert sorted(listed[1].split()) == ["3.12", "3.13", "3.14"]

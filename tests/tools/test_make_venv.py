""".venv is complete or it is not there: the stamp appears last, and never after a failure."""

from __future__ import annotations

import subprocess

import pytest

from tests.tools.machine import Machine

LOCKED = "--require-hashes --requirement requirements/dev.txt"
EDITABLE = "--no-deps --no-build-isolation --editable ."


@pytest.fixture
def machine(machine: Machine) -> Machine:
    """A machine with a Python 3.13 that makes virtual environments, whose owner is not root, without uv."""
    inner(machine, pip="")
    machine.program(
        "python3.13",
        f"""case "$*" in
        '-m venv'*) /bin/mkdir -p "$3/bin"; /bin/cp '{machine.home}/inner' "$3/bin/python" ;;
        *) echo 3.13 ;;
        esac""",
    )
    machine.program("id", "echo 1000")
    machine.shim("uv")
    return machine


def inner(machine: Machine, pip: str) -> None:
    """The Python inside the virtual environment; `pip` is what `pip install` does there."""
    machine.program(
        "inner",
        f"""case "$*" in '-m pip install'*) {pip or ":"} ;; --version) echo 'Python 3.13.0' ;; esac""",
        machine.home,
    )


def stamped(machine: Machine) -> bool:
    return (machine.venv / ".complete").exists()


def make(machine: Machine) -> subprocess.CompletedProcess[str]:
    return machine.run("make-venv", with_system=True)


def installs(machine: Machine) -> list[str]:
    return [call for call in machine.calls if " install " in call]


def test_pip_installs_the_lock_with_hashes_then_the_project_without_dependencies(machine: Machine) -> None:
    result = make(machine)
    assert result.returncode == 0, result.stderr
    assert stamped(machine)
    pip = "inner -m pip install --quiet --disable-pip-version-check"
    assert installs(machine) == [f"{pip} {LOCKED}", f"{pip} {EDITABLE}"]


def test_uv_installs_where_there_is_one(machine: Machine) -> None:
    machine.program("uv", "exit 0")
    assert make(machine).returncode == 0
    uv = f"uv pip install --quiet --compile-bytecode --python {machine.venv}/bin/python"
    assert installs(machine) == [f"{uv} {LOCKED}", f"{uv} {EDITABLE}"]


def test_pip_gets_the_second_try_when_uv_fails(machine: Machine) -> None:
    machine.program("uv", """[ "$1" = --version ]""")
    assert make(machine).returncode == 0
    assert [call.split()[0] for call in installs(machine)] == ["uv", "inner", "uv", "inner"]


def test_failed_installation_leaves_no_stamp_and_shows_the_reason(machine: Machine) -> None:
    assert make(machine).returncode == 0
    assert stamped(machine)
    broken = machine.venv / "bin" / "python"
    inner(machine, pip="echo 'hash mismatch'; exit 1")
    broken.write_text((machine.home / "inner").read_text())
    result = make(machine)
    assert result.returncode == 1
    assert "hash mismatch" in result.stderr
    assert not stamped(machine)


def test_environment_that_works_is_kept(machine: Machine) -> None:
    make(machine)
    kept = machine.venv / "kept"
    kept.touch()
    assert make(machine).returncode == 0
    assert kept.exists()


def test_environment_whose_python_is_gone_is_made_again(machine: Machine) -> None:
    make(machine)
    (machine.venv / "bin" / "python").unlink()
    (machine.venv / "stale").touch()
    assert make(machine).returncode == 0
    assert stamped(machine)
    assert not (machine.venv / "stale").exists()


def without_ensurepip(machine: Machine) -> None:
    """As on a Debian without python3-venv: -m venv leaves half a folder and fails."""
    machine.program("python3.13", """case "$*" in '-m venv'*) /bin/mkdir -p "$3/bin"; exit 1 ;; *) echo 3.13 ;; esac""")


def test_uv_makes_the_environment_where_venv_cannot(machine: Machine) -> None:
    without_ensurepip(machine)
    machine.program(
        "uv",
        f"""if [ "$1" = venv ]; then /bin/mkdir -p '{machine.venv}/bin'
        /bin/cp '{machine.home}/inner' '{machine.venv}/bin/python'; fi""",
    )
    assert make(machine).returncode == 0
    assert stamped(machine)


def test_sentence_where_nothing_can_make_an_environment(machine: Machine) -> None:
    without_ensurepip(machine)
    result = make(machine)
    assert result.returncode == 1
    assert "Install python3.13-venv (or uv), then run make again." in result.stderr
    assert not machine.venv.exists()


def test_apt_brings_what_venv_lacks_to_root(machine: Machine) -> None:
    without_ensurepip(machine)
    machine.program("id", "echo 0")
    works = machine.home / "works"
    works.write_text(
        (machine.bin / "python3.13").read_text().replace("exit 1", f"/bin/cp '{machine.home}/inner' \"$3/bin/python\"")
    )
    works.chmod(0o755)
    machine.program("apt-get", f"""/bin/cp '{works}' '{machine.bin}/python3.13'""")
    assert make(machine).returncode == 0
    assert machine.calls_of("apt-get") == ["apt-get install -y -qq python3.13-venv"]
    assert stamped(machine)

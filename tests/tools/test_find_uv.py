"""uv is a convenience: the script prints one that runs, gets one where it may, or exits 1."""

from __future__ import annotations

from tests.tools.machine import Machine

# Stands in for `pip install --target FOLDER uv`: it puts a uv into FOLDER/bin.
FAKE_PIP = """case "$*" in
*--target*) while [ "$1" != --target ]; do shift; done
    /bin/mkdir -p "$2/bin"; printf '#!/bin/sh\\nexit 0\\n' >"$2/bin/uv"; /bin/chmod +x "$2/bin/uv" ;;
esac"""


def test_uv_on_path(machine: Machine) -> None:
    uv = machine.program("uv", "exit 0")
    result = machine.run("find-uv", install=True)
    assert (result.returncode, result.stdout) == (0, f"{uv}\n")


def test_shim_that_does_not_run_falls_through_to_the_home_folder(machine: Machine) -> None:
    machine.shim("uv")
    uv = machine.program("uv", "exit 0", machine.home / ".local" / "bin")
    assert machine.run("find-uv").stdout == f"{uv}\n"


def test_none_and_nothing_may_be_installed(machine: Machine) -> None:
    machine.program("python3", FAKE_PIP)
    result = machine.run("find-uv")
    assert (result.returncode, result.stdout) == (1, "")
    assert machine.calls == []


def test_pip_of_any_python_brings_the_pinned_one(machine: Machine) -> None:
    machine.shim("python3")
    machine.program("python3.10", FAKE_PIP)
    result = machine.run("find-uv", install=True)
    assert (result.returncode, result.stdout) == (0, f"{machine.home}/uv-helper/bin/uv\n")
    (pip,) = [call for call in machine.calls if "pip" in call]
    assert pip.startswith("python3.10 -m pip install")
    assert "--require-hashes" in pip
    assert "requirements/bootstrap.txt" in pip


def test_python_without_pip_uses_a_virtual_environment(machine: Machine) -> None:
    # Its -m pip fails; its -m venv makes a folder whose python can install.
    inner = machine.program(
        "inner",
        f"""printf '#!/bin/sh\\n' >'{machine.home}/uv-helper/bin/uv'
/bin/chmod +x '{machine.home}/uv-helper/bin/uv'""",
        machine.home,
    )
    machine.program(
        "python3",
        f"""case "$*" in
        '-m pip'*) exit 1 ;;
        '-m venv'*) /bin/mkdir -p "$3/bin"; /bin/cp '{inner}' "$3/bin/python" ;;
        esac""",
    )
    result = machine.run("find-uv", install=True)
    assert (result.returncode, result.stdout) == (0, f"{machine.home}/uv-helper/bin/uv\n")


def test_python_without_pip_and_venv_is_no_help(machine: Machine) -> None:
    machine.program("python3", """[ "$1" = -c ]""")
    result = machine.run("find-uv", install=True)
    assert (result.returncode, result.stdout) == (1, "")

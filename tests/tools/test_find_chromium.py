"""The browser is optional: found where it runs, installed only where tests ask for it, never a failure."""

from __future__ import annotations

from tests.tools.machine import Machine

INSTALLS = """case "$*" in *install*)
    printf '#!/bin/sh\\nexit 0\\n' >"${0%/*}/chromium"; /bin/chmod +x "${0%/*}/chromium" ;;
esac"""


def test_chromium_that_runs_is_found(machine: Machine) -> None:
    machine.shim("chromium")
    browser = machine.program("google-chrome", "exit 0")
    result = machine.run("find-chromium")
    assert (result.returncode, result.stdout) == (0, f"{browser}\n")


def test_none_is_said_by_the_exit_code(machine: Machine) -> None:
    result = machine.run("find-chromium")
    assert (result.returncode, result.stdout) == (1, "")


def test_root_gets_one_with_apt_when_a_test_asks_for_it(machine: Machine) -> None:
    machine.program("grep", "exit 0")  # some test is marked
    machine.program("id", "echo 0")
    machine.program("apt-get", INSTALLS)
    result = machine.run("find-chromium", "--install")
    assert result.returncode == 0
    assert machine.calls_of("apt-get") == ["apt-get update -qq", "apt-get install -y -qq chromium"]
    assert "no Chromium here" not in result.stderr


def test_nothing_is_installed_when_no_test_asks_for_it(machine: Machine) -> None:
    machine.program("grep", "exit 1")  # no test is marked
    machine.program("id", "echo 0")
    machine.program("apt-get", INSTALLS)
    result = machine.run("find-chromium", "--install")
    assert (result.returncode, result.stderr) == (0, "")
    assert machine.calls_of("apt-get") == []


def test_not_root_is_told_and_does_not_fail(machine: Machine) -> None:
    machine.program("grep", "exit 0")
    machine.program("id", "echo 1000")
    machine.program("apt-get", INSTALLS)
    result = machine.run("find-chromium", "--install")
    assert result.returncode == 0
    assert "the tests that need a browser are skipped" in result.stderr
    assert machine.calls_of("apt-get") == []


def test_apt_that_fails_is_told_and_does_not_fail(machine: Machine) -> None:
    machine.program("grep", "exit 0")
    machine.program("id", "echo 0")
    machine.program("apt-get", "exit 100")
    result = machine.run("find-chromium", "--install")
    assert result.returncode == 0
    assert "the tests that need a browser are skipped" in result.stderr

"""What must hold for the repository as a whole: locks, addresses, paths, targets, licence."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run.txt", "dev.txt", "bootstrap.txt")
TARGETS = (
    "venv",
    "demo",
    "test",
    "verify",
    "lint",
    "bench",
    "docs",
    "clean",
    "messages",
    "lock",
    "help",
    "audit",
)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lock(name: str) -> dict[str, str]:
    """Every requirement of a lock: name and marker → version (two platforms can have two versions)."""
    text = (ROOT / "requirements" / name).read_text()
    pins = re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;]+)( ;[^\\\n]*)?", text, re.MULTILINE)
    return {f"{normal(package)}{marker.rstrip()}": version for package, version, marker in pins}


def packages(name: str) -> dict[str, set[str]]:
    """Every package of a lock with its versions, whatever the platform."""
    versions: dict[str, set[str]] = {}
    for key, version in lock(name).items():
        versions.setdefault(key.split(" ;")[0], set()).add(version)
    return versions


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so the list of files is unknown")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    entries = re.split(r"\n(?=\S)", "\n" + text.strip())[1:]
    entries = [entry for entry in entries if not entry.startswith("#")]
    assert len(entries) == len(lock(name)) > 0
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), f"no hash: {entry.splitlines()[0]}"


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_host_or_an_index(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(--?(extra-)?index-url|-i|--find-links|-f|--trusted-host)\b", text, re.MULTILINE)
    assert not re.search(r" @ ", text)  # a direct reference would be an address, too


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = list(project["dependencies"])
    for extra in project.get("optional-dependencies", {}).values():
        named += extra
    locked = packages("run.txt") | packages("dev.txt")
    names = {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in named}  # type: ignore[index]
    assert names - locked.keys() == set()
    required = {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in project["dependencies"]}  # type: ignore[index]
    assert required - packages("run.txt").keys() == set()


def test_development_is_locked_to_the_versions_that_users_get() -> None:
    run, dev = packages("run.txt"), packages("dev.txt")
    assert run.keys() <= dev.keys()
    assert {name: dev[name] for name in run} == run


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    # Put together here, so that this file does not find itself.
    somebody = re.compile("/(?:" + "home|Users" + r")/[a-z][\w.-]*/|(?<![\w.])/" + "root/")
    offenders = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        text = data.decode("utf-8", errors="replace")
        if hit := somebody.search(text):
            offenders.append(f"{path.relative_to(ROOT)}: {hit[0]}")
        if len(ROOT.parts) > 2 and f"{ROOT}/" in text:
            offenders.append(f"{path.relative_to(ROOT)}: the path of this checkout")
    assert offenders == []


def test_the_makefile_has_every_target_and_help_lists_it() -> None:
    command = ["make", "--no-print-directory", "help"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = [line.split()[0] for line in listed.stdout.splitlines()]
    assert set(TARGETS) - set(names) == set()
    assert len(names) == len(set(names))
    phony = re.findall(r"^\.PHONY: (\w+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(names) == set(phony)  # a file named "test" must not hide the target


def test_scripts_can_be_executed() -> None:
    scripts = [ROOT / ".ci" / "run", *(path for path in (ROOT / "tools").iterdir() if path.suffix == "")]
    for script in (path for path in scripts if path.is_file()):
        assert script.stat().st_mode & 0o111, f"{script.name} is not executable"
        shell = script.read_text().splitlines()[0]
        syntax = subprocess.run([shell.split()[-1].split("/")[-1], "-n", script], capture_output=True, text=True)
        assert (syntax.returncode, syntax.stderr) == (0, ""), script.name


def test_licence_is_the_whole_text() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    articles = [int(number) for number in re.findall(r"^(\d+)\. [A-Z]", text, re.MULTILINE)]
    assert articles == list(range(1, 16))
    assert text.index("Appendix\n\n'Compatible Licences'") > text.index("15. Applicable Law")
    # Over the words alone, since copies differ in quotation marks and line ends; taken from a text in
    # which two independently published copies of the licence agreed word by word.
    words = re.sub(r"[^A-Za-z0-9é]+", " ", text).lower().split()
    assert len(words) == 2239
    expected = "7718466afa7e13afafe2acc2edd2f73ac7fa41ee5a2982df3934dd1fc702940c"
    assert hashlib.sha256(" ".join(words).encode()).hexdigest() == expected


def test_version_is_written_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" not in project
    assert "version" in project["dynamic"]

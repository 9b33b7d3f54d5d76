"""What is served: vendored files as their packages hold them, no foreign host, nothing that breaks the policy."""

from __future__ import annotations

import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from clusterdynamics.charts import theme
from clusterdynamics.charts.shapes import outline
from tests.web.styleguide.conftest import GUIDE, GUIDE_TEMPLATES, SCRIPTS, STATIC, TEMPLATES, WEB

ROOT = Path(__file__).resolve().parents[3]
COMPONENTS = [path for path in TEMPLATES if path.parent.name == "components"]
OWN = [
    *TEMPLATES,
    *GUIDE_TEMPLATES,
    *SCRIPTS,
    *STATIC.glob("*.css"),
    *STATIC.glob("*.svg"),
    *(GUIDE / "static").rglob("*.svg"),
]


def _hashes() -> dict[str, str]:
    lines = (STATIC / "vendor" / "HASHES").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_vendored_file_is_the_one_that_was_looked_at() -> None:
    found = {
        str(path.relative_to(STATIC)): sha256(path.read_bytes()).hexdigest()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).iterdir()
        if path.name != "HASHES"
    }
    assert found == _hashes()


def test_every_vendored_work_has_its_licence_beside_it() -> None:
    vendor = {path.name for path in (STATIC / "vendor").iterdir()}
    assert {"LICENSE.htmx.txt", "LICENSE.alpine.txt", "LICENSE.vue-reactivity.txt"} <= vendor
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "LICENSE.txt").read_text(encoding="utf-8")


def test_the_pins_of_the_tool_and_the_hashes_name_the_same_files() -> None:
    script = (ROOT / "tools" / "vendor-web").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^[^|\s]+@[\d.]+\|[^|]+\|(\S+)$", script, flags=re.M))
    assert pinned | {"vendor/LICENSE.alpine.txt"} == set(_hashes())
    assert "http" not in script  # npm knows its registry


def test_the_tool_says_how_it_is_used() -> None:
    wrong = subprocess.run([ROOT / "tools" / "vendor-web", "--help-me"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stderr) == (2, "usage: vendor-web [--write]\n")


def test_the_tool_says_what_it_lacks(tmp_path: Path) -> None:
    tool = ROOT / "tools" / "vendor-web"
    without = subprocess.run([tool], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (without.returncode, without.stderr) == (1, "vendor-web: needs npm to fetch the packages\n")
    broken = tmp_path / "npm"
    broken.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    broken.chmod(0o755)
    path = f"{tmp_path}:/usr/bin:/bin"
    failed = subprocess.run([tool], env={"PATH": path}, capture_output=True, text=True, check=False)
    assert (failed.returncode, failed.stderr) == (1, "vendor-web: npm could not give htmx.org@4.0.1\n")


def test_the_files_can_be_given_names_that_change_with_them(tmp_path: Path) -> None:
    """What the server does when it collects them: every address inside a file is found (no lost source map)."""
    storage = ManifestStaticFilesStorage(location=tmp_path)
    paths = {}
    for path in STATIC.rglob("*"):
        if path.is_file():
            name = f"cd/{path.relative_to(STATIC)}"
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
            paths[name] = (storage, name)
    outcome = {name: (new, done) for name, new, done in storage.post_process(paths)}
    assert all(done is True for _, done in outcome.values())
    css = (tmp_path / str(outcome["cd/cd.css"][0])).read_text(encoding="utf-8")
    assert Path(str(outcome["cd/fonts/source-sans-3-latin.woff2"][0])).name in css


@pytest.mark.parametrize("path", OWN, ids=lambda p: str(p.relative_to(WEB)))
def test_no_address_of_another_host_stands_in_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"""https?:[^\s"']*|(?:src|href|url)\s*[=(]\s*["']?//[^\s"')]*""", text) == []
    assert "@import" not in text


@pytest.mark.parametrize("path", [*TEMPLATES, *GUIDE_TEMPLATES], ids=lambda p: p.name)
def test_a_template_holds_neither_styles_nor_code(path: Path) -> None:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on|[\"']js:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda p: p.stem)
def test_a_component_says_first_what_it_needs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first = re.search(r"\{% comment %\}(.*?)\{% endcomment %\}|\{#(.*?)#\}", text, flags=re.S)
    assert first is not None
    assert text[: first.start()].count("<") == 0
    assert re.search(r"[Vv]ariables?\b", first[0]), "it has no line about its variables"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)
def test_every_word_of_a_component_can_be_translated(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern in (
        r"\{% comment %\}.*?\{% endcomment %\}",
        r"\{#.*?#\}",
        r"\{% blocktranslate.*?\{% endblocktranslate %\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
    ):
        text = re.sub(pattern, "", text, flags=re.S)
    spoken = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*[A-Za-z][^"]*)"', text)
    between = re.sub(r"<title>.*?</title>", "", text)
    words = {w.strip() for w in re.findall(r">([^<>]*)<", between) if re.search(r"[A-Za-z]", w)}
    assert (spoken, words - {"Cluster Dynamics"}) == ([], set())


def test_the_mark_of_a_kind_has_the_shape_it_has_in_figures() -> None:
    text = (WEB / "templates" / "components" / "kind.html").read_text(encoding="utf-8")
    drawn = dict(re.findall(r'kind == "(\w+)" %\}<path d="([^"]+)"', text))
    other = re.findall(r'\{% else %\}<path d="([^"]+)"', text)
    shapes = {
        kind.id: "M" + "L".join(f"{x:g},{y:g}" for x, y in outline(kind.shape)) + "Z"
        for kind in theme.KINDS.values()
        if kind.shape != "circle"
    }
    assert drawn | {"other": other[0]} == shapes
    assert 'kind == "firm" %}<circle r="1"/>' in text

"""The documentation builds without a network and loads nothing from elsewhere; it names what exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.machine import TOOLS

ROOT = TOOLS.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=True,
        capture_output=True,
    )
    return folder


def test_pages_load_nothing_from_other_hosts(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) >= 5
    loaded = re.compile(
        r"""<(?:script|img|iframe|source|video|audio|embed)[^>]*\bsrc=["']?(?:https?:)?//[^>]*>"""
        r"""|<link[^>]*\bhref=["']?(?:https?:)?//[^>]*>"""
    )
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not loaded.search(text), page.name
        # The theme would fetch the drawing program for such a block when the page is opened.
        assert 'class="mermaid"' not in text, page.name
    for sheet in site.rglob("*.css"):
        foreign = re.search(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""", sheet.read_text(encoding="utf-8"))
        assert not foreign, sheet.name


def test_contributing_lists_the_targets_of_the_makefile() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    named = set(re.findall(r"^\| `make ([a-z]+)` \|", text, re.MULTILINE))
    # The text's own subject, what plain `make` does, and what only serves `test` and `verify`.
    assert named == targets - {"venv", "help", "browser", "postgresql"}


@pytest.mark.parametrize("recipe", ["measure", "format", "report block", "language"])
def test_contributing_has_the_recipe(recipe: str) -> None:
    assert f"\n## Add a {recipe}\n" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "docs/explanation/index.md"])
def test_folders_that_the_texts_name_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in re.findall(r"`((?:src|tests|docs|tools|requirements)/[\w./-]*)`", text):
        if "CODE" not in path:
            assert (ROOT / path).exists(), path

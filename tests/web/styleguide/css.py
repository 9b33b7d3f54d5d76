"""As much of a reader of CSS as the checks need."""

from __future__ import annotations

import re

__all__ = ["bare", "blocks", "classes", "declared", "mixed", "used"]


def bare(css: str) -> str:
    """Return the text without its comments."""
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def blocks(css: str, selector: str) -> list[str]:
    """Return what stands between the braces after each `selector`; it holds no braces itself."""
    return re.findall(rf"(?:^|[\s}}]){re.escape(selector)}\s*\{{([^{{}}]*)\}}", bare(css))


def declared(block: str) -> dict[str, str]:
    """Return custom properties and their values."""
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+)\s*:\s*([^;]+)", block)}


def used(css: str) -> set[str]:
    """Return the custom properties that are asked for."""
    return set(re.findall(r"var\(--([\w-]+)", bare(css)))


def classes(css: str) -> set[str]:
    """Return every class that a selector names."""
    selectors = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"@import[^;]*;|\"[^\"]*\"", "", bare(css)))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def mixed(colour: str) -> str:
    """Return a colour as ``#rrggbb``; shorthand is written out."""
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        return "#" + "".join(2 * c for c in colour[1:])
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ValueError(f"{colour!r} is no plain colour")
    return colour

"""Writing TOML: the part of it that settings need (texts, numbers, yes and no, lists, sections)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["dump_toml", "toml_string"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def dump_toml(data: Mapping[str, Any]) -> str:
    """Return `data` as TOML; values that are None are left out, and so are empty sections.

    >>> print(dump_toml({"title": "A", "scales": [{"id": "depth", "low": 0}]}))
    title = "A"
    <BLANKLINE>
    [[scales]]
    id = "depth"
    low = 0
    <BLANKLINE>
    """
    return "\n".join(_lines(data, ())).lstrip("\n") + "\n"


def _lines(data: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    sections: list[tuple[str, Any]] = []
    for key, value in data.items():
        if isinstance(value, Mapping) or _is_tables(value):
            sections.append((key, value))
        elif value is not None:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in sections:
        inner = (*path, key)
        name = ".".join(map(_key, inner))
        for table in value if isinstance(value, list) else [value]:
            if table or isinstance(value, list):
                yield ""
                yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
                yield from _lines(table, inner)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else toml_string(key)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # "5" rather than "5.0": settings are read by people.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(f"no TOML for {type(value).__name__}")


def toml_string(text: str) -> str:
    """Return `text` as a TOML string on one line."""
    return '"' + "".join(_character(c) for c in text) + '"'


def _character(c: str) -> str:
    if c in _ESCAPES:
        return _ESCAPES[c]
    return f"\\u{ord(c):04x}" if ord(c) < 0x20 or ord(c) == 0x7F else c

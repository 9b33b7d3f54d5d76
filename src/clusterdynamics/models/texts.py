"""The texts of a model: which there are, under which key, and the same model with other texts.

A key is the way to the text: ``statements.s1.1.text``, ``scales.depth.labels.4``,
``questions.barriers.options.time.label``. It does not change when the order of the file changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from clusterdynamics.models.elements import Partial

if TYPE_CHECKING:
    from clusterdynamics.models.schema import ReferenceModel

__all__ = ["placeholders", "texts_of", "with_texts"]

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces that are filled in when the text is shown."""
    return frozenset(_PLACEHOLDER.findall(text))


def texts_of(model: ReferenceModel) -> dict[str, str]:
    """Return every text that people read, by its key, in the order of the model."""
    found: dict[str, str] = {}

    def note(key: str, text: str) -> str:
        found[key] = text
        return text

    _rebuild(model, "", note)
    return found


def with_texts(model: ReferenceModel, texts: dict[str, str]) -> ReferenceModel:
    """Return the model with the texts given; a text without an entry stays as it is."""
    return _rebuild(model, "", lambda key, text: texts.get(key, text))


def _rebuild[P: Partial](part: P, way: str, change: Callable[[str, str], str]) -> P:
    """Return `part` with each text replaced by what `change` makes of its key and itself."""
    new: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in part.TEXTS:
            new[name] = _changed(value, way + name, change)
        elif isinstance(value, Partial):
            new[name] = _rebuild(value, f"{way}{name}.", change)
        elif isinstance(value, tuple) and value and isinstance(value[0], Partial):
            new[name] = tuple(_rebuild(v, f"{way}{name}.{_name(v)}", change) for v in value)
    return part.model_copy(update=new)


def _changed(value: str | dict[str, str], key: str, change: Callable[[str, str], str]) -> str | dict[str, str]:
    if isinstance(value, dict):
        return {name: change(f"{key}.{name}", text) for name, text in value.items()}
    return change(key, value) if value else value


def _name(part: Partial) -> str:
    # Links have neither a name nor a text.
    return f"{getattr(part, 'id', '')}."

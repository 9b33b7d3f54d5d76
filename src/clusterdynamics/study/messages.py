"""The words of every problem: what is wrong, and what to do about it.

Both are templates filled from ``Problem.values``; a value called ``nearest`` needs no place in a template,
the question "Did you mean …?" is added by ``Problem.remedy``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.study.codes import Code
from clusterdynamics.study.messages_content import CONTENT
from clusterdynamics.study.messages_files import FILES

__all__ = ["TEMPLATES"]

#: Code → (what is wrong, what to do).
TEMPLATES: Mapping[Code, tuple[str, str]] = MappingProxyType({**FILES, **CONTENT})

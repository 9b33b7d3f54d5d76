"""Finds the texts of Django's templates for pybabel: Django turns a template into calls, pybabel reads these."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

__all__ = ["extract"]

if not settings.configured:
    settings.configure()

#: A call with its arguments; a parenthesis inside a text ends nothing.
CALL = re.compile(r"""\b(?:np?gettext|pgettext|gettext|_)\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[Any]:
    """Yield the texts of a template, as ``pybabel extract`` wants them.

    Django writes one line for each line of the template, so that line numbers agree. What it writes between the calls
    stands for what is no text.
    """
    source = templatize(file.read().decode("utf-8"), origin=getattr(file, "name", None))
    calls = "\n".join("; ".join(CALL.findall(line)) for line in source.split("\n"))
    yield from extract_python(io.BytesIO(calls.encode()), keywords, comment_tags, options)

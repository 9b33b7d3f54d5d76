"""Values and texts as REFI-QDA files hold them."""

from __future__ import annotations

import codecs
import datetime as dt
import math
from decimal import Decimal

from clusterdynamics.loops.exchange.corpus import Scalar

__all__ = ["plain_text", "typed_value", "value_element", "xsd_datetime"]


def plain_text(content: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding; line ends stay, for passages count them."""
    if content.startswith(codecs.BOM_UTF8):
        content = content[3:]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), "utf-16"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def typed_value(element: str, text: str) -> Scalar:
    """Return the value of a ``TextValue``, an ``IntegerValue`` and so on.

    Raises
    ------
    ValueError
        It is not of its type.
    """
    match element:
        case "BooleanValue":
            word = text.strip().lower()
            if word not in {"true", "false", "1", "0"}:
                raise ValueError(text)
            return word in {"true", "1"}
        case "IntegerValue":
            return int(text)
        case "FloatValue":
            number = float(text)
            if not math.isfinite(number):
                raise ValueError(text)
            return number
        case _:
            return text


def value_element(value: Scalar) -> tuple[str, str, str]:
    """Return the type of variable, the element and the text for a value."""
    if isinstance(value, bool):
        return "Boolean", "BooleanValue", "true" if value else "false"
    if isinstance(value, int):
        return "Integer", "IntegerValue", str(value)
    if isinstance(value, float):
        return "Float", "FloatValue", format(Decimal(repr(value)), "f")
    return "Text", "TextValue", value


def xsd_datetime(moment: dt.datetime) -> str:
    """Return a moment as XML Schema writes it; its zone has whole minutes and is at most 14 hours away.

    >>> xsd_datetime(dt.datetime(2026, 3, 5, 14))
    '2026-03-05T14:00:00'
    """
    offset = moment.utcoffset()
    if offset is not None and (offset.total_seconds() % 60 or abs(offset) > dt.timedelta(hours=14)):
        moment = moment.astimezone(dt.UTC)
    return moment.isoformat()

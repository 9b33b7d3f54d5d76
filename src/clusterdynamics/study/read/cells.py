"""From text to values, one function for each kind of cell; whole columns at a time."""

from __future__ import annotations

import polars as pl

from clusterdynamics.study.tables import LIST_SEPARATOR

__all__ = [
    "INVALID_IDENTIFIER",
    "LOOKS_LIKE_FORMULA",
    "booleans",
    "choices",
    "dates",
    "datetimes",
    "identifiers",
    "integers",
    "lists",
    "numbers",
]

#: What an identifier must not hold: spaces, separators, control and invisible characters; or be too long.
INVALID_IDENTIFIER = r"[\s|,;\p{C}]|^.{65}"
#: Text that a spreadsheet program would take for a formula; "- a dash" and "+46 …" are none.
LOOKS_LIKE_FORMULA = r"^[=@]|^[+-][^\s\d.,+-]"

#: Words of the languages the software speaks, as their spreadsheet programs write them, too.
_TRUE = ("true", "yes", "y", "1", "x", "ja", "oui", "kyllä", "sant", "sann", "sand", "vrai", "tosi")
_FALSE = ("false", "no", "n", "0", "nej", "nei", "non", "ei", "falskt", "usann", "falsk", "faux", "epätosi")
_YES_NO = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)

#: Day number 0 of spreadsheets, such that day 61 is 1 March 1900 (they believe in a 29 February 1900).
_DAY_ZERO = pl.date(1899, 12, 30)
_SERIAL = r"^\d{4,6}(\.\d+)?$"


def identifiers(text: pl.Series) -> pl.Series:
    """Return identifiers; null where the text cannot be one."""
    column = pl.col("text")
    invalid = column.str.contains(INVALID_IDENTIFIER) | column.str.contains(LOOKS_LIKE_FORMULA)
    return pl.DataFrame({"text": text}).select(pl.when(~invalid).then(column)).to_series()


def integers(text: pl.Series) -> pl.Series:
    """Return whole numbers; null where the text is none. ``3.0`` is whole."""
    whole = text.str.extract(r"^([+-]?\d+)(?:[.,]0+)?$", 1)
    return whole.cast(pl.Int64, strict=False)


def numbers(text: pl.Series, *, decimal_comma: bool) -> pl.Series:
    """Return numbers; null where the text is none; NaN and infinity come through, to be told apart."""
    if decimal_comma:
        text = text.str.replace(r"^([+-]?\d*),(\d+)$", "$1.$2")
    shaped = text.str.contains(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^(?i)[+-]?(nan|inf|infinity)$")
    frame = pl.DataFrame({"text": text, "shaped": shaped})
    return frame.select(pl.when("shaped").then("text").cast(pl.Float64, strict=False)).to_series()


def booleans(text: pl.Series) -> pl.Series:
    """Return yes or no; null where the text is neither."""
    return text.str.to_lowercase().replace_strict(_YES_NO, default=None, return_dtype=pl.Boolean)


def dates(text: pl.Series, *, serial: bool) -> pl.Series:
    """Return dates (ISO 8601); null where the text is none.

    Parameters
    ----------
    serial
        A number is a spreadsheet's day number.
    """
    day = text.str.replace(r"[T ]00:00(:00(\.0+)?)?$", "")
    read = day.str.to_date("%Y-%m-%d", strict=False)
    if not serial:
        return read
    return _serial_or(text, read, pl.Date())


def datetimes(text: pl.Series, *, serial: bool) -> pl.Series:
    """Return dates with a time (ISO 8601), in UTC where an offset is given; null where the text is none."""
    plain = text.str.replace(r"^(\S+) (\S+)$", "${1}T${2}").str.replace(r"[zZ]$", "+00:00")
    plain = plain.str.replace(r"(T\d\d:\d\d)($|[+-])", "${1}:00${2}").str.replace(r"([+-]\d\d)$", "$1")
    naive = plain.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    aware = plain.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", strict=False)
    day = plain.str.to_datetime("%Y-%m-%d", time_unit="us", strict=False)
    utc = aware.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    read = pl.select(pl.coalesce(naive, utc, day)).to_series()
    return _serial_or(text, read, pl.Datetime("us")) if serial else read


def _serial_or(text: pl.Series, read: pl.Series, dtype: pl.DataType) -> pl.Series:
    days = text.str.extract(f"({_SERIAL})", 1).cast(pl.Float64)
    moment = _DAY_ZERO.cast(pl.Datetime("us")) + pl.duration(microseconds=(pl.lit(days) * 86_400_000_000).round())
    return pl.select(pl.coalesce(read, moment.cast(dtype))).to_series()


def choices(text: pl.Series, allowed: tuple[str, ...]) -> tuple[pl.Series, pl.Series]:
    """Return the choices, null where the text is none of them, and where another spelling was understood."""

    def key(column: pl.Series) -> pl.Series:
        return column.str.to_lowercase().str.replace("^[−–]$", "-").str.replace_all(r"(\w)[\s\-]+(\w)", "${1}_${2}")

    words = [str(word) for word in allowed]  # plain texts: polars makes its own kind of column of an enum
    exact = text.is_in(words)
    spelled = dict(zip(key(pl.Series(words)).to_list(), words, strict=True))
    read = key(text).replace_strict(spelled, default=None, return_dtype=pl.String)
    return read, read.is_not_null() & ~exact


def lists(text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the parts between ``|`` without those that are empty or repeated, and where one was repeated."""
    parts = text.str.split(LIST_SEPARATOR)
    frame = pl.DataFrame({"parts": parts}).with_columns(
        pl.col("parts").list.eval(pl.element().str.strip_chars()).list.eval(pl.element().filter(pl.element() != ""))
    )
    once = frame["parts"].list.unique(maintain_order=True)
    repeated = once.list.len() < frame["parts"].list.len()
    single = pl.DataFrame({"once": once}).select(pl.when(pl.col("once").list.len() > 0).then("once")).to_series()
    return single, repeated.fill_null(value=False)

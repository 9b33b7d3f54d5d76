"""``datapackage.json``: the study described for other programs, after the Data Package standard, version 2.

References
----------
Data Package, version 2.0: https://datapackage.org/
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from clusterdynamics.i18n import use_language
from clusterdynamics.study.names import fold
from clusterdynamics.study.settings import StudySettings
from clusterdynamics.study.tables import LIST_SEPARATOR, TABLES, Field, Kind, Table

__all__ = ["describe", "descriptor_bytes", "field_descriptor"]

_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES: Mapping[Kind, dict[str, Any]] = {
    Kind.IDENTIFIER: {"type": "string"},
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.BOOLEAN: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    Kind.DATE: {"type": "date"},
    Kind.DATETIME: {"type": "datetime", "format": "any"},
    Kind.CHOICE: {"type": "string"},
    Kind.LIST: {"type": "list", "delimiter": LIST_SEPARATOR, "itemType": "string"},
}
#: The pattern of an identifier in XML Schema regular expressions, which the standard asks for.
_IDENTIFIER = r"[^\s|,;]{1,64}"


def descriptor_bytes(settings: StudySettings, tables: Mapping[str, pl.DataFrame]) -> bytes:
    """Return ``datapackage.json`` for the tables that are written."""
    text = json.dumps(describe(settings, tables), indent=2, ensure_ascii=False)
    return (text + "\n").encode()


def describe(settings: StudySettings, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Return the descriptor as plain data.

    Parameters
    ----------
    tables
        Table → canonical frame, for the tables that are written.
    """
    # English always, so that the same study gives the same bytes in every language.
    with use_language("en"):
        return {
            "$schema": _SCHEMA,
            "name": _slug(settings.title),
            "title": settings.title,
            "resources": [_resource(TABLES[name], frame, settings, tables) for name, frame in tables.items()],
        }


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-") or "study"


def _resource(
    table: Table, frame: pl.DataFrame, settings: StudySettings, tables: Mapping[str, pl.DataFrame]
) -> dict[str, Any]:
    fields = [field_descriptor(f, settings) for f in table.fields]
    fields += [{"name": c, "type": "string"} for c in frame.columns if c not in table]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": list(table.key)}
    references = [r for f in table.fields if (r := _foreign_key(table, f, frame, tables))]
    if references:
        schema["foreignKeys"] = references
    return {
        "name": table.name,
        "title": table.title,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def field_descriptor(field: Field, settings: StudySettings | None = None) -> dict[str, Any]:
    """Return one column's description: type, meaning, constraints.

    Parameters
    ----------
    settings
        Where given, columns that name relations and items list what they may name.
    """
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    allowed = list(field.choices) or _named(field, settings)
    if allowed:
        constraints["enum"] = allowed
    if field.kind is Kind.IDENTIFIER:
        constraints["pattern"] = _IDENTIFIER
    for name, bound in (("minimum", field.low), ("maximum", field.high)):
        if bound is not None:
            constraints[name] = int(bound) if field.kind is Kind.INTEGER else bound
    described = {"name": field.name, **_TYPES[field.kind], "description": field.description}
    return {**described, "constraints": constraints} if constraints else described


def _named(field: Field, settings: StudySettings | None) -> list[str]:
    if settings is None or field.references is None or not field.references.startswith("settings."):
        return []
    return [part.id for part in getattr(settings, field.references.removeprefix("settings."))]


def _foreign_key(
    table: Table, field: Field, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame]
) -> dict[str, Any] | None:
    """Return the reference as the standard states it; None where it cannot be stated.

    A cell with several values cannot, and neither can a pair of columns of which one may be empty.
    """
    target, _dot, column = (field.references or "").partition(".")
    if target not in tables or field.kind is Kind.LIST:
        return None
    where = "" if target == table.name else target
    if target == "respondents" and "wave" in table:
        if frame[field.name].null_count():
            return None
        return {"fields": ["wave", field.name], "reference": {"resource": where, "fields": ["wave", "id"]}}
    if target == "respondents":
        # A respondent is one in each wave; the identifier alone is no key there.
        return None
    return {"fields": [field.name], "reference": {"resource": where, "fields": [column]}}

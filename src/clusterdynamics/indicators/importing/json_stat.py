"""Hard figures in JSON-stat 2.0, as Eurostat, Statistics Sweden, Norway, Denmark and others give them out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, TypeGuard

from clusterdynamics.exchange.errors import Faults
from clusterdynamics.exchange.text import Text
from clusterdynamics.i18n import _
from clusterdynamics.indicators.importing.observations import (
    Imported,
    Observation,
    Options,
    observations_frame,
    read_vintage,
)

__all__ = ["looks_like_json_stat", "read_json_stat"]

#: Most figures of one file.
MOST = 5_000_000
_PLACES = ("geo", "region", "ref_area", "area", "nuts")
_TIMES = ("time", "time_period", "year", "tid")


def looks_like_json_stat(text: str) -> bool:
    """Return whether a file is JSON, which only JSON-stat is among the forms that are read."""
    return text.lstrip().startswith("{")


def read_json_stat(text: Text, name: str, options: Options) -> Imported:
    """Return the figures of a data set of JSON-stat 2.0 (class ``dataset``; version 1 with one data set, too).

    Place and time are the dimensions with the roles ``geo`` and ``time``, or of these names; the unit comes from a
    dimension ``unit``, or from the metric's unit. The code of a figure is the data set's identifier or label with the
    categories of the other dimensions.
    """
    faults = Faults(name)
    try:
        data = json.loads(text.text)
    except (ValueError, RecursionError) as problem:
        raise faults.error(
            _("The file is no valid JSON ({detail}).").format(detail=str(problem)[:200]),
            _("Download it again; it may have been cut off."),
        ) from None
    if isinstance(data, dict) and "class" not in data and isinstance(data.get("dataset"), dict):
        data = data["dataset"]
    if not isinstance(data, dict) or data.get("class", "dataset") != "dataset":
        raise faults.error(
            _("The file is JSON-stat, but no data set."), _("Choose a data set; collections only point to them.")
        )
    dimension = data.get("dimension")
    if not isinstance(dimension, dict):
        raise faults.error(_("The file names no dimensions."), _("Choose a complete data set."))
    ids = data.get("id") or dimension.get("id")
    size = data.get("size") or dimension.get("size")
    if not _is_texts(ids) or not _is_sizes(size) or len(ids) != len(size):
        raise faults.error(_("'id' and 'size' do not fit together."), _("Choose a complete data set."))
    total = 1
    for n in size:
        total *= n
    if total > MOST:
        raise faults.error(
            _("The file says that it has {n} figures.").format(n=total), _("Choose fewer regions, years or industries.")
        )
    categories = [_categories(dimension.get(d), n, d, faults) for d, n in zip(ids, size, strict=True)]
    faults.check()
    roles = data.get("role") or dimension.get("role") or {}
    place, time = _role(ids, roles, "geo", _PLACES), _role(ids, roles, "time", _TIMES)
    for what, found in ((_("place"), place), (_("time"), time)):
        if found is None:
            faults.add(
                _("No dimension is the {what}.").format(what=what),
                _("The dimensions are {names}; choose a table by region and year.").format(names=", ".join(ids)),
            )
    faults.check()
    values, status = _by_place(data.get("value"), total, faults), _statuses(data.get("status"), total)
    faults.check()
    unit = next((k for k, d in enumerate(ids) if d.lower() in ("unit", "unit_measure")), None)
    metric = _role(ids, roles, "metric", ("contentscode", "metric"))
    units = _units(dimension.get(ids[metric])) if metric is not None else {}
    label = str(data.get("label") or "")
    extension = data.get("extension")
    data_set = options.code or str((extension or {}).get("id", "") if isinstance(extension, dict) else "")
    data_set = data_set or name.partition(".")[0]
    vintage = read_vintage(str(data.get("updated") or ""))
    source = str(data.get("source") or "")
    found_observations = []
    for k, key in enumerate(product(*(range(n) for n in size))):
        names = [categories[d][c] for d, c in enumerate(key)]
        rest = [f"{d}={c}" for i, (d, c) in enumerate(zip(ids, names, strict=True)) if i not in (place, time, unit)]
        found_observations.append(
            Observation(
                region=names[place or 0],
                period=names[time or 0],
                code="/".join([data_set, *rest]),
                value=values[k],
                unit=names[unit] if unit is not None else units.get(names[metric], "") if metric is not None else "",
                label=label,
                source=options.source or source,
                vintage=options.vintage or vintage,
                flag="" if status[k] in (":", "") else status[k],
                line=None,
            )
        )
    return observations_frame(found_observations, options, faults, ())


def _is_texts(given: Any) -> TypeGuard[list[str]]:
    return isinstance(given, list) and all(isinstance(x, str) for x in given)


def _is_sizes(given: Any) -> TypeGuard[list[int]]:
    return isinstance(given, list) and all(isinstance(x, int) and x > 0 for x in given)


def _categories(given: Any, n: int, name: str, faults: Faults) -> list[str]:
    """Return the codes of a dimension in their order."""
    category = given.get("category", {}) if isinstance(given, dict) else {}
    index = category.get("index") if isinstance(category, dict) else None
    if isinstance(index, dict) and all(isinstance(k, int) for k in index.values()):
        codes = sorted(index, key=lambda c: int(index[c]))
    elif isinstance(index, list):
        codes = [str(c) for c in index]
    elif n == 1 and isinstance(category, dict) and isinstance(category.get("label"), dict):
        codes = list(category["label"])
    else:
        codes = []
    if len(codes) != n:
        faults.add(
            _("The dimension '{name}' has {n} categories, but its size is {size}.").format(
                name=name, n=len(codes), size=n
            ),
            _("Choose a complete data set."),
        )
    return codes


def _role(ids: Sequence[str], roles: Any, role: str, names: Sequence[str]) -> int | None:
    listed = roles.get(role) if isinstance(roles, Mapping) else None
    if isinstance(listed, list) and listed and listed[0] in ids:
        return ids.index(listed[0])
    return next((k for k, d in enumerate(ids) if d.lower() in names), None)


def _by_place(given: Any, total: int, faults: Faults) -> list[float | None]:
    found: list[float | None] = [None] * total
    pairs: list[tuple[Any, Any]] = []
    if isinstance(given, list):
        pairs = list(enumerate(given))
    elif isinstance(given, dict):
        pairs = [(int(k) if str(k).isdigit() else -1, v) for k, v in given.items()]
    else:
        faults.add(_("The file holds no figures."), _("Choose a complete data set."))
    for k, value in pairs:
        if not 0 <= k < total or not (value is None or (isinstance(value, int | float) and value == value)):
            faults.add(
                _("The figure number {k} cannot be placed: {value}.").format(k=k, value=value),
                _("Choose a complete data set."),
            )
        else:
            found[k] = None if value is None else float(value)
    return found


def _statuses(given: Any, total: int) -> list[str]:
    if isinstance(given, str):
        return [given] * total
    found = [""] * total
    pairs = enumerate(given) if isinstance(given, list) else given.items() if isinstance(given, dict) else ()
    for k, value in pairs:
        place = int(k) if str(k).isdigit() else -1
        if 0 <= place < total and value:
            found[place] = str(value)
    return found


def _units(given: Any) -> dict[str, str]:
    category = given.get("category", {}) if isinstance(given, dict) else {}
    units = category.get("unit", {}) if isinstance(category, dict) else {}
    return {c: str(u.get("base") or u.get("label") or "") for c, u in units.items() if isinstance(u, dict)}

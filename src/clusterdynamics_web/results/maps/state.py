"""What somebody looks at: the whole state of the map, in the address and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404

__all__ = ["ATTRIBUTES", "Choices", "State"]

type Options = tuple[tuple[str, str], ...]

#: Key in the address → attribute of organisations by which the map can be filtered.
ATTRIBUTES = {"type": "type", "class": "size_class", "large": "is_anchor", "nuts": "nuts"}


@dataclass(frozen=True)
class Choices:
    """What an audience can choose, each as (value, words).

    Attributes
    ----------
    networks, waves
        Relations and levels; waves, oldest first.
    since
        Earlier waves with which a wave can be compared; none where changes are not shown link by link.
    levels
        Least values of the links that are drawn; none where the relation has no values.
    filters
        Key of `ATTRIBUTES` → values by which this audience can filter.
    areas
        Measures that the areas can follow.
    groups
        Attributes by which organisations are put together.
    """

    networks: Options
    waves: Options
    since: Options = ()
    levels: Options = ()
    filters: Mapping[str, Options] = field(default_factory=dict)
    areas: Options = ()
    groups: Options = ()


@dataclass(frozen=True)
class State:
    """What is looked at. `to_query` and `of` are each other's inverse.

    Attributes
    ----------
    see_as
        The audience, where it is not one's own.
    network, wave, since
        What is drawn; `since` is the wave with which it is compared.
    level
        Least value of the links drawn.
    filters
        Key of `ATTRIBUTES` → value.
    area, groups
        What the areas follow; how organisations are put together.
    labels
        Whether names stand on the map.
    focus
        The organisation or group that is looked at, by its identifier in this picture.
    view
        Which part of the map is on the screen: x, y, zoom.
    """

    network: str
    wave: str
    see_as: str = ""
    since: str = ""
    level: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    area: str = ""
    groups: str = ""
    labels: bool = True
    focus: str = ""
    view: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], choices: Choices) -> State:
        """Read the state from an address.

        Raises
        ------
        Http404
            The address asks for something that cannot be chosen here.
        """

        def chosen(key: str, options: Options, default: str = "") -> str:
            value = query.get(key, "")
            if value and value not in {v for v, _words in options}:
                raise Http404
            return value or default

        wave = chosen("wave", choices.waves, choices.waves[-1][0])
        earlier = choices.since if wave != choices.waves[0][0] else ()
        order = [w for w, _words in choices.waves]
        earlier = tuple((w, words) for w, words in earlier if order.index(w) < order.index(wave))
        since = query.get("since", "")
        given = ((key, query.get(key, "")) for key in ATTRIBUTES)
        return cls(
            network=chosen("net", choices.networks, choices.networks[0][0]),
            wave=wave,
            see_as=query.get("as", ""),
            # Another wave was chosen since: what cannot be compared with it any more is let go of.
            since=since if since in {w for w, _words in earlier} else "",
            level=query.get("level", "") if query.get("level", "") in {v for v, _w in choices.levels} else "",
            filters=tuple((key, value) for key, value in given if value),
            area=query.get("area", "") if query.get("area", "") in {v for v, _w in choices.areas} else "",
            groups=chosen("groups", choices.groups),
            labels=query.get("names", "") != "off",
            focus=_word(query.get("focus", "")),
            view=_view(query.get("view", "")),
        )

    def to_query(self, **changes: Any) -> str:
        """Return the state as the part of an address after "?", with changes."""
        state = replace(self, **changes)
        given = {
            "as": state.see_as,
            "net": state.network,
            "wave": state.wave,
            "since": state.since,
            "level": state.level,
            **dict(state.filters),
            "area": state.area,
            "groups": state.groups,
            "names": "" if state.labels else "off",
            "focus": state.focus,
            "view": state.view,
        }
        return urlencode({key: value for key, value in given.items() if value})


def _word(text: str) -> str:
    return text if text.isascii() and text.isalnum() and len(text) <= 12 else ""


def _view(text: str) -> str:
    """Return x,y,zoom in whole units and hundredths; empty where it is not that."""
    try:
        x, y, zoom = (float(part) for part in text.split(","))
    except ValueError:
        return ""
    if not (abs(x) < 1e5 and abs(y) < 1e5 and 0.01 <= zoom <= 100):
        return ""
    return f"{x:.0f},{y:.0f},{zoom:.2f}"

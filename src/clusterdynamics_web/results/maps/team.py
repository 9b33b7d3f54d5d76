"""The map of the study team: every organisation and link, in one wave or between two."""

from __future__ import annotations

from clusterdynamics.charts.network_map import Layout
from clusterdynamics.disclosure import Audience
from clusterdynamics.measures.analyses.common import cut_names
from clusterdynamics.measures.analyses.drawn import areas_for
from clusterdynamics.study.model import Study
from clusterdynamics_web.results.maps.change import ChangeMap
from clusterdynamics_web.results.maps.filters import filter_choices
from clusterdynamics_web.results.maps.kept import main_network
from clusterdynamics_web.results.maps.picture import Picture
from clusterdynamics_web.results.maps.state import Choices, State
from clusterdynamics_web.results.maps.wave import WaveMap
from clusterdynamics_web.results.maps.words import area_words, networks_first, scale_words

__all__ = ["team_choices", "team_picture"]


def team_choices(study: Study, network: str) -> Choices:
    """Return what the study team can choose, with `network` drawn."""
    names = cut_names(study)
    shown = network if network in names else main_network(study) or ""
    relation, cut = study.settings.relation(shown)
    waves = tuple((w, study.wave_label(w)) for w in study.wave_ids)
    levels = tuple((v, words) for v, words in scale_words(study, shown) if cut is None or float(v) > cut)
    areas = areas_for(study.network(shown))
    return Choices(
        networks=networks_first(study, names),
        waves=tuple(w for w in waves if not relation.waves or w[0] in relation.waves) or waves,
        since=waves[:-1],
        levels=levels,
        filters=filter_choices(study, Audience.STUDY),
        areas=tuple((a, area_words(a)) for a in areas),
    )


def team_picture(study: Study, state: State, places: Layout, source: str) -> Picture:
    """Return the map of the study team.

    Parameters
    ----------
    places
        Where everybody stands in all waves.
    source
        The line that says where the picture comes from.
    """
    if state.since:
        return ChangeMap(study, state, places, source).picture()
    return WaveMap(study, state, places, source).picture()

"""Trust in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from clusterdynamics.charts.numbers import number, percent, span
from clusterdynamics.i18n import _
from clusterdynamics.measures.estimate import Estimate

__all__ = ["part_label", "said_of"]

#: The sources that have a meaning beyond chance.
_SOURCES = ("generosity", "reputation", "pair")


def part_label(name: str) -> str:
    """Return what a source of differences between ratings is called: ``trust.part.pair`` or ``pair``."""
    return {
        "generosity": _("how generous the rater is"),
        "reputation": _("how everybody sees the partner"),
        "pair": _("what is special to the pair"),
        "chance": _("chance and wording"),
    }[name.rpartition(".")[2]]


def said_of(here: Mapping[str, Estimate], wave: str) -> list[str]:
    """Return the sentences on one wave.

    Parameters
    ----------
    here
        Name → figure, those of the whole cluster.
    wave
        What the wave is called.
    """
    share = here.get("trust.share")
    if share is None:  # disclosure control has left the wave out
        return []
    if share.value is None and share.reason in ("not_asked", "none_to_judge"):
        return [_("{wave}, trust: {why}").format(wave=wave, why=share.why)]
    return [
        *_share(here, wave),
        _both(here["trust.mutual"], wave),
        *_returned(here["trust.returned"], wave),
        *_sources(here, wave),
        *_reciprocity(here, wave),
        *_apart(here, wave),
        *_reliability(here, wave),
    ]


def _range(e: Estimate, *, as_percent: bool = False) -> str:
    """Return the bounds in words; empty where there are none."""
    return "" if e.low is None or e.high is None else span(e.low, e.high, as_percent=as_percent)


def _share(here: Mapping[str, Estimate], wave: str) -> list[str]:
    share, mean = here["trust.share"], here["trust.mean"]
    if share.value is None or mean.value is None:
        return [_("{wave}, trusted partners: {why}").format(wave=wave, why=share.why)]
    return [
        _("In {wave} {share} of the partners that were rated are trusted ({range}; {n} ratings, mean {mean}).").format(
            wave=wave,
            share=percent(share.value),
            range=_range(share, as_percent=True) or _("no interval"),
            n=number(share.n, 0),
            mean=number(mean.value),
        )
    ]


def _both(e: Estimate, wave: str) -> str:
    if e.value is None:
        return _("{wave}, trust both ways: {why}").format(wave=wave, why=e.why)
    return _(
        "In {wave} both sides trust each other in {share} of the {n} cooperating pairs that rated each other ({range})."
    ).format(wave=wave, share=percent(e.value), n=number(e.n, 0), range=_range(e, as_percent=True) or _("no interval"))


def _returned(e: Estimate, wave: str) -> list[str]:
    if e.value is None:
        return []
    return [
        _("In {wave} {share} of the trusted partners trust in return ({range}).").format(
            wave=wave, share=percent(e.value), range=_range(e, as_percent=True) or _("no interval")
        )
    ]


def _sources(here: Mapping[str, Estimate], wave: str) -> list[str]:
    parts = {name: here[f"trust.part.{name}"] for name in (*_SOURCES, "chance")}
    values = {name: e.value for name, e in parts.items() if e.value is not None}
    if len(values) < len(parts):
        return [_("{wave}, where ratings come from: {why}").format(wave=wave, why=parts["pair"].why)]
    shares = {name: percent(value) for name, value in values.items()}
    numbers = _(
        "Of the differences between ratings {generosity} come from how generous the rater is, {reputation} from how "
        "everybody sees the partner, {pair} from what is special to the pair, and {chance} from chance and wording."
    ).format(**shares)
    first, second = sorted(_SOURCES, key=lambda name: values[name], reverse=True)[:2]
    lowest, next_highest = parts[first].low, parts[second].high
    clear = lowest is not None and next_highest is not None and lowest > next_highest
    heads = {
        "generosity": _("In {wave} ratings differ above all because some organisations rate higher than others."),
        "reputation": _("In {wave} ratings differ above all because some partners are trusted more by everybody."),
        "pair": _("In {wave} trust is above all a matter of the pair."),
    }
    open_head = _("In {wave} no single source of trust stands out clearly.")
    return [(heads[first] if clear else open_head).format(wave=wave) + " " + numbers]


def _reciprocity(here: Mapping[str, Estimate], wave: str) -> list[str]:
    said = []
    words = {
        "trust.reciprocity.dyadic": (
            _("In {wave} special trust is returned: where one side rates higher than usual, so does the other"),
            _("In {wave} special trust is not returned: where one side rates higher than usual, the other rates lower"),
            _("In {wave} we cannot say whether special trust between two partners is returned"),
        ),
        "trust.reciprocity.generalised": (
            _("In {wave} those who rate others high are also rated high themselves"),
            _("In {wave} those who rate others high are rated low themselves"),
            _("In {wave} we cannot say whether those who rate others high are rated high themselves"),
        ),
    }
    for name, (more, less, unclear) in words.items():
        e = here.get(name)
        if e is None or e.value is None or e.low is None or e.high is None:
            continue
        head = more if e.low > 0 else less if e.high < 0 else unclear
        said.append(
            _("{sentence} (correlation {value}; {range}).").format(
                sentence=head.format(wave=wave), value=number(e.value), range=_range(e)
            )
        )
    return said


def _apart(here: Mapping[str, Estimate], wave: str) -> list[str]:
    e = here.get("trust.pairs_apart")
    if e is None or e.value is None:
        return []
    return [
        _(
            "In {wave} {count} of {n} ratings are higher or lower than the other ratings of the two organisations "
            "let expect (80% intervals, each pair looked at alone); only the study team sees which."
        ).format(wave=wave, count=number(e.value, 0), n=number(e.n, 0))
    ]


def _reliability(here: Mapping[str, Estimate], wave: str) -> list[str]:
    omega, alpha = here["trust.omega"], here["trust.alpha"]
    if alpha.value is None:
        return []
    if omega.value is None:
        return [
            _(
                "In {wave} the reliability of a rating is {alpha} (alpha; {range}; 0 is only chance, 1 no chance)."
            ).format(wave=wave, alpha=number(alpha.value, 2), range=_range(alpha) or _("no interval"))
        ]
    return [
        _(
            "In {wave} the reliability of a rating is {omega} (omega; {range}; alpha {alpha}; 0 is only chance, "
            "1 no chance)."
        ).format(
            wave=wave,
            omega=number(omega.value, 2),
            range=_range(omega) or _("no interval"),
            alpha=number(alpha.value, 2),
        )
    ]

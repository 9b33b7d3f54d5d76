"""What a new session brings along: scenes that suit its kind, to be changed as one likes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusterdynamics_web.sensemaking.models import Kind, SceneKind

__all__ = ["Draft", "agenda_of"]


@dataclass(frozen=True)
class Draft:
    """A scene before it is kept. `sections`: results that would suit, the first that this audience is told about."""

    kind: SceneKind
    title: str
    question: str
    sections: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def agenda_of(kind: Kind) -> tuple[Draft, ...]:
    """Return the scenes of a kind of session, in the active language."""
    if kind == Kind.EMPTY:
        return ()
    stages = (_("Knowing each other"), _("Trying things together"), _("Trusting each other"), _("Building together"))
    welcome = Draft(SceneKind.LOOK, _("Who answered"), _("Who is missing in this picture?"), ("coverage",))
    guess = Draft(SceneKind.GUESS, _("Where do we stand?"), _("What do you think we are best at?"), ("stage",), stages)
    depth = Draft(
        SceneKind.LOOK, _("How we work together"), _("What surprises you? What does not?"), ("depth", "whole_network")
    )
    agree = Draft(
        SceneKind.AGREE,
        _("What do we make of it?"),
        _("How far do you agree?"),
        (),
        (
            _("The picture fits what I see every day."),
            _("We work together with those we have always worked with."),
            _("It is clear to me what we want to reach together."),
            _("I know whom to ask when I need a partner."),
            _("Small joint activities would be the best next step."),
            _("The large companies help the others along."),
        ),
    )
    easy = Draft(
        SceneKind.DOTS,
        _("What is easy to do next?"),
        _("Give your dots to what we should begin with."),
        ("easy_cooperation",),
        (_("Training"), _("Buying together"), _("Trade fairs and visits"), _("Energy and waste"), _("Joint project")),
    )
    change = Draft(SceneKind.LOOK, _("What has changed"), _("What went along with it?"), ("change", "network_change"))
    if kind == Kind.RIPPLE:
        told = Draft(
            SceneKind.RIPPLE,
            _("What came of it?"),
            _("In pairs: what changed because we worked together? What did that lead to? And then?"),
        )
        judged = Draft(
            SceneKind.DOTS,
            _("What matters most?"),
            _("Give your dots to what we should tell others about."),
            (),
            (
                _("What we learned from one another"),
                _("What we sell or make together"),
                _("Whom we can call now"),
                _("What did not work, and why"),
            ),
        )
        return (change, told, judged)
    if kind == Kind.BOARD:
        return (depth, change, agree, easy)
    return (welcome, guess, depth, change, agree, easy)

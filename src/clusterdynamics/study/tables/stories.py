"""Stories, in the words of those who tell them, and how they are coded."""

from __future__ import annotations

from clusterdynamics.i18n import N_
from clusterdynamics.study.tables.columns import RESPONDENT, WAVE, identifier, reference
from clusterdynamics.study.tables.schema import Field, Kind, Table

__all__ = ["STORIES"]

STORIES: tuple[Table, ...] = (
    Table(
        "stories",
        N_("Stories, in the teller's own words"),
        (
            identifier(N_("Identifier")),
            WAVE,
            reference("actor", "actors.id", N_("Organisation of the teller"), required=False),
            RESPONDENT,
            Field("title", Kind.TEXT, N_("Title")),
            Field("text", Kind.TEXT, N_("The story"), required=True),
            Field("worked", Kind.BOOLEAN, N_("A story that worked, or one that did not")),
            Field("language", Kind.IDENTIFIER, N_("Language of the story")),
            Field("class", Kind.CHOICE, N_("Who may read it"), choices=("nobody", "participants", "network", "public")),
        ),
        key=("id",),
    ),
    Table(
        "claims",
        N_("Causal claims in the stories"),
        (
            identifier(N_("Identifier")),
            reference("story", "stories.id", N_("Story it is told in")),
            Field("cause", Kind.IDENTIFIER, N_("Factor that acts"), required=True),
            Field("effect", Kind.IDENTIFIER, N_("Factor that changes"), required=True),
            Field("polarity", Kind.CHOICE, N_("+, − or fails"), required=True, choices=("+", "-", "fails")),
            Field("delay", Kind.CHOICE, N_("How long it takes"), choices=("none", "weeks", "months", "years")),
            Field("start", Kind.INTEGER, N_("First character of the quote"), low=0),
            Field("end", Kind.INTEGER, N_("Character after the quote"), low=0),
            Field("quote", Kind.TEXT, N_("The words themselves")),
            Field("coder", Kind.IDENTIFIER, N_("Who coded it")),
            Field("certainty", Kind.CHOICE, N_("How sure the teller is"), choices=("low", "medium", "high")),
            Field("counter_evidence", Kind.TEXT, N_("What speaks against it")),
            Field("time", Kind.TEXT, N_("When the change happened")),
        ),
        key=("id",),
    ),
    Table(
        "themes",
        N_("Codebook"),
        (
            identifier(N_("Identifier")),
            Field("label", Kind.TEXT, N_("Name of the theme"), required=True),
            reference("parent", "themes.id", N_("Theme it belongs under"), required=False),
            Field("definition", Kind.TEXT, N_("When to use it")),
        ),
        key=("id",),
    ),
    Table(
        "codings",
        N_("Passages and their themes"),
        (
            reference("story", "stories.id", N_("Story")),
            reference("theme", "themes.id", N_("Theme")),
            Field("start", Kind.INTEGER, N_("First character"), low=0),
            Field("end", Kind.INTEGER, N_("Character after the passage"), low=0),
            Field("coder", Kind.IDENTIFIER, N_("Who coded it")),
        ),
        key=("story", "theme", "start", "end", "coder"),
    ),
)

"""Who there is, who was asked, and what was said about partners."""

from __future__ import annotations

from clusterdynamics.i18n import N_
from clusterdynamics.study.tables.columns import MODE, RESPONDENT, WAVE, identifier, reference
from clusterdynamics.study.tables.schema import ANSWER_STATES, TIE_STATES, Field, Kind, Table

__all__ = ["NETWORK"]

NETWORK: tuple[Table, ...] = (
    Table(
        "actors",
        N_("Organisations that can be named"),
        (
            identifier(N_("Short, stable identifier; stays the same in all waves")),
            Field("label", Kind.TEXT, N_("Name of the organisation"), required=True),
            Field("short_label", Kind.TEXT, N_("Short name for maps; unique")),
            Field("type", Kind.IDENTIFIER, N_("Kind of organisation, for example firm or research")),
            Field("size_class", Kind.IDENTIFIER, N_("Size class, for example micro, small, medium, large")),
            Field("is_anchor", Kind.BOOLEAN, N_("Large company whose role is looked at")),
            Field("nuts", Kind.IDENTIFIER, N_("NUTS code of the place")),
            Field("lat", Kind.NUMBER, N_("Latitude, degrees"), low=-90, high=90),
            Field("lon", Kind.NUMBER, N_("Longitude, degrees"), low=-180, high=180),
            reference(
                "joined",
                "waves.id",
                N_("First wave the organisation is part of (empty: from the start)"),
                required=False,
            ),
            reference("left", "waves.id", N_("First wave it is no longer part of (empty: still here)"), required=False),
            reference("opted_out", "waves.id", N_("Wave from which it asked not to appear"), required=False),
            reference(
                "predecessor",
                "actors.id",
                N_("Organisations it came out of (merger, split, new identifier), separated by |"),
                required=False,
                kind=Kind.LIST,
            ),
            Field("aliases", Kind.LIST, N_("Other names people use, separated by |")),
        ),
        key=("id",),
        required=True,
        open=True,
    ),
    Table(
        "waves",
        N_("Dated measurements of the study, oldest first"),
        (
            identifier(N_("Identifier, for example 2026")),
            Field("label", Kind.TEXT, N_("Name shown to people")),
            Field("opens", Kind.DATE, N_("First day of field work")),
            Field("closes", Kind.DATE, N_("Last day of field work")),
        ),
        key=("id",),
    ),
    Table(
        "respondents",
        N_("Who was asked to answer for which organisation, and what came of it"),
        (
            identifier(N_("Identifier of the respondent; no name needed")),
            WAVE,
            reference("actor", "actors.id", N_("Organisation the respondent answers for")),
            Field(
                "status",
                Kind.CHOICE,
                N_("What came of the invitation"),
                required=True,
                choices=("invited", "opened", "started", "submitted", "declined", "bounced"),
            ),
            Field("is_lead", Kind.BOOLEAN, N_("Lead informant of the organisation")),
            Field("role", Kind.TEXT, N_("Role in the organisation")),
            MODE,
            Field("language", Kind.IDENTIFIER, N_("Language of the answers")),
            Field("submitted_at", Kind.DATETIME, N_("When the answers were sent")),
        ),
        key=("wave", "id"),
    ),
    Table(
        "offered",
        N_("Which organisations each respondent could pick from (empty: all)"),
        (
            WAVE,
            reference("respondent", "respondents.id", N_("Who was offered it")),
            reference("actor", "actors.id", N_("Organisation that was on the list")),
        ),
        key=("wave", "respondent", "actor"),
    ),
    Table(
        "ties",
        N_("Links that were reported, one row each; what is not picked needs no row"),
        (
            WAVE,
            reference("relation", "settings.relations", N_("Kind of link")),
            reference("from", "actors.id", N_("Organisation that reports the link")),
            reference("to", "actors.id", N_("Organisation that it names")),
            Field("value", Kind.NUMBER, N_("Value on the scale of the relation; 1 where there is no scale")),
            Field("state", Kind.CHOICE, N_("State of the answer (empty: follows from the value)"), choices=TIE_STATES),
            reference(
                "area", "areas.id", N_("Cooperation areas, separated by |"), required=False, kind=Kind.LIST, lax=True
            ),
            reference(
                "purpose", "purposes.id", N_("Purposes, separated by |"), required=False, kind=Kind.LIST, lax=True
            ),
            RESPONDENT,
            MODE,
            Field("structural", Kind.BOOLEAN, N_("The value is fixed by circumstances, not chosen (codes 10 and 11)")),
        ),
        key=("wave", "relation", "from", "to", "respondent"),
    ),
    Table(
        "ratings",
        N_("Ratings of partners, one row for each item (trust, value, energy)"),
        (
            WAVE,
            reference("item", "settings.items", N_("Item that was rated")),
            reference("from", "actors.id", N_("Organisation that rates")),
            reference("to", "actors.id", N_("Organisation that is rated")),
            Field("value", Kind.NUMBER, N_("Value on the scale of the item")),
            Field(
                "state", Kind.CHOICE, N_("State of the answer (empty: follows from the value)"), choices=ANSWER_STATES
            ),
            RESPONDENT,
        ),
        key=("wave", "item", "from", "to", "respondent"),
    ),
    Table(
        "wishes",
        N_("With whom respondents would like to do more, or to start"),
        (
            WAVE,
            reference("from", "actors.id", N_("Organisation that wishes")),
            reference("to", "actors.id", N_("Organisation it would like to work with")),
            Field("kind", Kind.CHOICE, N_("Do more, or start"), choices=("more", "start")),
            reference(
                "area", "areas.id", N_("Cooperation areas, separated by |"), required=False, kind=Kind.LIST, lax=True
            ),
            RESPONDENT,
        ),
        key=("wave", "from", "to", "respondent"),
    ),
)

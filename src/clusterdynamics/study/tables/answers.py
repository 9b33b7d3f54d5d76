"""What respondents said that is not about a partner, and what they agreed to."""

from __future__ import annotations

from clusterdynamics.i18n import N_
from clusterdynamics.study.tables.columns import MODE, WAVE, identifier, reference
from clusterdynamics.study.tables.schema import ANSWER_STATES, Field, Kind, Table

__all__ = ["ANSWERS"]

ANSWERS: tuple[Table, ...] = (
    Table(
        "answers",
        N_("Answers to questions that are not about a partner"),
        (
            WAVE,
            reference("respondent", "respondents.id", N_("Who answered")),
            reference("item", "settings.items", N_("Question")),
            Field("value", Kind.TEXT, N_("Value, choice or words")),
            Field(
                "state", Kind.CHOICE, N_("State of the answer (empty: follows from the value)"), choices=ANSWER_STATES
            ),
            MODE,
            Field("language", Kind.IDENTIFIER, N_("Language of the answer")),
            Field("saved_at", Kind.DATETIME, N_("When it was saved")),
            Field(
                "occasion",
                Kind.CHOICE,
                N_("First answer, or asked again (empty: first)"),
                choices=("first", "again", "second_informant"),
            ),
        ),
        key=("wave", "respondent", "item", "occasion"),
    ),
    Table(
        "areas",
        N_("Cooperation areas"),
        (
            identifier(N_("Identifier")),
            Field("label", Kind.TEXT, N_("Name of the area"), required=True),
            Field("sensitivity", Kind.INTEGER, N_("1 nothing to lose … 5 core of the business"), low=1, high=5),
        ),
        key=("id",),
    ),
    Table(
        "area_answers",
        N_("Who does, would join or could offer what"),
        (
            WAVE,
            reference("respondent", "respondents.id", N_("Who answered")),
            reference("area", "areas.id", N_("Cooperation area")),
            Field(
                "answer",
                Kind.CHOICE,
                N_("What was ticked"),
                required=True,
                choices=("doing", "would_join", "could_offer", "not_for_us"),
            ),
        ),
        key=("wave", "respondent", "area", "answer"),
    ),
    Table(
        "purposes",
        N_("What a collaboration can be for"),
        (identifier(N_("Identifier")), Field("label", Kind.TEXT, N_("Name of the purpose"), required=True)),
        key=("id",),
    ),
    Table(
        "nominations",
        N_("Who brings energy to the cluster"),
        (
            WAVE,
            reference("respondent", "respondents.id", N_("Who nominates")),
            reference(
                "actor",
                "actors.id",
                N_("Organisation that is nominated, or that the person belongs to"),
                required=False,
            ),
            Field("person", Kind.IDENTIFIER, N_("Code of the person, never the name")),
            Field("reason", Kind.TEXT, N_("Because …")),
        ),
        key=("wave", "respondent", "actor", "person"),
    ),
    Table(
        "champions",
        N_("Whether those who were nominated may be named"),
        (
            Field("person", Kind.IDENTIFIER, N_("Code of the person, as in the nominations")),
            reference("actor", "actors.id", N_("Organisation, where no person was nominated"), required=False),
            Field("name", Kind.TEXT, N_("Name as they agreed to it"), required=True),
            Field(
                "class",
                Kind.CHOICE,
                N_("Who may see it"),
                required=True,
                choices=("nobody", "participants", "network", "public"),
            ),
            Field("time", Kind.DATETIME, N_("When it was given")),
            Field("withdrawn_at", Kind.DATETIME, N_("When it was taken back")),
        ),
        key=("person", "actor", "time"),
    ),
    Table(
        "outside_links",
        N_("Working links outside the region"),
        (
            WAVE,
            reference("respondent", "respondents.id", N_("Who answered")),
            Field("has_links", Kind.BOOLEAN, N_("Has working links outside the region"), required=True),
            Field("partner_type", Kind.IDENTIFIER, N_("Kind of partner")),
            Field("region", Kind.TEXT, N_("Where")),
            Field("purpose", Kind.TEXT, N_("What for")),
        ),
        key=("wave", "respondent", "partner_type", "region"),
    ),
    Table(
        "partner_regions",
        N_("Which other regions respondents work with, one row each; one row with “no” where there is none"),
        (
            WAVE,
            reference("respondent", "respondents.id", N_("Who answered")),
            Field("has_partners", Kind.BOOLEAN, N_("Works with partners in other regions"), required=True),
            Field("region", Kind.TEXT, N_("The other region: NUTS code or name")),
            Field("depth", Kind.NUMBER, N_("How they work with partners there, on the scale of depth"), low=0),
            reference(
                "areas",
                "areas.id",
                N_("Areas in which they get there what they cannot get here, separated by |"),
                required=False,
                kind=Kind.LIST,
                lax=True,
            ),
            Field("gets", Kind.TEXT, N_("What they get there, in their own words")),
            Field("barriers", Kind.LIST, N_("What stands in the way, separated by |")),
            Field("door", Kind.IDENTIFIER, N_("Kind of organisation that should open the door")),
            Field("door_name", Kind.TEXT, N_("Who should open the door, only if they agree to be named")),
        ),
        key=("wave", "respondent", "region"),
    ),
    Table(
        "consents",
        N_("What each respondent agreed to"),
        (
            reference("respondent", "respondents.id", N_("Who agreed")),
            Field(
                "choice",
                Kind.CHOICE,
                N_("What the choice is about"),
                required=True,
                choices=("take_part", "name", "own_ties", "findable", "quote", "recontact"),
            ),
            Field(
                "class",
                Kind.CHOICE,
                N_("Who may see it"),
                required=True,
                choices=("nobody", "participants", "network", "public", "yes", "no"),
            ),
            Field("text_version", Kind.IDENTIFIER, N_("Version of the consent text")),
            Field("time", Kind.DATETIME, N_("When it was given")),
            Field("withdrawn_at", Kind.DATETIME, N_("When it was taken back")),
        ),
        key=("respondent", "choice", "time"),
    ),
)

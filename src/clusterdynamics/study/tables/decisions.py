"""What stands beside the answers and what is done with them."""

from __future__ import annotations

from clusterdynamics.i18n import N_
from clusterdynamics.study.tables.columns import WAVE, identifier, reference
from clusterdynamics.study.tables.schema import Field, Kind, Table

__all__ = ["DECISIONS"]

DECISIONS: tuple[Table, ...] = (
    Table(
        "suggestions",
        N_("Suggested introductions, shown or held out"),
        (
            WAVE,
            reference("from", "actors.id", N_("One side")),
            reference("to", "actors.id", N_("Other side")),
            reference("area", "areas.id", N_("Cooperation area"), required=False, lax=True),
            Field("shown", Kind.BOOLEAN, N_("Was shown"), required=True),
            Field("held_out", Kind.BOOLEAN, N_("Held out on purpose, by chance"), required=True),
        ),
        key=("wave", "from", "to", "area"),
    ),
    Table(
        "indicators",
        N_("Hard figures"),
        (
            Field("region", Kind.IDENTIFIER, N_("Region code"), required=True),
            Field("period", Kind.IDENTIFIER, N_("Year or period"), required=True),
            Field("code", Kind.IDENTIFIER, N_("Code of the indicator"), required=True),
            Field("label", Kind.TEXT, N_("What it is")),
            Field("value", Kind.NUMBER, N_("Value; empty where it is missing or kept secret, and then `flag` says so")),
            Field("unit", Kind.TEXT, N_("Unit"), required=True),
            Field("source", Kind.TEXT, N_("Where it comes from"), required=True),
            Field("vintage", Kind.TEXT, N_("When the source gave it out; an older value is kept beside a newer one")),
            Field("flag", Kind.TEXT, N_("Flags of the source: c secret, e estimated, p provisional, b break, …")),
        ),
        key=("region", "period", "code", "source", "vintage"),
    ),
    Table(
        "findings",
        N_("What the cluster agreed on when it looked at the results"),
        (
            identifier(N_("Identifier")),
            WAVE,
            Field("statement", Kind.TEXT, N_("The finding, in a sentence"), required=True),
            Field("evidence", Kind.TEXT, N_("Figure, scene or votes it rests on")),
            Field("verdict", Kind.CHOICE, N_("How the room saw it"), choices=("agree", "differ", "unclear")),
        ),
        key=("id",),
    ),
    Table(
        "actions",
        N_("What is done about it"),
        (
            identifier(N_("Identifier")),
            Field("title", Kind.TEXT, N_("What is done"), required=True),
            reference("finding", "findings.id", N_("Findings it answers, separated by |"), kind=Kind.LIST),
            reference("purpose", "purposes.id", N_("Purposes, separated by |"), kind=Kind.LIST, lax=True),
            reference("owner", "actors.id", N_("Organisation that sees to it"), required=False),
            reference("partners", "actors.id", N_("Partners, separated by |"), required=False, kind=Kind.LIST),
            Field("due", Kind.DATE, N_("Until when")),
            Field(
                "status",
                Kind.CHOICE,
                N_("Where it stands"),
                required=True,
                choices=("planned", "running", "done", "stopped"),
            ),
            Field("expected_change", Kind.TEXT, N_("What should be different in the next wave")),
            Field("reason", Kind.TEXT, N_("Why it was stopped")),
        ),
        key=("id",),
    ),
)

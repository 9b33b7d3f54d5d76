"""Bad input: tables that contradict themselves or one another."""

from __future__ import annotations

from clusterdynamics.study.codes import Code
from tests.study.breaking import Bad, both, line, more, toml

ACTORS = "actors.csv"
TIES = "ties.csv"

ORGANISATIONS = (
    Bad("same company twice", more("actors", "g,ALFA,Alfa two,,,,,,,,,,"), Code.LABEL_TWICE, ACTORS, 8, "label"),
    Bad(
        "same name on the map", more("actors", "g,Golf,alfa,,,,,,,,,,"), Code.MAP_LABEL_TWICE, ACTORS, 8, "short_label"
    ),
    Bad("same name", more("actors", "g,Beta,,,,,,,,,,,"), Code.MAP_LABEL_TWICE, ACTORS, 8, "label", says="row 3"),
    Bad("other name shared", more("actors", "g,Golf,,,,,,,,,,ALPHA,"), Code.ALIAS_SHARED, ACTORS, 8, "aliases"),
    Bad("half a position", line("actors", 3, "b,Beta,,firm,no,60,,,,,,,12"), Code.HALF_POSITION, ACTORS, 3, "lon"),
    Bad("left before joined", more("actors", "g,Golf,,,,,,2026,2024,,,,"), Code.LEFT_BEFORE_JOINED, ACTORS, 8, "left"),
    Bad(
        "its own predecessor",
        line("actors", 6, "e,Epsilon,,firm,,,,,2026,,d,,"),
        Code.PREDECESSOR_CYCLE,
        ACTORS,
        5,
        "predecessor",
    ),
    Bad(
        "predecessor still there",
        line("actors", 5, "d,Delta,,firm,,,,2026,,,b,,"),
        Code.PREDECESSOR_PRESENT,
        ACTORS,
        5,
        "predecessor",
    ),
    Bad(
        "wave closes early",
        line("waves", 3, "2026,Second,2026-03-01,2026-02-01"),
        Code.WAVE_CLOSES_EARLY,
        "waves.csv",
        3,
        "closes",
    ),
    Bad(
        "waves out of order",
        line("waves", 3, "2026,Second,2022-03-01,2022-04-30"),
        Code.WAVE_ORDER,
        "waves.csv",
        3,
        "opens",
    ),
    Bad(
        "waves overlap",
        line("waves", 3, "2026,Second,2024-04-30,2026-04-30"),
        Code.WAVE_OVERLAP,
        "waves.csv",
        3,
        "opens",
    ),
)


LINKS = (
    Bad("self-tie", more("ties", "2024,depth,a,a,1,,,,"), Code.SELF_TIE, TIES, 10, "to"),
    Bad("off the scale", line("ties", 2, "2024,depth,a,b,6,,,,r1"), Code.OFF_SCALE, TIES, 2, "value", says="0 to 5"),
    Bad("negative without a scale", line("ties", 8, "2026,advice,d,a,-1,,,,"), Code.OFF_SCALE, TIES, 8, "value"),
    Bad("weight without a scale", line("ties", 8, "2026,advice,d,a,7,,,,"), Code.VALUE_WITHOUT_SCALE, TIES, 8, "value"),
    Bad("rating off the scale", line("ratings", 2, "2024,trust,a,b,0,,r1"), Code.OFF_SCALE, "ratings.csv", 2, "value"),
    Bad("no value on a scale", line("ties", 2, "2024,depth,a,b,,,,,r1"), Code.VALUE_MISSING, TIES, 2, "value"),
    Bad("tie of value 0", line("ties", 4, "2024,depth,b,a,0,tie,,,r2"), Code.STATE_WITHOUT_VALUE, TIES, 4, "state"),
    Bad("tie without value", line("ties", 4, "2024,depth,b,a,,tie,,,r2"), Code.STATE_WITHOUT_VALUE, TIES, 4, "state"),
    Bad(
        "no tie with a value", line("ties", 5, "2024,depth,b,c,2,no_tie,,,r2"), Code.STATE_WITH_VALUE, TIES, 5, "state"
    ),
    Bad(
        "don't know with a value",
        line("ties", 3, "2024,depth,a,c,0,dont_know,,,r1"),
        Code.STATE_WITH_VALUE,
        TIES,
        3,
        "state",
    ),
    Bad(
        "rating not known, with a value",
        line("ratings", 3, "2024,trust,b,a,2,dont_know,r2"),
        Code.STATE_WITH_VALUE,
        "ratings.csv",
        3,
        "state",
    ),
    Bad(
        "answered without a value",
        line("answers", 5, "2024,r2,words,,answered,"),
        Code.STATE_WITHOUT_VALUE,
        "answers.csv",
        5,
        "state",
    ),
    Bad("relation not asked", more("ties", "2024,advice,a,b,,,,,r1"), Code.RELATION_NOT_ASKED, TIES, 10, "wave"),
    Bad(
        "not yet there",
        both(more("ties", "2024,depth,a,d,1,,,,r1"), more("offered", "2024,r1,b")),
        Code.ACTOR_NOT_YET,
        TIES,
        10,
        "to",
    ),
    Bad("left already", more("ties", "2026,depth,a,e,1,,,,r1"), Code.ACTOR_LEFT, TIES, 10, "to"),
    Bad("opted out", more("ties", "2026,depth,a,f,1,,,,r1"), Code.ACTOR_OPTED_OUT, TIES, 10, "to"),
    Bad(
        "respondent of one that left",
        more("respondents", "r9,2026,e,invited,,"),
        Code.ACTOR_LEFT,
        "respondents.csv",
        9,
        "actor",
    ),
    Bad("not on the list", more("ties", "2024,depth,b,e,1,,,,r2"), Code.NOT_OFFERED, TIES, 10, "to"),
    Bad(
        "not on the list, respondent understood", more("ties", "2024,depth,b,f,1,,,,"), Code.NOT_OFFERED, TIES, 10, "to"
    ),
    Bad("on nobody's list", line("offered", 4, "2024,r1,b"), Code.NEVER_OFFERED, ACTORS, 6, "id"),
)


RESPONDENTS = (
    Bad("nobody was asked", more("ties", "2026,depth,c,a,1,,,,"), Code.NOT_ASKED, TIES, 10, "from"),
    Bad(
        "respondent of another",
        line("ties", 4, "2024,depth,b,a,2,,,,r1"),
        Code.RESPONDENT_OTHER_ACTOR,
        TIES,
        4,
        "respondent",
    ),
    Bad(
        "story of another",
        line("stories", 2, 's1,2024,b,r1,A,"We met at a fair, and trust grew from there.",yes'),
        Code.RESPONDENT_OTHER_ACTOR,
        "stories.csv",
        2,
        "respondent",
    ),
    Bad(
        "declined and answered", more("ties", "2024,depth,c,a,1,,,,r3"), Code.RESPONDENT_SILENT, TIES, 10, "respondent"
    ),
    Bad(
        "declined and answered, not named",
        more("ties", "2024,depth,c,a,1,,,,"),
        Code.RESPONDENT_SILENT,
        TIES,
        10,
        "from",
    ),
    Bad(
        "two leads", line("respondents", 6, "r4,2026,a,submitted,yes,"), Code.TWO_LEADS, "respondents.csv", 6, "is_lead"
    ),
    Bad(
        "no lead",
        both(toml('informants = "any"', 'informants = "lead"'), line("respondents", 5, "r1,2026,a,submitted,,")),
        Code.NO_LEAD,
        "respondents.csv",
        5,
        "is_lead",
    ),
    Bad(
        "sent outside the wave",
        line("respondents", 2, "r1,2024,a,submitted,yes,2024-05-05T10:00"),
        Code.SUBMITTED_OUTSIDE,
        "respondents.csv",
        2,
        "submitted_at",
    ),
    Bad("no number", line("answers", 2, "2024,r1,s1.1,often,,"), Code.ANSWER_NOT_NUMBER, "answers.csv", 2, "value"),
    Bad("answer off the scale", line("answers", 2, "2024,r1,s1.1,6,,"), Code.OFF_SCALE, "answers.csv", 2, "value"),
    Bad(
        "no option",
        line("answers", 3, "2024,r1,barriers,time|love,,"),
        Code.OPTION_UNKNOWN,
        "answers.csv",
        3,
        "value",
        says="time, money",
    ),
    Bad(
        "consents contradict",
        more("consents", "r1,take_part,no,2024-03-05T10:00:00,"),
        Code.CONSENT_CONTRADICTION,
        "consents.csv",
        5,
        "class",
    ),
    Bad(
        "consents without a time contradict",
        more("consents", "r1,recontact,no,,", "r1,recontact,yes,2024-03-05,"),
        Code.CONSENT_CONTRADICTION,
        "consents.csv",
        6,
        "class",
    ),
    Bad(
        "no answer to the choice",
        line("consents", 2, "r1,take_part,public,2024-03-05T10:00:00,"),
        Code.CONSENT_CLASS,
        "consents.csv",
        2,
        "class",
    ),
    Bad(
        "answers despite a refusal",
        line("consents", 2, "r1,take_part,no,2024-03-05T10:00:00,"),
        Code.CONSENT_REFUSED,
        "consents.csv",
        2,
        "class",
    ),
    Bad(
        "withdrawn before given",
        line("consents", 4, "r1,name,public,2024-03-06,2024-03-05"),
        Code.WITHDRAWN_EARLY,
        "consents.csv",
        4,
        "withdrawn_at",
    ),
    Bad("nominates nobody", line("nominations", 2, "2024,r1,,,Because"), Code.NOMINATION_EMPTY, "nominations.csv", 2),
    Bad(
        "links and none",
        line("outside_links", 3, "2024,r2,no,research,"),
        Code.LINKS_CONTRADICTION,
        "outside_links.csv",
        3,
        "has_links",
    ),
    Bad(
        "links and none in two rows",
        more("outside_links", "2024,r1,no,,"),
        Code.LINKS_CONTRADICTION,
        "outside_links.csv",
        4,
        "has_links",
    ),
    Bad(
        "partners in other regions and none",
        line("partner_regions", 4, "2024,r2,no,NO08,,,,,"),
        Code.PARTNERS_CONTRADICTION,
        "partner_regions.csv",
        4,
        "has_partners",
    ),
    Bad(
        "partners in other regions and none, in two rows",
        more("partner_regions", "2024,r1,no,,,,,,"),
        Code.PARTNERS_CONTRADICTION,
        "partner_regions.csv",
        5,
        "has_partners",
    ),
    Bad(
        "partners in a region without a name",
        line("partner_regions", 3, "2024,r1,yes,,2,,,,"),
        Code.PARTNER_REGION_MISSING,
        "partner_regions.csv",
        3,
        "region",
    ),
    Bad(
        "depth with another region off the scale",
        line("partner_regions", 3, "2024,r1,yes,FI1B,7,,,,"),
        Code.OFF_SCALE,
        "partner_regions.csv",
        3,
        "depth",
    ),
    Bad(
        "not for us, and doing it",
        more("area_answers", "2024,r1,skills,not_for_us"),
        Code.AREA_CONTRADICTION,
        "area_answers.csv",
        4,
        "answer",
    ),
)


STORIES = (
    Bad("end before start", line("codings", 2, "s1,t1,16,3,me"), Code.SPAN_REVERSED, "codings.csv", 2, "end"),
    Bad(
        "after the end of the story",
        line("codings", 2, "s1,t1,3,99,me"),
        Code.SPAN_OUTSIDE,
        "codings.csv",
        2,
        "end",
        says="44",
    ),
    Bad(
        "quote elsewhere",
        line("claims", 2, "k1,s1,contact,trust,+,4,17,met at a fair"),
        Code.QUOTE_ELSEWHERE,
        "claims.csv",
        2,
        "start",
        says="Set start to 3 and end to 16",
    ),
    Bad(
        "quote nowhere",
        line("claims", 2, "k1,s1,contact,trust,+,3,16,met in a bar!"),
        Code.QUOTE_NOT_FOUND,
        "claims.csv",
        2,
        "quote",
    ),
    Bad(
        "quote nowhere, no place",
        line("claims", 3, "k2,s1,contact,trust,-,,,trust fell"),
        Code.QUOTE_NOT_FOUND,
        "claims.csv",
        3,
        "quote",
    ),
    Bad(
        "its own cause",
        line("claims", 2, "k1,s1,trust,trust,+,3,16,met at a fair"),
        Code.CLAIM_SELF,
        "claims.csv",
        2,
        "effect",
    ),
    Bad(
        "theme under itself",
        line("themes", 2, "t1,Trust,t2"),
        Code.THEME_CYCLE,
        "themes.csv",
        2,
        "parent",
        says="t1 ← t2 ← t1",
    ),
    Bad(
        "shown and held out",
        line("suggestions", 2, "2024,a,c,skills,yes,yes"),
        Code.SHOWN_AND_HELD_OUT,
        "suggestions.csv",
        2,
        "held_out",
    ),
    Bad(
        "stopped without a reason",
        line("actions", 2, "x1,A,f1,people,a,b,,stopped,"),
        Code.STOPPED_WITHOUT_REASON,
        "actions.csv",
        2,
        "reason",
    ),
)

"""Kinds of bad input: each breaks the good study in one place and must be reported there, and nowhere else.

The expected places were counted by hand in ``cast.TABLES`` (the header is row 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import clusterdynamics as cd
from clusterdynamics.study.codes import SEVERITIES, Code, Severity
from clusterdynamics.study.problems import StudyError
from tests.study.cast import SETTINGS, TABLES, write_cast

type Change = Callable[[Path], None]


# -- ways to break a study --------------------------------------------------------------------------


def line(table: str, row: int, text: str) -> Change:
    """Replace one line of a table."""

    def change(folder: Path) -> None:
        lines = TABLES[table].copy()
        lines[row - 1] = text
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def more(table: str, *texts: str) -> Change:
    """Add lines to a table."""

    def change(folder: Path) -> None:
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as stream:
            stream.write("".join(f"{t}\n" for t in texts))

    return change


def only(table: str, *texts: str) -> Change:
    """Write a table anew."""

    def change(folder: Path) -> None:
        (folder / f"{table}.csv").write_text("\n".join(texts) + "\n", encoding="utf-8")

    return change


def raw(name: str, content: bytes) -> Change:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return change


def without(*names: str) -> Change:
    def change(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return change


def toml(old: str, new: str) -> Change:
    """Replace a piece of the settings, which must be there."""
    assert old in SETTINGS

    def change(folder: Path) -> None:
        (folder / "study.toml").write_text(SETTINGS.replace(old, new, 1), encoding="utf-8")

    return change


def both(*changes: Change) -> Change:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


@dataclass(frozen=True)
class Bad:
    """One kind of bad input, and the problem it must give."""

    id: str
    change: Change
    code: Code
    file: str
    row: int | None = None
    column: str | None = None
    says: str = ""


ACTORS = "actors.csv"
TIES = "ties.csv"
HEADER = TABLES["actors"][0]

FILES = (
    Bad("no settings", without("study.toml"), Code.SETTINGS_MISSING, "study.toml"),
    Bad("no actors", without(ACTORS), Code.TABLE_MISSING, ACTORS, says="id, label"),
    Bad("empty file", raw(ACTORS, b""), Code.FILE_EMPTY, ACTORS),
    Bad("blank lines only", raw("themes.csv", b"\n\n \n"), Code.FILE_EMPTY, "themes.csv"),
    Bad("unknown file", only("tie", "a,b"), Code.FILE_UNKNOWN, "tie.csv", says="Did you mean 'ties.csv'?"),
    Bad("file name in capitals", only("Themes", "id,label"), Code.TABLE_TWICE, "themes.csv"),
    Bad("no header", raw("areas.csv", b"skills,Training,1\n"), Code.COLUMN_MISSING, "areas.csv", 1, "id"),
    Bad("wrong header", line("areas", 1, "id,lable,sensitivity"), Code.COLUMN_MISSING, "areas.csv", 1, "label"),
    Bad("unknown column", line("areas", 1, "id,label,sensitivty"), Code.COLUMN_UNKNOWN, "areas.csv", 1, "sensitivty",
        says="Did you mean 'sensitivity'?"),
    Bad("label misspelled where columns are free", line("actors", 1, HEADER.replace(",label", ",labels", 1)),
        Code.COLUMN_MISSING, ACTORS, 1, "label", says="Did you mean 'labels'?"),
    Bad("column twice", line("actors", 1, HEADER.replace("employees", "label")), Code.HEADER_TWICE, ACTORS, 1, "label"),
    Bad("header in capitals", line("areas", 1, "ID, Label ,sensitivity"), Code.HEADER_READ_AS, "areas.csv", 1, "ID"),
    Bad("column without name", line("actors", 1, HEADER.replace("employees", "")), Code.HEADER_EMPTY, ACTORS, 1),
    Bad("row too long", line("areas", 3, "research,Research, projects,4"), Code.ROW_TOO_LONG, "areas.csv", 3),
    Bad("row too short", line("areas", 3, "research"), Code.ROW_TOO_SHORT, "areas.csv", 3),
    Bad("quote never closed", line("areas", 3, 'research,"Research projects,4'), Code.QUOTE_OPEN, "areas.csv", 3),
    Bad("text after a quote", line("areas", 3, 'research,"Re"search,4'), Code.QUOTE_STRAY, "areas.csv", 3),
    Bad("Windows-1252", raw("areas.csv", "id,label\nskills,Träning\nresearch,é\n".encode("cp1252")),
        Code.ENCODING_GUESSED, "areas.csv"),
    Bad("mixed encodings", raw("areas.csv", "id,label\nskills,Träning\nresearch,".encode() + b"\xe9\n"),
        Code.ENCODING_MIXED, "areas.csv", 3),
    Bad("mixed encodings in the header", raw("areas.csv", b"id,label,\xe9\n" + "skills,é,\n".encode()),
        Code.ENCODING_MIXED, "areas.csv", 1),
    Bad("no encoding at all", raw("areas.csv", b"id,label\nskills,\x81\n"), Code.ENCODING_UNKNOWN, "areas.csv"),
    Bad("odd UTF-16", raw("areas.csv", "id,label\n".encode("utf-16") + b"x"), Code.ENCODING_UNKNOWN, "areas.csv"),
    Bad("NUL bytes", raw("areas.csv", b"id,label\nskills,Tr\0ning\n"), Code.NUL_CHARACTER, "areas.csv", 2),
    Bad("cell too long", line("areas", 3, f"research,{'x' * 100_001},4"), Code.CELL_TOO_LONG, "areas.csv", 3, "label"),
    Bad("quote open over a long text", line("areas", 2, 'skills,"' + "x\n" * 70_000), Code.CELL_TOO_LONG, "areas.csv", 2),
    Bad("line without end", line("areas", 2, ",".join(["x" * 900] * 1_200)), Code.LINE_TOO_LONG, "areas.csv", 2),
    Bad("too many columns", raw("areas.csv", b"id," * 1_000 + b"label\n"), Code.TOO_MANY_COLUMNS, "areas.csv", 1),
    Bad("too many columns in a quoted header", raw("areas.csv", b'"a\n"' + b',"a\n"' * 1_100),
        Code.TOO_MANY_COLUMNS, "areas.csv", 1),
)  # fmt: skip

CELLS = (
    Bad("required cell empty", line("actors", 3, "b,,,firm,no,,,,,,,,12"), Code.CELL_REQUIRED, ACTORS, 3, "label"),
    Bad("only spaces", line("areas", 3, "research,  ,4"), Code.CELL_REQUIRED, "areas.csv", 3, "label"),
    Bad("not an integer", line("areas", 3, "research,R,4.5"), Code.NOT_INTEGER, "areas.csv", 3, "sensitivity"),
    Bad("not a number", line("ties", 2, "2024,depth,a,b,three,,,,r1"), Code.NOT_NUMBER, TIES, 2, "value"),
    Bad("decimal comma in a comma file", line("ties", 2, '2024,depth,a,b,"2,5",,,,r1'), Code.NOT_NUMBER, TIES, 2, "value"),
    Bad("NaN", line("ties", 2, "2024,depth,a,b,NaN,,,,r1"), Code.NOT_FINITE, TIES, 2, "value"),
    Bad("infinite", line("ties", 2, "2024,depth,a,b,1e999,,,,r1"), Code.NOT_FINITE, TIES, 2, "value"),
    Bad("not a boolean", line("actors", 3, "b,Beta,,firm,maybe,,,,,,,,12"), Code.NOT_BOOLEAN, ACTORS, 3, "is_anchor"),
    Bad("not a date", line("waves", 2, "2024,First,31.3.2024,2024-04-30"), Code.NOT_DATE, "waves.csv", 2, "opens"),
    Bad("a day that does not exist", line("waves", 2, "2024,First,2024-02-30,"), Code.NOT_DATE, "waves.csv", 2, "opens"),
    Bad("not a time", line("respondents", 2, "r1,2024,a,submitted,yes,yesterday"),
        Code.NOT_DATETIME, "respondents.csv", 2, "submitted_at"),
    Bad("not a choice", line("respondents", 3, "r2,2024,b,submited,,"), Code.NOT_CHOICE, "respondents.csv", 3, "status",
        says="Did you mean 'submitted'?"),
    Bad("choice spelled otherwise", line("ties", 3, "2024,depth,a,c,,Dont-Know,,,r1"), Code.CHOICE_READ_AS, TIES, 3, "state"),
    Bad("too low", line("areas", 3, "research,R,0"), Code.TOO_LOW, "areas.csv", 3, "sensitivity"),
    Bad("too high", line("actors", 2, "a,Alfa AB,Alfa,firm,yes,91,15,,,,,,"), Code.TOO_HIGH, ACTORS, 2, "lat"),
    Bad("identifier with a space", more("areas", "new area,New,1"), Code.IDENTIFIER_INVALID, "areas.csv", 4, "id"),
    Bad("identifier too long", more("areas", f"{'x' * 65},New,1"), Code.IDENTIFIER_INVALID, "areas.csv", 4, "id"),
    Bad("invisible character", more("areas", "new\u200b,New,1"), Code.IDENTIFIER_INVALID, "areas.csv", 4, "id"),
    Bad("list with commas", line("ties", 2, '2024,depth,a,b,3,,skills,"save,people",r1'), Code.IDENTIFIER_INVALID,
        TIES, 2, "purpose", says="put | between several"),
    Bad("list names twice", line("ties", 2, "2024,depth,a,b,3,,skills,save|save,r1"), Code.LIST_REPEATED, TIES, 2, "purpose"),
    Bad("formula for a number", line("ties", 2, "2024,depth,a,b,=1+2,,,,r1"), Code.FORMULA, TIES, 2, "value"),
    Bad("formula as identifier", more("areas", "@cmd,New,1"), Code.FORMULA, "areas.csv", 4, "id"),
    Bad("formula as text", line("areas", 3, 'research,"=HYPERLINK(""x"")",4'), Code.FORMULA_TEXT, "areas.csv", 3, "label"),
)  # fmt: skip

KEYS = (
    Bad("actor twice", more("actors", "a,Another,,,,,,,,,,,"), Code.KEY_TWICE, ACTORS, 8, "id", says="row 2"),
    Bad("tie twice", more("ties", "2024,depth,a,b,2,,,,r1"), Code.KEY_TWICE, TIES, 10),
    Bad("answer twice, first said and unsaid", more("answers", "2024,r2,s1.1,,dont_know,"), Code.KEY_TWICE, "answers.csv", 6),
    Bad("unknown actor", line("ties", 2, "2024,depth,a,bb,3,,,,r1"), Code.UNKNOWN_ACTOR, TIES, 2, "to"),
    Bad("name instead of identifier", line("wishes", 2, "2024,a,Beta,start,,r1"), Code.UNKNOWN_ACTOR, "wishes.csv", 2, "to",
        says="Did you mean 'b'?"),
    Bad("unknown actor in a list", line("actions", 2, "x1,A,f1,people,a,b|zz,,stopped,No money"), Code.UNKNOWN_ACTOR,
        "actions.csv", 2, "partners"),
    Bad("unknown wave", line("findings", 2, "f1,2042,Trust,agree"), Code.UNKNOWN_WAVE, "findings.csv", 2, "wave"),
    Bad("unknown respondent", line("wishes", 2, "2024,a,c,start,,r11"), Code.UNKNOWN_RESPONDENT, "wishes.csv", 2, "respondent",
        says="Did you mean 'r1'?"),
    Bad("respondent of another wave", line("wishes", 2, "2024,a,c,start,,r4"), Code.RESPONDENT_OTHER_WAVE, "wishes.csv", 2,
        "respondent"),
    Bad("unknown area", line("wishes", 2, "2024,a,c,start,skillz,r1"), Code.UNKNOWN_AREA, "wishes.csv", 2, "area",
        says="Did you mean 'skills'?"),
    Bad("unknown purpose", line("ties", 2, "2024,depth,a,b,3,,skills,save|gain,r1"), Code.UNKNOWN_PURPOSE, TIES, 2, "purpose"),
    Bad("unknown story", line("codings", 2, "s9,t1,3,16,me"), Code.UNKNOWN_STORY, "codings.csv", 2, "story"),
    Bad("unknown theme", line("codings", 2, "s1,t9,3,16,me"), Code.UNKNOWN_THEME, "codings.csv", 2, "theme"),
    Bad("unknown finding", line("actions", 2, "x1,A,f2,people,a,b,,running,"), Code.UNKNOWN_FINDING, "actions.csv", 2, "finding"),
    Bad("unknown relation", line("ties", 2, "2024,dept,a,b,3,,,,r1"), Code.UNKNOWN_RELATION, TIES, 2, "relation",
        says="Did you mean 'depth'?"),
    Bad("level as relation", line("ties", 2, "2024,cooperation,a,b,1,,,,r1"), Code.LEVEL_AS_RELATION, TIES, 2, "relation",
        says="'depth'"),
    Bad("unknown item", line("answers", 2, "2024,r1,s1.2,4,,"), Code.UNKNOWN_ITEM, "answers.csv", 2, "item"),
    Bad("unknown item rated", line("ratings", 2, "2024,trst,a,b,4,,r1"), Code.UNKNOWN_ITEM, "ratings.csv", 2, "item"),
    Bad("statement among ratings", line("ratings", 2, "2024,s1.1,a,b,4,,r1"), Code.ITEM_KIND, "ratings.csv", 2, "item"),
    Bad("rating among answers", more("answers", "2024,r1,trust,4,,"), Code.ITEM_KIND, "answers.csv", 6, "item"),
    Bad("unknown type", line("actors", 3, "b,Beta,,form,no,,,,,,,,12"), Code.UNKNOWN_TYPE, ACTORS, 3, "type",
        says="Did you mean 'firm'?"),
    Bad("action without finding", line("actions", 2, "x1,A,,people,a,b,,running,"), Code.CELL_REQUIRED, "actions.csv", 2, "finding"),
    Bad("action without purpose", line("actions", 2, "x1,A,f1,,a,b,,running,"), Code.CELL_REQUIRED, "actions.csv", 2, "purpose"),
    Bad("claims without stories", both(without("stories.csv", "codings.csv")), Code.TABLE_NEEDED, "claims.csv", None, "story"),
)  # fmt: skip

ORGANISATIONS = (
    Bad("same company twice", more("actors", "g,ALFA,Alfa two,,,,,,,,,,"), Code.LABEL_TWICE, ACTORS, 8, "label"),
    Bad("same name on the map", more("actors", "g,Golf,alfa,,,,,,,,,,"), Code.MAP_LABEL_TWICE, ACTORS, 8, "short_label"),
    Bad("same name", more("actors", "g,Beta,,,,,,,,,,,"), Code.MAP_LABEL_TWICE, ACTORS, 8, "label", says="row 3"),
    Bad("other name shared", more("actors", "g,Golf,,,,,,,,,,ALPHA,"), Code.ALIAS_SHARED, ACTORS, 8, "aliases"),
    Bad("half a position", line("actors", 3, "b,Beta,,firm,no,60,,,,,,,12"), Code.HALF_POSITION, ACTORS, 3, "lon"),
    Bad("left before joined", more("actors", "g,Golf,,,,,,2026,2024,,,,"), Code.LEFT_BEFORE_JOINED, ACTORS, 8, "left"),
    Bad("its own predecessor", line("actors", 6, "e,Epsilon,,firm,,,,,2026,,d,,"), Code.PREDECESSOR_CYCLE, ACTORS, 5, "predecessor"),
    Bad("predecessor still there", line("actors", 5, "d,Delta,,firm,,,,2026,,,b,,"), Code.PREDECESSOR_PRESENT, ACTORS, 5,
        "predecessor"),
    Bad("wave closes early", line("waves", 3, "2026,Second,2026-03-01,2026-02-01"), Code.WAVE_CLOSES_EARLY, "waves.csv", 3, "closes"),
    Bad("waves out of order", line("waves", 3, "2026,Second,2022-03-01,2022-04-30"), Code.WAVE_ORDER, "waves.csv", 3, "opens"),
    Bad("waves overlap", line("waves", 3, "2026,Second,2024-04-30,2026-04-30"), Code.WAVE_OVERLAP, "waves.csv", 3, "opens"),
)  # fmt: skip

LINKS = (
    Bad("self-tie", more("ties", "2024,depth,a,a,1,,,,"), Code.SELF_TIE, TIES, 10, "to"),
    Bad("off the scale", line("ties", 2, "2024,depth,a,b,6,,,,r1"), Code.OFF_SCALE, TIES, 2, "value", says="0 to 5"),
    Bad("negative without a scale", line("ties", 8, "2026,advice,d,a,-1,,,,"), Code.OFF_SCALE, TIES, 8, "value"),
    Bad("weight without a scale", line("ties", 8, "2026,advice,d,a,7,,,,"), Code.VALUE_WITHOUT_SCALE, TIES, 8, "value"),
    Bad("rating off the scale", line("ratings", 2, "2024,trust,a,b,0,,r1"), Code.OFF_SCALE, "ratings.csv", 2, "value"),
    Bad("no value on a scale", line("ties", 2, "2024,depth,a,b,,,,,r1"), Code.VALUE_MISSING, TIES, 2, "value"),
    Bad("tie of value 0", line("ties", 4, "2024,depth,b,a,0,tie,,,r2"), Code.STATE_WITHOUT_VALUE, TIES, 4, "state"),
    Bad("tie without value", line("ties", 4, "2024,depth,b,a,,tie,,,r2"), Code.STATE_WITHOUT_VALUE, TIES, 4, "state"),
    Bad("no tie with a value", line("ties", 5, "2024,depth,b,c,2,no_tie,,,r2"), Code.STATE_WITH_VALUE, TIES, 5, "state"),
    Bad("don't know with a value", line("ties", 3, "2024,depth,a,c,0,dont_know,,,r1"), Code.STATE_WITH_VALUE, TIES, 3, "state"),
    Bad("rating not known, with a value", line("ratings", 3, "2024,trust,b,a,2,dont_know,r2"), Code.STATE_WITH_VALUE,
        "ratings.csv", 3, "state"),
    Bad("answered without a value", line("answers", 5, "2024,r2,words,,answered,"), Code.STATE_WITHOUT_VALUE, "answers.csv", 5, "state"),
    Bad("relation not asked", more("ties", "2024,advice,a,b,,,,,r1"), Code.RELATION_NOT_ASKED, TIES, 10, "wave"),
    Bad("not yet there", both(more("ties", "2024,depth,a,d,1,,,,r1"), more("offered", "2024,r1,b")), Code.ACTOR_NOT_YET, TIES, 10, "to"),
    Bad("left already", more("ties", "2026,depth,a,e,1,,,,r1"), Code.ACTOR_LEFT, TIES, 10, "to"),
    Bad("opted out", more("ties", "2026,depth,a,f,1,,,,r1"), Code.ACTOR_OPTED_OUT, TIES, 10, "to"),
    Bad("respondent of one that left", more("respondents", "r9,2026,e,invited,,"), Code.ACTOR_LEFT, "respondents.csv", 9, "actor"),
    Bad("not on the list", more("ties", "2024,depth,b,e,1,,,,r2"), Code.NOT_OFFERED, TIES, 10, "to"),
    Bad("not on the list, respondent understood", more("ties", "2024,depth,b,f,1,,,,"), Code.NOT_OFFERED, TIES, 10, "to"),
    Bad("on nobody's list", line("offered", 4, "2024,r1,b"), Code.NEVER_OFFERED, ACTORS, 6, "id"),
)  # fmt: skip

RESPONDENTS = (
    Bad("nobody was asked", more("ties", "2026,depth,c,a,1,,,,"), Code.NOT_ASKED, TIES, 10, "from"),
    Bad("respondent of another", line("ties", 4, "2024,depth,b,a,2,,,,r1"), Code.RESPONDENT_OTHER_ACTOR, TIES, 4, "respondent"),
    Bad("story of another", line("stories", 2, 's1,2024,b,r1,A,"We met at a fair, and trust grew from there.",yes'),
        Code.RESPONDENT_OTHER_ACTOR, "stories.csv", 2, "respondent"),
    Bad("declined and answered", more("ties", "2024,depth,c,a,1,,,,r3"), Code.RESPONDENT_SILENT, TIES, 10, "respondent"),
    Bad("declined and answered, not named", more("ties", "2024,depth,c,a,1,,,,"), Code.RESPONDENT_SILENT, TIES, 10, "from"),
    Bad("two leads", line("respondents", 6, "r4,2026,a,submitted,yes,"), Code.TWO_LEADS, "respondents.csv", 6, "is_lead"),
    Bad("no lead", both(toml('informants = "any"', 'informants = "lead"'), line("respondents", 5, "r1,2026,a,submitted,,")),
        Code.NO_LEAD, "respondents.csv", 5, "is_lead"),
    Bad("sent outside the wave", line("respondents", 2, "r1,2024,a,submitted,yes,2024-05-05T10:00"), Code.SUBMITTED_OUTSIDE,
        "respondents.csv", 2, "submitted_at"),
    Bad("no number", line("answers", 2, "2024,r1,s1.1,often,,"), Code.ANSWER_NOT_NUMBER, "answers.csv", 2, "value"),
    Bad("answer off the scale", line("answers", 2, "2024,r1,s1.1,6,,"), Code.OFF_SCALE, "answers.csv", 2, "value"),
    Bad("no option", line("answers", 3, "2024,r1,barriers,time|love,,"), Code.OPTION_UNKNOWN, "answers.csv", 3, "value",
        says="time, money"),
    Bad("consents contradict", more("consents", "r1,take_part,no,2024-03-05T10:00:00,"), Code.CONSENT_CONTRADICTION,
        "consents.csv", 5, "class"),
    Bad("consents without a time contradict", more("consents", "r1,recontact,no,,", "r1,recontact,yes,2024-03-05,"),
        Code.CONSENT_CONTRADICTION, "consents.csv", 6, "class"),
    Bad("no answer to the choice", line("consents", 2, "r1,take_part,public,2024-03-05T10:00:00,"), Code.CONSENT_CLASS,
        "consents.csv", 2, "class"),
    Bad("answers despite a refusal", line("consents", 2, "r1,take_part,no,2024-03-05T10:00:00,"), Code.CONSENT_REFUSED,
        "consents.csv", 2, "class"),
    Bad("withdrawn before given", line("consents", 4, "r1,name,public,2024-03-06,2024-03-05"), Code.WITHDRAWN_EARLY,
        "consents.csv", 4, "withdrawn_at"),
    Bad("nominates nobody", line("nominations", 2, "2024,r1,,,Because"), Code.NOMINATION_EMPTY, "nominations.csv", 2),
    Bad("links and none", line("outside_links", 3, "2024,r2,no,research,"), Code.LINKS_CONTRADICTION, "outside_links.csv", 3, "has_links"),
    Bad("links and none in two rows", more("outside_links", "2024,r1,no,,"), Code.LINKS_CONTRADICTION, "outside_links.csv", 4,
        "has_links"),
    Bad("not for us, and doing it", more("area_answers", "2024,r1,skills,not_for_us"), Code.AREA_CONTRADICTION,
        "area_answers.csv", 4, "answer"),
)  # fmt: skip

STORIES = (
    Bad("end before start", line("codings", 2, "s1,t1,16,3,me"), Code.SPAN_REVERSED, "codings.csv", 2, "end"),
    Bad("after the end of the story", line("codings", 2, "s1,t1,3,99,me"), Code.SPAN_OUTSIDE, "codings.csv", 2, "end", says="44"),
    Bad("quote elsewhere", line("claims", 2, "k1,s1,contact,trust,+,4,17,met at a fair"), Code.QUOTE_ELSEWHERE, "claims.csv", 2,
        "start", says="Set start to 3 and end to 16"),
    Bad("quote nowhere", line("claims", 2, "k1,s1,contact,trust,+,3,16,met in a bar!"), Code.QUOTE_NOT_FOUND, "claims.csv", 2, "quote"),
    Bad("quote nowhere, no place", line("claims", 3, "k2,s1,contact,trust,-,,,trust fell"), Code.QUOTE_NOT_FOUND, "claims.csv", 3, "quote"),
    Bad("its own cause", line("claims", 2, "k1,s1,trust,trust,+,3,16,met at a fair"), Code.CLAIM_SELF, "claims.csv", 2, "effect"),
    Bad("theme under itself", line("themes", 2, "t1,Trust,t2"), Code.THEME_CYCLE, "themes.csv", 2, "parent", says="t1 ← t2 ← t1"),
    Bad("shown and held out", line("suggestions", 2, "2024,a,c,skills,yes,yes"), Code.SHOWN_AND_HELD_OUT, "suggestions.csv", 2, "held_out"),
    Bad("stopped without a reason", line("actions", 2, "x1,A,f1,people,a,b,,stopped,"), Code.STOPPED_WITHOUT_REASON, "actions.csv",
        2, "reason"),
)  # fmt: skip

S = "study.toml"
SETTINGS_CASES = (
    Bad("no TOML", toml('title = "Small cluster"', 'title = "Small cluster'), Code.TOML_SYNTAX, S, 1, says="Line 1"),
    Bad("ends in the middle", toml('text = "Anything else?"\nkind = "text"\n', 'options = ["a"'), Code.TOML_SYNTAX, S, 56),
    Bad("nested without end", raw(S, b"a = " + b"[" * 100_000), Code.TOML_SYNTAX, S),
    Bad("settings not UTF-8", raw(S, b'title = "\xe9"'), Code.ENCODING_UNKNOWN, S),
    Bad("settings too large", raw(S, b"#" * 1_000_001), Code.FILE_TOO_LARGE, S),
    Bad("unknown setting", toml("boundary =", "boundry ="), Code.SETTING_UNKNOWN, S, None, "boundry", says="Did you mean 'boundary'?"),
    Bad("unknown setting of a relation", toml('label = "Depth"', 'label = "Depth"\ndirectd = true'), Code.SETTING_UNKNOWN, S, None,
        "relations.depth.directd", says="Did you mean 'directed'?"),
    Bad("no title", toml('title = "Small cluster"\n', ""), Code.SETTING_MISSING, S, None, "title"),
    Bad("empty title", toml('title = "Small cluster"', 'title = ""'), Code.SETTING_EMPTY, S, None, "title"),
    Bad("number for a text", toml('title = "Small cluster"', "title = 5"), Code.SETTING_TYPE, S, None, "title", says="quotation marks"),
    Bad("text for a number", toml("high = 5", 'high = "five"'), Code.SETTING_TYPE, S, None, "scales.depth.high"),
    Bad("section for a list", toml("[[scales]]\nid = \"depth\"\nlow = 0\nhigh = 5\n\n[[scales]]\nid = \"agreement\"",
        "[scales]\nid = \"depth\""), Code.SETTING_TYPE, S, None, "scales"),
    Bad("unknown rule", toml('informants = "any"', 'informants = "some"'), Code.SETTING_CHOICE, S, None, "informants",
        says="any, all, lead"),
    Bad("unknown kind of item", toml('kind = "choice"', 'kind = "choices"'), Code.SETTING_CHOICE, S, None, "items.barriers.kind",
        says="Did you mean 'choice'?"),
    Bad("boundary too long", toml("Five organisations", "x" * 501), Code.SETTING_TOO_LONG, S, None, "boundary", says="500"),
    Bad("k too low", toml("[region]", "[disclosure]\nk_inside = 2\n\n[region]"), Code.SETTING_TOO_LOW, S, None, "disclosure.k_inside"),
    Bad("gate out of range", toml("[region]", "[gates]\ndensity = 65\n\n[region]"), Code.SETTING_TOO_HIGH, S, None, "gates.density"),
    Bad("relation with a space", toml('id = "advice"', 'id = "technical advice"'), Code.SETTING_IDENTIFIER, S, None,
        "relations.technical advice.id"),
    Bad("level with a space", toml("contact = 1", '"some contact" = 1'), Code.SETTING_IDENTIFIER, S, None,
        "relations.depth.levels.some contact"),
    Bad("item twice", toml('id = "words"', 'id = "trust"'), Code.SETTING_TWICE, S, None, "items", says="[[items]]"),
    Bad("level called as a relation", toml("contact = 1", "advice = 1"), Code.SETTING_TWICE, S, None, "relations.levels"),
    Bad("unknown scale", toml('scale = "depth"', 'scale = "dept"'), Code.SCALE_UNKNOWN, S, None, "relations.depth.scale",
        says="Did you mean 'depth'?"),
    Bad("scale upside down", toml("low = 0\nhigh = 5", "low = 5\nhigh = 0"), Code.SCALE_REVERSED, S, None, "scales.depth.high"),
    Bad("scale without end", toml("high = 5", "high = inf"), Code.SETTING_INVALID, S, None, "scales.depth.high"),
    Bad("level off the scale", toml("contact = 1", "contact = 9"), Code.LEVEL_OFF_SCALE, S, None, "relations.depth.levels.contact"),
    Bad("relation in an unknown wave", toml('waves = ["2026"]', 'waves = ["2026", "2027"]'), Code.RELATION_WAVE_UNKNOWN, S, None,
        "relations.advice.waves", says="Did you mean"),
    Bad("no boundary", toml('boundary = "Five organisations that were invented for the tests."', ""), Code.NO_BOUNDARY, S, None, "boundary"),
)  # fmt: skip

CASES = (*FILES, *CELLS, *KEYS, *ORGANISATIONS, *LINKS, *RESPONDENTS, *STORIES, *SETTINGS_CASES)

def test_the_good_study_is_good(tmp_path: Path) -> None:
    study, problems = cd.check_study(write_cast(tmp_path))
    assert [str(p) for p in problems] == []
    assert study is not None
    assert study["actors"].height == 6


def test_there_are_many_kinds() -> None:
    """At least 60 kinds of bad input, as codes and not only as cases."""
    assert len({case.code for case in CASES}) >= 60
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_bad_input_is_reported_where_it_is(case: Bad, tmp_path: Path) -> None:
    folder = write_cast(tmp_path / "study")
    case.change(folder)
    before = {p: p.read_bytes() for p in folder.iterdir()}
    study, problems = cd.check_study(folder)
    mine = [p for p in problems if p.code is case.code]
    places = [(p.file, p.row, p.column) for p in mine]
    assert (case.file, case.row, case.column) in places, [str(p) for p in problems]
    problem = mine[places.index((case.file, case.row, case.column))]
    assert problem.severity is SEVERITIES[case.code]
    assert problem.message
    assert problem.remedy
    assert case.says in str(problem)
    errors = [p for p in problems if p.severity is Severity.ERROR]
    assert (study is None) == bool(errors)
    # Reading writes nothing.
    assert {p: p.read_bytes() for p in folder.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["study"]


def test_reading_raises_every_error_and_no_warning(tmp_path: Path) -> None:
    folder = write_cast(tmp_path)
    more("ties", "2024,depth,a,a,9,,,,r1", "2024,depth,zz,b,x,,,,r1")(folder)
    line("claims", 2, "k1,s1,trust,trust,+,3,16,met at a fair")(folder)
    errors = tuple(p for p in cd.check_study(folder)[1] if p.severity is Severity.ERROR)
    with pytest.raises(StudyError) as caught:
        cd.read_study(folder)
    assert caught.value.problems == errors
    assert len(errors) > 3
    assert str(caught.value).count("\n") == len(errors) - 1
    assert Code.CLAIM_SELF not in {p.code for p in errors}  # a warning


def test_several_at_once_are_all_reported(tmp_path: Path) -> None:
    folder = write_cast(tmp_path)
    toml('informants = "any"', 'informants = "some"')(folder)
    more("actors", "a,Another,,,,,,,,,,,")(folder)
    more("ties", "2024,depth,a,a,9,,,,r1", "2024,depth,zz,b,x,,,,r1")(folder)
    line("codings", 2, "s1,t9,16,3,me")(folder)
    raw("areas.csv", b"")(folder)
    codes = {(p.code, p.row) for p in cd.check_study(folder)[1]}
    assert codes >= {
        (Code.SETTING_CHOICE, None),
        (Code.KEY_TWICE, 8),
        (Code.SELF_TIE, 10),
        (Code.NOT_NUMBER, 11),
        (Code.UNKNOWN_ACTOR, 11),
        (Code.UNKNOWN_THEME, 2),
        (Code.SPAN_REVERSED, 2),
        (Code.FILE_EMPTY, None),
    }
    # What refers to a table that could not be read is not judged.
    assert Code.UNKNOWN_AREA not in {code for code, _row in codes}


def test_a_broken_large_table_stays_readable(tmp_path: Path) -> None:
    """1,000 problems of a kind are listed for a file, the others are counted."""
    folder = write_cast(tmp_path)
    more("ties", *(f"2024,depth,a,zz{i},1,,,,r1" for i in range(2_500)))(folder)
    _study, problems = cd.check_study(folder)
    mine = [p for p in problems if p.code is Code.UNKNOWN_ACTOR]
    assert len(mine) == 1_000
    assert mine[0].row == 10
    rest = [p for p in problems if p.code is Code.MORE]
    assert [(p.file, p.row, p.values["count"]) for p in rest] == [(TIES, None, 1_500)]
    assert "1500 more" in rest[0].message

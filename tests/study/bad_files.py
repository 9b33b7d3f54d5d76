"""Bad input: files, headers and settings."""

from __future__ import annotations

import json

from clusterdynamics.study.codes import Code
from tests.study.breaking import Bad, line, only, raw, toml, without
from tests.study.cast import TABLES

ACTORS = "actors.csv"
HEADER = TABLES["actors"][0]
S = "study.toml"


def _shapes(*, notice: str = "© Somebody", end: list[object] | None = None, twice: bool = False) -> bytes:
    """Return outlines of regions with one fault."""
    last = end or [0, 0]
    ring = [last, [1, 0], [1, 1], last] if end != [9, 9] else [[0, 0], [1, 0], [1, 1], last]
    shapes = [{"id": "SE31", "name": "North", "polygons": [[ring]]}] * (2 if twice else 1)
    return json.dumps({"format": 1, "notice": notice, "source": "x", "shapes": shapes}).encode()


FILES = (
    Bad("no settings", without("study.toml"), Code.SETTINGS_MISSING, "study.toml"),
    Bad("no actors", without(ACTORS), Code.TABLE_MISSING, ACTORS, says="id, label"),
    Bad("empty file", raw(ACTORS, b""), Code.FILE_EMPTY, ACTORS),
    Bad("blank lines only", raw("themes.csv", b"\n\n \n"), Code.FILE_EMPTY, "themes.csv"),
    Bad("unknown file", only("tie", "a,b"), Code.FILE_UNKNOWN, "tie.csv", says="Did you mean 'ties.csv'?"),
    Bad("no shapes of regions", raw("shapes.json", b'{"format": 1, "shapes": []}'), Code.SHAPES_INVALID, "shapes.json"),
    Bad("shapes without a notice", raw("shapes.json", _shapes(notice=" ")), Code.SHAPES_INVALID, "shapes.json"),
    Bad("shapes that are open", raw("shapes.json", _shapes(end=[9, 9])), Code.SHAPES_INVALID, "shapes.json"),
    Bad("shapes in metres", raw("shapes.json", _shapes(end=[0, 6_000_000])), Code.SHAPES_INVALID, "shapes.json"),
    Bad(
        "shapes with words for numbers", raw("shapes.json", _shapes(end=["0", "0"])), Code.SHAPES_INVALID, "shapes.json"
    ),
    Bad("shapes nested without end", raw("shapes.json", b"[" * 100_000), Code.SHAPES_INVALID, "shapes.json"),
    Bad("shapes twice", raw("shapes.json", _shapes(twice=True)), Code.SHAPES_INVALID, "shapes.json"),
    Bad("file name in capitals", only("Themes", "id,label"), Code.TABLE_TWICE, "themes.csv"),
    Bad("no header", raw("areas.csv", b"skills,Training,1\n"), Code.COLUMN_MISSING, "areas.csv", 1, "id"),
    Bad("wrong header", line("areas", 1, "id,lable,sensitivity"), Code.COLUMN_MISSING, "areas.csv", 1, "label"),
    Bad(
        "unknown column",
        line("areas", 1, "id,label,sensitivty"),
        Code.COLUMN_UNKNOWN,
        "areas.csv",
        1,
        "sensitivty",
        says="Did you mean 'sensitivity'?",
    ),
    Bad(
        "label misspelled where columns are free",
        line("actors", 1, HEADER.replace(",label", ",labels", 1)),
        Code.COLUMN_MISSING,
        ACTORS,
        1,
        "label",
        says="Did you mean 'labels'?",
    ),
    Bad("column twice", line("actors", 1, HEADER.replace("employees", "label")), Code.HEADER_TWICE, ACTORS, 1, "label"),
    Bad("header in capitals", line("areas", 1, "ID, Label ,sensitivity"), Code.HEADER_READ_AS, "areas.csv", 1, "ID"),
    Bad("column without name", line("actors", 1, HEADER.replace("employees", "")), Code.HEADER_EMPTY, ACTORS, 1),
    Bad("row too long", line("areas", 3, "research,Research, projects,4"), Code.ROW_TOO_LONG, "areas.csv", 3),
    Bad("row too short", line("areas", 3, "research"), Code.ROW_TOO_SHORT, "areas.csv", 3),
    Bad("quote never closed", line("areas", 3, 'research,"Research projects,4'), Code.QUOTE_OPEN, "areas.csv", 3),
    Bad("text after a quote", line("areas", 3, 'research,"Re"search,4'), Code.QUOTE_STRAY, "areas.csv", 3),
    Bad(
        "Windows-1252",
        raw("areas.csv", "id,label\nskills,Träning\nresearch,é\n".encode("cp1252")),
        Code.ENCODING_GUESSED,
        "areas.csv",
    ),
    Bad(
        "mixed encodings",
        raw("areas.csv", "id,label\nskills,Träning\nresearch,".encode() + b"\xe9\n"),
        Code.ENCODING_MIXED,
        "areas.csv",
        3,
    ),
    Bad(
        "mixed encodings in the header",
        raw("areas.csv", b"id,label,\xe9\n" + "skills,é,\n".encode()),
        Code.ENCODING_MIXED,
        "areas.csv",
        1,
    ),
    Bad("no encoding at all", raw("areas.csv", b"id,label\nskills,\x81\n"), Code.ENCODING_UNKNOWN, "areas.csv"),
    Bad("odd UTF-16", raw("areas.csv", "id,label\n".encode("utf-16") + b"x"), Code.ENCODING_UNKNOWN, "areas.csv"),
    Bad("NUL bytes", raw("areas.csv", b"id,label\nskills,Tr\0ning\n"), Code.NUL_CHARACTER, "areas.csv", 2),
    Bad("cell too long", line("areas", 3, f"research,{'x' * 100_001},4"), Code.CELL_TOO_LONG, "areas.csv", 3, "label"),
    Bad(
        "quote open over a long text", line("areas", 2, 'skills,"' + "x\n" * 70_000), Code.CELL_TOO_LONG, "areas.csv", 2
    ),
    Bad("line without end", line("areas", 2, ",".join(["x" * 900] * 1_200)), Code.LINE_TOO_LONG, "areas.csv", 2),
    Bad("too many columns", raw("areas.csv", b"id," * 1_000 + b"label\n"), Code.TOO_MANY_COLUMNS, "areas.csv", 1),
    Bad(
        "too many columns in a quoted header",
        raw("areas.csv", b'"a\n"' + b',"a\n"' * 1_100),
        Code.TOO_MANY_COLUMNS,
        "areas.csv",
        1,
    ),
)


SETTINGS_CASES = (
    Bad("no TOML", toml('title = "Small cluster"', 'title = "Small cluster'), Code.TOML_SYNTAX, S, 1, says="Line 1"),
    Bad(
        "ends in the middle",
        toml('text = "Anything else?"\nkind = "text"\n', 'options = ["a"'),
        Code.TOML_SYNTAX,
        S,
        56,
    ),
    Bad("nested without end", raw(S, b"a = " + b"[" * 100_000), Code.TOML_SYNTAX, S),
    Bad("settings not UTF-8", raw(S, b'title = "\xe9"'), Code.ENCODING_UNKNOWN, S),
    Bad("settings too large", raw(S, b"#" * 1_000_001), Code.FILE_TOO_LARGE, S),
    Bad("no such model", toml('cluster = "Small"', 'model = "ours.toml"'), Code.MODEL_MISSING, S, None, "model"),
    Bad(
        "unknown setting",
        toml("boundary =", "boundry ="),
        Code.SETTING_UNKNOWN,
        S,
        None,
        "boundry",
        says="Did you mean 'boundary'?",
    ),
    Bad(
        "unknown setting of a relation",
        toml('label = "Depth"', 'label = "Depth"\ndirectd = true'),
        Code.SETTING_UNKNOWN,
        S,
        None,
        "relations.depth.directd",
        says="Did you mean 'directed'?",
    ),
    Bad("no title", toml('title = "Small cluster"\n', ""), Code.SETTING_MISSING, S, None, "title"),
    Bad("empty title", toml('title = "Small cluster"', 'title = ""'), Code.SETTING_EMPTY, S, None, "title"),
    Bad(
        "number for a text",
        toml('title = "Small cluster"', "title = 5"),
        Code.SETTING_TYPE,
        S,
        None,
        "title",
        says="quotation marks",
    ),
    Bad("text for a number", toml("high = 5", 'high = "five"'), Code.SETTING_TYPE, S, None, "scales.depth.high"),
    Bad(
        "section for a list",
        toml('[[scales]]\nid = "depth"\nlow = 0\nhigh = 5\n\n[[scales]]\nid = "agreement"', '[scales]\nid = "depth"'),
        Code.SETTING_TYPE,
        S,
        None,
        "scales",
    ),
    Bad(
        "unknown rule",
        toml('informants = "any"', 'informants = "some"'),
        Code.SETTING_CHOICE,
        S,
        None,
        "informants",
        says="any, all, lead",
    ),
    Bad(
        "unknown kind of item",
        toml('kind = "choice"', 'kind = "choices"'),
        Code.SETTING_CHOICE,
        S,
        None,
        "items.barriers.kind",
        says="Did you mean 'choice'?",
    ),
    Bad(
        "boundary too long",
        toml("Five organisations", "x" * 501),
        Code.SETTING_TOO_LONG,
        S,
        None,
        "boundary",
        says="500",
    ),
    Bad(
        "k too low",
        toml("[region]", "[disclosure]\nk_inside = 2\n\n[region]"),
        Code.SETTING_TOO_LOW,
        S,
        None,
        "disclosure.k_inside",
    ),
    Bad(
        "gate out of range",
        toml("[region]", "[gates]\ndensity = 65\n\n[region]"),
        Code.SETTING_TOO_HIGH,
        S,
        None,
        "gates.density",
    ),
    Bad(
        "relation with a space",
        toml('id = "advice"', 'id = "technical advice"'),
        Code.SETTING_IDENTIFIER,
        S,
        None,
        "relations.technical advice.id",
    ),
    Bad(
        "level with a space",
        toml("contact = 1", '"some contact" = 1'),
        Code.SETTING_IDENTIFIER,
        S,
        None,
        "relations.depth.levels.some contact",
    ),
    Bad("item twice", toml('id = "words"', 'id = "trust"'), Code.SETTING_TWICE, S, None, "items", says="[[items]]"),
    Bad(
        "level called as a relation", toml("contact = 1", "advice = 1"), Code.SETTING_TWICE, S, None, "relations.levels"
    ),
    Bad(
        "unknown scale",
        toml('scale = "depth"', 'scale = "dept"'),
        Code.SCALE_UNKNOWN,
        S,
        None,
        "relations.depth.scale",
        says="Did you mean 'depth'?",
    ),
    Bad(
        "scale upside down",
        toml("low = 0\nhigh = 5", "low = 5\nhigh = 0"),
        Code.SCALE_REVERSED,
        S,
        None,
        "scales.depth.high",
    ),
    Bad(
        "level without end",
        toml("contact = 1", "contact = nan"),
        Code.SETTING_INVALID,
        S,
        None,
        "relations.depth.levels.contact",
    ),
    Bad(
        "shown to nobody we know",
        toml("[region]", '[disclosure.opens]\nmap = ["board", "bored"]\n\n[region]'),
        Code.SETTING_CHOICE,
        S,
        None,
        "disclosure.opens.map.2",
        says="Did you mean 'board'?",
    ),
    Bad(
        "text for a section",
        toml('[region]\nname = "Nowhere"\nnuts = "SE312"', 'region = "SE"'),
        Code.SETTING_TYPE,
        S,
        None,
        "region",
    ),
    Bad("scale without end", toml("high = 5", "high = inf"), Code.SETTING_INVALID, S, None, "scales.depth.high"),
    Bad(
        "level off the scale",
        toml("contact = 1", "contact = 9"),
        Code.LEVEL_OFF_SCALE,
        S,
        None,
        "relations.depth.levels.contact",
    ),
    Bad(
        "relation in an unknown wave",
        toml('waves = ["2026"]', 'waves = ["2026", "2027"]'),
        Code.RELATION_WAVE_UNKNOWN,
        S,
        None,
        "relations.advice.waves",
        says="Did you mean",
    ),
    Bad(
        "no boundary",
        toml('boundary = "Five organisations that were invented for the tests."', ""),
        Code.NO_BOUNDARY,
        S,
        None,
        "boundary",
    ),
)

"""A small study without any problem that uses every table, for the tests to break."""

from __future__ import annotations

from pathlib import Path

SETTINGS = """\
title = "Small cluster"
cluster = "Small"
boundary = "Five organisations that were invented for the tests."
languages = ["en", "sv"]
informants = "any"

[region]
name = "Nowhere"
nuts = "SE312"

[types]
firm = "Company"
research = "University"

[[scales]]
id = "depth"
low = 0
high = 5

[[scales]]
id = "agreement"
low = 1
high = 5

[[relations]]
id = "depth"
label = "Depth"
scale = "depth"
directed = false
levels = { contact = 1, cooperation = 2 }

[[relations]]
id = "advice"
label = "Advice"
waves = ["2026"]

[[items]]
id = "s1.1"
text = "We know each other."
scale = "agreement"

[[items]]
id = "trust"
text = "They are reliable."
kind = "rating"
scale = "agreement"

[[items]]
id = "barriers"
text = "What is in the way?"
kind = "choice"
options = ["time", "money"]

[[items]]
id = "words"
text = "Anything else?"
kind = "text"
"""

#: Table → lines. Row numbers in the tests count from the header, which is row 1.
TABLES: dict[str, list[str]] = {
    "actors": [
        "id,label,short_label,type,is_anchor,lat,lon,joined,left,opted_out,predecessor,aliases,employees",
        "a,Alfa AB,Alfa,firm,yes,60.1,15.2,,,,,Alpha|Alfa verken,250",  # 2
        "b,Beta,,firm,no,,,,,,,,12",  # 3
        "c,Gamma University,Gamma,research,,,,,,,,,",  # 4
        "d,Delta,,firm,,,,2026,,,e,,",  # 5
        "e,Epsilon,,firm,,,,,2026,,,,",  # 6
        "f,Zeta,,firm,,,,,,2026,,,",  # 7
    ],
    "waves": [
        "id,label,opens,closes",
        "2024,First,2024-03-01,2024-04-30",
        "2026,Second,2026-03-01,2026-04-30",
    ],
    "respondents": [
        "id,wave,actor,status,is_lead,submitted_at",
        "r1,2024,a,submitted,yes,2024-03-05T10:00:00",  # 2
        "r2,2024,b,submitted,,",  # 3
        "r3,2024,c,declined,,",  # 4
        "r1,2026,a,submitted,yes,",  # 5
        "r4,2026,a,submitted,no,",  # 6
        "r2,2026,b,started,,",  # 7
        "r5,2026,d,submitted,,",  # 8
    ],
    "offered": [
        "wave,respondent,actor",
        "2024,r1,b",
        "2024,r1,c",
        "2024,r1,e",
        "2024,r1,f",
        "2024,r2,a",
        "2024,r2,c",
    ],
    "ties": [
        "wave,relation,from,to,value,state,area,purpose,respondent",
        "2024,depth,a,b,3,,skills,save|people,r1",  # 2
        "2024,depth,a,c,,dont_know,,,r1",  # 3
        "2024,depth,b,a,2,tie,,,r2",  # 4
        "2024,depth,b,c,0,no_tie,,,r2",  # 5
        "2026,depth,a,b,4,,,,r1",  # 6
        "2026,depth,a,b,5,,,,r4",  # 7
        "2026,advice,d,a,,,,,",  # 8
        "2026,depth,b,d,,not_answered,,,r2",  # 9
    ],
    "ratings": [
        "wave,item,from,to,value,state,respondent",
        "2024,trust,a,b,4,,r1",
        "2024,trust,b,a,,dont_know,r2",
    ],
    "wishes": ["wave,from,to,kind,area,respondent", "2024,a,c,start,skills|research,r1"],
    "answers": [
        "wave,respondent,item,value,state,occasion",
        "2024,r1,s1.1,4,,",  # 2
        "2024,r1,barriers,time|money,,",  # 3
        "2024,r2,s1.1,,dont_know,first",  # 4
        '2024,r2,words,"Well, yes",answered,',  # 5
    ],
    "areas": ["id,label,sensitivity", "skills,Training,1", "research,Research projects,4"],
    "area_answers": ["wave,respondent,area,answer", "2024,r1,skills,doing", "2024,r1,research,not_for_us"],
    "purposes": ["id,label", "save,Save cost", "people,Find people"],
    "nominations": ["wave,respondent,actor,person,reason", "2024,r1,b,p1,Because she asks"],
    "champions": ["person,actor,name,class,time", "p1,,Kim Berg,participants,2024-04-01T09:00:00"],
    "outside_links": [
        "wave,respondent,has_links,partner_type,region",
        "2024,r1,yes,research,Oslo",
        "2024,r2,no,,",
    ],
    "partner_regions": [
        "wave,respondent,has_partners,region,depth,areas,gets,barriers,door",
        "2024,r1,yes,NO08,3,skills|research,A test bed,border|funding,research",  # 2
        "2024,r1,yes,FI1B,2,,,,",  # 3
        "2024,r2,no,,,,,,",  # 4
    ],
    "consents": [
        "respondent,choice,class,time,withdrawn_at",
        "r1,take_part,yes,2024-03-05T10:00:00,",  # 2
        "r1,name,network,2024-03-05T10:00:00,",  # 3
        "r1,name,public,2024-03-06T10:00:00,2024-03-07T10:00:00",  # 4
    ],
    "stories": [
        "id,wave,actor,respondent,title,text,worked",
        's1,2024,a,r1,A start,"We met at a fair, and trust grew from there.",yes',
    ],
    "claims": [
        "id,story,cause,effect,polarity,start,end,quote",
        "k1,s1,contact,trust,+,3,16,met at a fair",  # 2
        "k2,s1,contact,trust,-,,,trust grew",  # 3
    ],
    "themes": ["id,label,parent", "t1,Trust,", "t2,Broken trust,t1"],
    "codings": ["story,theme,start,end,coder", "s1,t1,3,16,me"],
    "suggestions": ["wave,from,to,area,shown,held_out", "2024,a,c,skills,yes,no"],
    "indicators": ["region,period,code,label,value,unit,source", "SE312,2024,emp,Employment,1200.5,persons,SCB"],
    "findings": ["id,wave,statement,verdict", "f1,2024,Trust is high,agree"],
    "actions": [
        "id,title,finding,purpose,owner,partners,due,status,reason",
        "x1,A joint course,f1,people,a,b|c,2024-12-31,stopped,No money",
    ],
}


def write_cast(folder: Path) -> Path:
    """Write the good study to `folder` as a person would, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(SETTINGS, encoding="utf-8")
    for name, lines in TABLES.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder

"""Five stories of projects, champions and large companies."""

from __future__ import annotations

from clusterdynamics.examples.skogsbygden.cast import FIRST, SECOND
from clusterdynamics.examples.skogsbygden.story import Claim, Passage, Story

__all__ = ["DEEP_STORIES"]

_B = "coder-b"

_STOPPAGE = Story(
    id="st08",
    wave=SECOND,
    actor="F01",
    title="The stoppage week",
    worked=True,
    language="en",
    audience="public",
    text=(
        "Every autumn the board mill stands still for nine days. For forty years we used them to paint. Two years ago "
        "the management said: let the neighbours in. Since we came in with our machine and our hours, there are "
        "three joint trials a year that would not exist otherwise. The trials we ran together gave us a board that "
        "carries a fifth more, and gave a firm of six people a product. What made the difference was one evening. "
        "Our process engineer showed them the real fault rates, not the brochure. Because the true numbers were on "
        "the table, the trial that had failed twice worked the third time. And the result did something to us. "
        "Having made something together, we trust those people in a way no contract had managed. I am asked whether "
        "it pays. It has paid; so when the next one is proposed, the answer starts from yes."
    ),
    claims=(
        Claim(
            "large_company_engagement",
            "joint_projects",
            "+",
            "Since we came in with our machine and our hours, there are three joint trials a year",
            delay="months",
            certainty="high",
            time="since 2024",
        ),
        Claim(
            "joint_projects",
            "joint_results",
            "+",
            "The trials we ran together gave us a board that carries a fifth more",
            delay="years",
            certainty="high",
        ),
        Claim(
            "openness",
            "joint_results",
            "+",
            "Because the true numbers were on the table, the trial that had failed twice worked the third time.",
            delay="weeks",
            certainty="high",
        ),
        Claim(
            "joint_results",
            "trust",
            "+",
            "Having made something together, we trust those people in a way no contract had managed.",
            delay="months",
        ),
        Claim(
            "joint_results",
            "expected_benefit",
            "+",
            "It has paid; so when the next one is proposed, the answer starts from yes.",
        ),
    ),
    passages=(
        Passage("large_companies", "let the neighbours in"),
        Passage("openness", "Our process engineer showed them the real fault rates, not the brochure."),
        Passage("gains", "gave a firm of six people a product"),
    ),
)

_TWELVE = Story(
    id="st09",
    wave=SECOND,
    actor="I01",
    title="Twelve projects and one of me",
    worked=False,
    language="en",
    audience="network",
    text=(
        "People say that I bring energy, and I do like mornings. When I have the strength to go and see people, "
        "something starts within a month; that is simply how projects begin here. In 2024 we had five. Now we have "
        "twelve. Each new project puts two more evenings and one more steering group on my table, because it was I "
        "who brought them together and nobody else knows all the names. And with every evening I have less of what "
        "they come to me for. In the spring I forgot to ring the architect, twice. She would have been perfect. The "
        "thirteenth project is the one that did not start, and nobody will ever miss it but me. I am sixty-four. I "
        "have asked three times for somebody to come along and learn the names."
    ),
    claims=(
        Claim(
            "champion_energy",
            "joint_projects",
            "+",
            "When I have the strength to go and see people, something starts within a month",
            delay="weeks",
            certainty="high",
        ),
        Claim(
            "joint_projects",
            "champion_load",
            "+",
            "Each new project puts two more evenings and one more steering group on my table",
            certainty="high",
            time="2024 to 2026",
        ),
        Claim(
            "champion_load",
            "champion_energy",
            "-",
            "with every evening I have less of what they come to me for",
            delay="months",
            certainty="high",
        ),
        Claim(
            "champion_energy",
            "joint_projects",
            "+",
            "When I have the strength to go and see people, something starts within a month",
            delay="weeks",
            coder=_B,
        ),
        Claim(
            "joint_projects",
            "champion_load",
            "+",
            "Each new project puts two more evenings and one more steering group on my table",
            coder=_B,
        ),
        Claim(
            "champion_load",
            "champion_energy",
            "-",
            "with every evening I have less of what they come to me for",
            coder=_B,
        ),
    ),
    passages=(
        Passage("champions", "People say that I bring energy"),
        Passage("champions", "People say that I bring energy", _B),
        Passage("overload", "In the spring I forgot to ring the architect, twice."),
        Passage("overload", "I have asked three times for somebody to come along and learn the names.", _B),
    ),
)

_LIGNIN = Story(
    id="st10",
    wave=FIRST,
    actor="R01",
    title="The brown powder",
    worked=True,
    language="en",
    audience="network",
    text=(
        "A colleague of mine carried a jar of lignin around for a winter. He put it on every table in the valley, and "
        "it was his stubbornness that turned a jar into a project with five partners. It is an ugly brown powder and "
        "nobody wanted it. The project gave us a binder that holds, with a third less oil in it. I should say how. In "
        "most projects the partners send the person who may say nothing. In this one the people from the works told "
        "us where their own process spills, and only from that did we get the binder to cure. The day the first "
        "board left the press the partners stopped asking what the institute costs and started asking what comes "
        "next. He is on to the next jar."
    ),
    claims=(
        Claim(
            "champion_energy",
            "joint_projects",
            "+",
            "it was his stubbornness that turned a jar into a project with five partners",
            delay="months",
            certainty="high",
            time="winter 2022",
        ),
        Claim(
            "joint_projects",
            "joint_results",
            "+",
            "The project gave us a binder that holds, with a third less oil in it.",
            delay="years",
            certainty="high",
        ),
        Claim(
            "openness",
            "joint_results",
            "+",
            "the people from the works told us where their own process spills, and only from that did we get the "
            "binder to cure",
            delay="months",
        ),
        Claim(
            "joint_results",
            "expected_benefit",
            "+",
            "The day the first board left the press the partners stopped asking what the institute costs",
            certainty="medium",
        ),
    ),
    passages=(
        Passage("champions", "A colleague of mine carried a jar of lignin around for a winter."),
        Passage("openness", "told us where their own process spills"),
        Passage("gains", "The project gave us a binder that holds"),
    ),
)

_TRIAL = Story(
    id="st11",
    wave=FIRST,
    actor="F06",
    title="Provkörningen som aldrig blev av",
    worked=False,
    language="sv",
    audience="participants",
    text=(
        "Det stora massabruket köper sju åttondelar av det vi gör. Ju mer bruket engagerade sig i oss, desto mer "
        "hängde vi på bruket. Det var tryggt, och vi slutade ringa andra. När vi ville prova det nya bindemedlet i "
        "full skala behövdes deras linje i två dygn. De sa inte nej. De sa nästa kvartal, fem gånger. Eftersom vi "
        "lever på dem vågade vi inte gå till någon annan med något som skulle göra deras gamla limmer onödigt. Sedan "
        "kom samarbetsprojektet med åtta parter, och med det följde rapporter, tidrapporter och möten om mötena. "
        "Allt samordnande åt upp de timmar vi hade över att prova saker på. Bindemedlet finns. Det står i en tunna."
    ),
    claims=(
        Claim(
            "large_company_engagement",
            "dependence",
            "+",
            "Ju mer bruket engagerade sig i oss, desto mer hängde vi på bruket.",
            delay="years",
            certainty="high",
        ),
        Claim(
            "dependence",
            "readiness_for_radical_change",
            "-",
            "Eftersom vi lever på dem vågade vi inte gå till någon annan",
            certainty="high",
            time="2023",
        ),
        Claim(
            "joint_projects",
            "coordination_burden",
            "+",
            "samarbetsprojektet med åtta parter, och med det följde rapporter, tidrapporter och möten om mötena",
        ),
        Claim(
            "coordination_burden",
            "slack",
            "-",
            "Allt samordnande åt upp de timmar vi hade över att prova saker på.",
            delay="months",
            certainty="high",
        ),
    ),
    passages=(
        Passage("large_companies", "De sa nästa kvartal, fem gånger."),
        Passage("overload", "Allt samordnande åt upp de timmar vi hade över att prova saker på."),
    ),
)

_CRANE = Story(
    id="st12",
    wave=SECOND,
    actor="R02",
    title="When the crane stood still",
    worked=True,
    language="en",
    audience="nobody",
    text=(
        "When building stopped in 2025 the big house factory sent two hundred people home. I thought that was the end "
        "of us. It was not, for an odd reason. Five firms had come to trust each other over the years, and because of "
        "that they could say aloud what they all wanted: a school that can be taken down and put up again. A shared "
        "aim like that needs no persuading; within the summer it was a project with a budget. We have the first "
        "classroom standing in the yard. It brought two enquiries from abroad, and now the firms reckon that the next "
        "one will pay as well. There is a shadow. The more we run, the more lands on the same woman at Näringsforum. "
        "She used to light up a room. With all that on her shoulders she has begun to read her messages during "
        "meetings, and I cannot blame her."
    ),
    claims=(
        Claim(
            "trust",
            "shared_purpose",
            "+",
            "Five firms had come to trust each other over the years, and because of that they could say aloud what "
            "they all wanted",
            delay="years",
        ),
        Claim(
            "shared_purpose",
            "joint_projects",
            "+",
            "A shared aim like that needs no persuading; within the summer it was a project with a budget.",
            delay="months",
            certainty="high",
            time="summer 2025",
        ),
        Claim(
            "joint_results",
            "expected_benefit",
            "+",
            "It brought two enquiries from abroad, and now the firms reckon that the next one will pay as well.",
            delay="months",
        ),
        Claim(
            "joint_projects",
            "champion_load",
            "+",
            "The more we run, the more lands on the same woman at Näringsforum.",
            certainty="high",
        ),
        Claim(
            "champion_load",
            "champion_energy",
            "-",
            "With all that on her shoulders she has begun to read her messages during meetings",
            delay="months",
        ),
    ),
    passages=(
        Passage("downturn", "the big house factory sent two hundred people home"),
        Passage("shared_aim", "a school that can be taken down and put up again"),
        Passage("overload", "the more lands on the same woman at Näringsforum"),
    ),
)

DEEP_STORIES: tuple[Story, ...] = (_STOPPAGE, _TWELVE, _LIGNIN, _TRIAL, _CRANE)

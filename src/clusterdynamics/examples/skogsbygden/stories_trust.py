"""Three stories of trust that did not lead to openness: the link at which the trust loop is broken."""

from __future__ import annotations

from clusterdynamics.examples.skogsbygden.cast import SECOND
from clusterdynamics.examples.skogsbygden.story import Claim, Passage, Story

__all__ = ["TRUST_STORIES"]

_B = "coder-b"

_GLUE = Story(
    id="st05",
    wave=SECOND,
    actor="F16",
    title="What we did not say about the glue",
    worked=False,
    language="en",
    audience="network",
    text=(
        "Sharing a lorry with the sawmill taught us that they load when they say they will load. Two winters of that "
        "and you stop checking. They kept every date, even in the week of the storm, and so I came to trust them "
        "more than I trust my own brother-in-law. Then our glue began to let go. Not much, one beam in two hundred, "
        "but you do not sleep. They dry the wood we glue, and they would have known within an hour what had changed. "
        "I trusted them, and still I did not tell them. I was sitting across from their manager with the report in "
        "my bag, and I talked about the weather. If it got out, the insurer would come before the solution did. In "
        "June they told me themselves that they had changed a kiln in March. We had both known half of it for three "
        "months. I would do the next lorry, or the next course, with them tomorrow; trusting them makes me want to. "
        "But telling them what is wrong with us, that is another staircase."
    ),
    claims=(
        Claim(
            "easy_cooperation",
            "commitments_kept",
            "+",
            "Sharing a lorry with the sawmill taught us that they load when they say they will load.",
            delay="months",
            certainty="high",
        ),
        Claim(
            "commitments_kept",
            "trust",
            "+",
            "They kept every date, even in the week of the storm, and so I came to trust them",
            delay="years",
            certainty="high",
        ),
        Claim(
            "trust",
            "openness",
            "fails",
            "I trusted them, and still I did not tell them.",
            certainty="high",
            time="spring 2026",
        ),
        Claim("trust", "willingness", "+", "I would do the next lorry, or the next course, with them tomorrow"),
        Claim(
            "easy_cooperation",
            "commitments_kept",
            "+",
            "Sharing a lorry with the sawmill taught us that they load when they say they will load.",
            coder=_B,
        ),
        Claim(
            "commitments_kept",
            "willingness",
            "+",
            "They kept every date, even in the week of the storm",
            certainty="low",
            coder=_B,
        ),
        Claim(
            "trust",
            "openness",
            "fails",
            "I trusted them, and still I did not tell them.",
            certainty="high",
            coder=_B,
        ),
    ),
    passages=(
        Passage("keeping_word", "They kept every date, even in the week of the storm"),
        Passage("keeping_word", "They kept every date, even in the week of the storm", _B),
        Passage("silence", "I was sitting across from their manager with the report in my bag"),
        Passage("silence", "I was sitting across from their manager with the report in my bag", _B),
        Passage("trust", "you stop checking", _B),
    ),
)

_TABLE = Story(
    id="st06",
    wave=SECOND,
    actor="F10",
    title="Two years at the same table",
    worked=False,
    language="en",
    audience="public",
    text=(
        "We have shared a safety engineer with four other firms since 2024. Out of that simple arrangement grew a "
        "list on the wall of who had promised what, and after a year every line had been struck through. People here "
        "do what they say; that is why I would lend any of them my keys. So we thought the next step would come by "
        "itself: show one another the plans for the new line, because two of us are building the same cell for the "
        "same mill. It did not come. We trust each other, we like each other, and the drawings stay in the bag. Our "
        "lawyer says competition law, their lawyer says the customer's secrecy agreement. I do not think anybody has "
        "read either. We met eleven times. In the end we paid for the same mistake twice, ten kilometres apart."
    ),
    claims=(
        Claim(
            "easy_cooperation",
            "commitments_kept",
            "+",
            "Out of that simple arrangement grew a list on the wall of who had promised what, and after a year every "
            "line had been struck through.",
            delay="years",
            certainty="high",
        ),
        Claim(
            "commitments_kept",
            "trust",
            "+",
            "People here do what they say; that is why I would lend any of them my keys.",
            certainty="high",
        ),
        Claim(
            "trust",
            "openness",
            "fails",
            "We trust each other, we like each other, and the drawings stay in the bag.",
            certainty="high",
            counter="Secrecy agreements with the customer may forbid it whatever the trust.",
            time="2025",
        ),
    ),
    passages=(
        Passage("keeping_word", "every line had been struck through"),
        Passage("silence", "the drawings stay in the bag"),
        Passage("law", "Our lawyer says competition law, their lawyer says the customer's secrecy agreement."),
    ),
)

_PRICES = Story(
    id="st07",
    wave=SECOND,
    actor="F22",
    title="Vi litar på dem, men",
    worked=False,
    language="sv",
    audience="participants",
    text=(
        "Jag kör timmer åt fyra av dem och returlast åt två. Jag litar på folket på hyvleriet, därför ställer jag "
        "upp när de ringer en söndag. Men när vi skulle räkna på att köra ihop, alla tre åkerierna, blev det tyst. "
        "Ingen ville säga vad dieseln kostade eller hur många mil som går tomma. Vi litar på varandra men ingen vågar "
        "lägga siffrorna på bordet. Så länge en av oss lever på Östertall är det så, för den som visar sin kalkyl "
        "visar den också för kunden, tror man. Efter tre möten la vi ner det. Vi dricker fortfarande kaffe ihop."
    ),
    claims=(
        Claim(
            "trust",
            "willingness",
            "+",
            "Jag litar på folket på hyvleriet, därför ställer jag upp när de ringer en söndag.",
            certainty="high",
        ),
        Claim(
            "trust",
            "openness",
            "fails",
            "Vi litar på varandra men ingen vågar lägga siffrorna på bordet.",
            certainty="high",
            time="hösten 2025",
        ),
    ),
    passages=(
        Passage("silence", "Ingen ville säga vad dieseln kostade"),
        Passage("large_companies", "Så länge en av oss lever på Östertall är det så"),
        Passage("trust", "Jag litar på folket på hyvleriet"),
    ),
)

TRUST_STORIES: tuple[Story, ...] = (_GLUE, _TABLE, _PRICES)

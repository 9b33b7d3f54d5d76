"""Four stories of meeting, doing simple things together, and wanting more."""

from __future__ import annotations

from clusterdynamics.examples.skogsbygden.cast import FIRST, SECOND
from clusterdynamics.examples.skogsbygden.story import Claim, Passage, Story

__all__ = ["EASY_STORIES"]

_B = "coder-b"

_FORKLIFTS = Story(
    id="st01",
    wave=FIRST,
    actor="F15",
    title="The forklift course",
    worked=True,
    language="en",
    audience="public",
    text=(
        "In the spring I sat next to a man from the glulam works at a breakfast in Ärnäs. I had driven past his "
        "gate for nine years and never gone in. Over the second coffee I found out that he, too, paid an instructor "
        "to come up from the coast for three people at a time. Once we knew who needed the same course, we simply "
        "booked one instructor for both yards. It was no project and nobody signed anything. The course cost each of "
        "us half, and for once nobody stood idle waiting for a certificate. The funny thing is what came after. "
        "Because our people had sat in the same room, the foremen started to ring each other. Last week they "
        "swapped a spare chain at six in the morning, and I only heard of it when the invoice did not come."
    ),
    claims=(
        Claim(
            "contact",
            "awareness",
            "+",
            "Over the second coffee I found out that he, too, paid an instructor",
            certainty="high",
            time="spring 2023",
        ),
        Claim(
            "awareness",
            "easy_cooperation",
            "+",
            "Once we knew who needed the same course, we simply booked one instructor for both yards.",
            delay="weeks",
            certainty="high",
        ),
        Claim(
            "easy_cooperation",
            "small_wins",
            "+",
            "The course cost each of us half, and for once nobody stood idle",
            delay="weeks",
            certainty="high",
        ),
        Claim(
            "easy_cooperation",
            "contact",
            "+",
            "Because our people had sat in the same room, the foremen started to ring each other.",
            delay="months",
        ),
        Claim(
            "contact",
            "awareness",
            "+",
            "Over the second coffee I found out that he, too, paid an instructor",
            certainty="high",
            coder=_B,
        ),
        Claim(
            "awareness",
            "easy_cooperation",
            "+",
            "Once we knew who needed the same course, we simply booked one instructor for both yards.",
            delay="weeks",
            coder=_B,
        ),
        Claim(
            "easy_cooperation",
            "small_wins",
            "+",
            "The course cost each of us half, and for once nobody stood idle",
            coder=_B,
        ),
    ),
    passages=(
        Passage("meeting", "I sat next to a man from the glulam works at a breakfast in Ärnäs"),
        Passage("meeting", "I sat next to a man from the glulam works at a breakfast in Ärnäs", _B),
        Passage("simple_things", "we simply booked one instructor for both yards"),
        Passage("simple_things", "It was no project and nobody signed anything.", _B),
        Passage("gains", "The course cost each of us half"),
    ),
)

_MEASURING = Story(
    id="st02",
    wave=SECOND,
    actor="F05",
    title="Lunch in the measuring room",
    worked=True,
    language="en",
    audience="public",
    text=(
        "We make instruments that tell how wet a board is, and for years we sold them to people three countries "
        "away. Then Näringsforum put us on a bus with eleven others. Walking through each other's workshops we saw "
        "that four firms within an hour were fighting with moisture, every one of them alone. Seeing who sat with "
        "the same trouble made it easy to open our measuring room on Thursdays. Anybody may come with a sample; we "
        "lend the instrument, they bring lunch. Now there is a queue on Thursdays, and people who came to measure "
        "stay to talk. I have met more neighbours over that table in a year than in the ten before it. We have sold "
        "two instruments out of it. That small success made my partner, who had called it a soup kitchen, expect "
        "something from the next idea as well."
    ),
    claims=(
        Claim(
            "contact",
            "awareness",
            "+",
            "Walking through each other's workshops we saw that four firms within an hour were fighting with moisture",
            certainty="high",
            time="autumn 2024",
        ),
        Claim(
            "awareness",
            "easy_cooperation",
            "+",
            "Seeing who sat with the same trouble made it easy to open our measuring room on Thursdays.",
            delay="months",
            certainty="high",
        ),
        Claim(
            "easy_cooperation",
            "contact",
            "+",
            "Now there is a queue on Thursdays, and people who came to measure stay to talk.",
            delay="months",
            certainty="high",
        ),
        Claim(
            "small_wins",
            "expected_benefit",
            "+",
            "That small success made my partner, who had called it a soup kitchen, expect something from the next idea",
            delay="months",
            counter="Two instruments in a year; the partner may have changed her mind for other reasons.",
        ),
    ),
    passages=(
        Passage("meeting", "Näringsforum put us on a bus with eleven others"),
        Passage("champions", "Näringsforum put us on a bus with eleven others"),
        Passage("simple_things", "we lend the instrument, they bring lunch"),
        Passage("gains", "We have sold two instruments out of it."),
    ),
)

_FAIR = Story(
    id="st03",
    wave=SECOND,
    actor="P02",
    title="En monter i stället för sju",
    worked=True,
    language="sv",
    audience="public",
    text=(
        "Förr stod vi sju småföretag i sju hörn av mässhallen i Hannover och frös. Kommunen fick frågan om den kunde "
        "betala. Vi sa nej till sju montrar men ja till en. Att dela monter gav oss fler samtal på en dag än vad vi "
        "hade haft på en vecka. Ett fönsterföretag fick sin första kund utomlands, och det pratades det om hemma i "
        "fikarummen. Efter den lilla framgången började de andra räkna på vad nästa resa kunde ge. Och när de trodde "
        "att det skulle löna sig ville de plötsligt vara med, även de som hade sagt att de inte hade tid. I år var "
        "det viljan som avgjorde: eftersom alla ville blev det också en gemensam lastbil och ett gemensamt kök. "
        "Jag är kommunalråd och borde kanske inte säga det, men vi gjorde nästan ingenting."
    ),
    claims=(
        Claim(
            "easy_cooperation",
            "small_wins",
            "+",
            "Att dela monter gav oss fler samtal på en dag än vad vi hade haft på en vecka.",
            certainty="high",
            time="mars 2025",
        ),
        Claim(
            "small_wins",
            "expected_benefit",
            "+",
            "Efter den lilla framgången började de andra räkna på vad nästa resa kunde ge.",
            delay="weeks",
        ),
        Claim(
            "expected_benefit",
            "willingness",
            "+",
            "när de trodde att det skulle löna sig ville de plötsligt vara med",
            delay="months",
            certainty="high",
        ),
        Claim(
            "willingness",
            "easy_cooperation",
            "+",
            "eftersom alla ville blev det också en gemensam lastbil och ett gemensamt kök",
            delay="months",
            certainty="high",
            time="2026",
        ),
    ),
    passages=(
        Passage("simple_things", "Vi sa nej till sju montrar men ja till en."),
        Passage("gains", "Ett fönsterföretag fick sin första kund utomlands"),
    ),
)

_GLASS = Story(
    id="st04",
    wave=SECOND,
    actor="F17",
    title="Buying glass, and what is left to buy",
    worked=True,
    language="en",
    audience="public",
    text=(
        "Three of us buy glass from the same factory in Germany, and each of us used to get a lorry that was a third "
        "full. We put the orders into one sheet. Buying together saved us forty thousand in the first winter, and "
        "that is a month of wages here. When you have seen money come out of a spreadsheet, you believe that there "
        "is more where it came from. I had never wanted to sit in meetings with competitors; I did once I could see "
        "what it was worth to us. And because we wanted to, screws, packaging and the sprinkler inspection followed "
        "within the year. But I will say this too. Glass, screws, cardboard, inspections: every time we agree on "
        "something simple there is one simple thing less to agree on. What remains is prices and drawings, and that "
        "is not simple."
    ),
    claims=(
        Claim(
            "easy_cooperation",
            "small_wins",
            "+",
            "Buying together saved us forty thousand in the first winter",
            delay="months",
            certainty="high",
            time="winter 2024",
        ),
        Claim(
            "small_wins",
            "expected_benefit",
            "+",
            "When you have seen money come out of a spreadsheet, you believe that there is more where it came from.",
            certainty="high",
        ),
        Claim(
            "expected_benefit",
            "willingness",
            "+",
            "I had never wanted to sit in meetings with competitors; I did once I could see what it was worth to us.",
            delay="months",
            certainty="high",
        ),
        Claim(
            "willingness",
            "easy_cooperation",
            "+",
            "because we wanted to, screws, packaging and the sprinkler inspection followed within the year",
            delay="months",
        ),
        Claim(
            "easy_cooperation",
            "easy_areas_left",
            "-",
            "every time we agree on something simple there is one simple thing less to agree on",
            delay="years",
        ),
    ),
    passages=(
        Passage("gains", "Buying together saved us forty thousand in the first winter"),
        Passage("rivalry", "I had never wanted to sit in meetings with competitors"),
        Passage("running_out", "What remains is prices and drawings, and that is not simple."),
    ),
)

EASY_STORIES: tuple[Story, ...] = (_FORKLIFTS, _MEASURING, _FAIR, _GLASS)

"""What Skogsbygden was asked: settings, statements, cooperation areas, purposes."""

from __future__ import annotations

from types import MappingProxyType

from clusterdynamics.study.settings import (
    BetweenRegions,
    DisclosureSettings,
    Item,
    Region,
    Relation,
    Scale,
    StudySettings,
)

__all__ = [
    "AREAS",
    "BARRIERS",
    "COOPERATE",
    "DOWNTURN",
    "LARGE",
    "PURPOSES",
    "REGIONS",
    "STATEMENTS",
    "TRUST_ITEMS",
    "settings",
]

#: Other regions that can be chosen from: NUTS code → name.
REGIONS = MappingProxyType(
    {
        "NO02": "Innlandet",
        "SE32": "Mellersta Norrland",
        "FI19": "Länsi-Suomi",
        "AT22": "Steiermark",
        "DE40": "Brandenburg",
    }
)
#: Area → (label, sensitivity from 1, nothing to lose, to 5, core of the business).
AREAS = MappingProxyType(
    {
        "training": ("Training and skills", 1),
        "recruitment": ("Recruitment and an attractive region", 1),
        "visits": ("Study visits and benchmarking", 1),
        "voice": ("A joint voice towards authorities", 1),
        "purchasing": ("Shared purchasing", 2),
        "fairs": ("Trade fairs and export promotion", 2),
        "standards": ("Standards, quality and certification", 2),
        "energy": ("Energy, environment and circular flows", 2),
        "facilities": ("Shared facilities and test beds", 3),
        "digital": ("Digitalisation and production methods", 3),
        "bids": ("Joint bids and supplying each other", 4),
        "research": ("Research projects", 4),
        "products": ("New products and services", 5),
        "insight": ("Market and customer insight", 5),
    }
)

PURPOSES = MappingProxyType(
    {
        "save": "Save cost or time",
        "people": "Find and train people",
        "markets": "Reach markets",
        "improve": "Improve products or processes",
        "new": "Develop something new",
        "voice": "Speak with one voice",
        "funding": "Win funding",
    }
)

STATEMENTS = MappingProxyType(
    {
        "s1.1": "We know which organisations here work on things that matter to us.",
        "s1.2": "Our people meet people from other organisations in the cluster several times a year.",
        "s1.3": "There are enough organisations in our field in this region to learn from.",
        "s1.4": "Somebody here brings organisations together.",
        "s2.1": "We take part in joint activities, such as training, recruitment or shared purchasing.",
        "s2.2": "Joint activities have given us something useful in the past year.",
        "s2.3": "When we have an everyday problem, we ask others in the cluster.",
        "s2.4": "We speak with one voice on matters that concern us all.",
        "s2.5": "Large companies here join in activities with smaller ones.",
        "s3.1": "Organisations here do what they have promised one another.",
        "s3.2": "We tell partners here about problems that we would not make public.",
        "s3.3": "When joint work goes wrong, it is put right fairly.",
        "s3.4": "Several people keep things going, not just one or two.",
        "s3.5": "Newcomers soon find partners here.",
        "s4.1": "We run joint projects with an aim that all partners share.",
        "s4.2": "In joint projects we share cost and risk.",
        "s4.3": "There is a strategy for this cluster that we helped to make and act upon.",
        "s4.4": "Large companies open their plans and problems so that others can help to solve them.",
        "s4.5": "Companies, researchers and public bodies develop new things together here.",
        "s5.1": "Knowledge that is critical in our field is shared here, also among competitors.",
        "s5.2": "Together we do things here that none of us could do alone, or elsewhere.",
        "s5.3": "Others come to us because of what this cluster does together.",
        "s5.4": "This cluster takes up radically new ideas rather than defending old ones.",
        "s5.5": "The cluster brings in research, talent or investment that we would not get otherwise.",
    }
)

TRUST_ITEMS = MappingProxyType(
    {
        "trust.reliable": "We can rely on what they promise.",
        "trust.shared_aims": "They share the aims of the cluster.",
        "trust.open": "They are open to discussion.",
    }
)

LARGE = MappingProxyType(
    {
        "large.driver": "Large companies here start new things that others can join.",
        "large.barrier": "Large companies here slow down changes that would threaten their business.",
        "large.dependence": "We could say no to our largest customer here.",
    }
)

DOWNTURN = MappingProxyType(
    {
        "downturn.orders": "Orders, against a year ago",
        "downturn.staff": "Number of staff, against a year ago",
        "downturn.investment": "Investment, against a year ago",
    }
)

COOPERATE = ("more", "less", "same")

BARRIERS = MappingProxyType(
    {
        "time": "Lack of time",
        "money": "Lack of money",
        "trust": "Lack of trust",
        "rivalry": "Rivalry",
        "no_clear_aim": "No clear aim",
        "nobody_leads": "Nobody takes the lead",
        "distance": "Distance",
        "rules": "Rules and competition law",
    }
)

_SCALES = (
    Scale(
        id="depth",
        low=0,
        high=5,
        labels={
            "0": "No contact",
            "1": "We know each other and exchange information now and then",
            "2": "We do simple things together when it suits both",
            "3": "We plan activities together and share people or money",
            "4": "We run joint projects with a shared aim, cost and risk",
            "5": "We build something lasting together that neither could build alone",
        },
    ),
    Scale(
        id="agreement",
        low=1,
        high=5,
        labels={
            "1": "Disagree",
            "2": "Disagree in part",
            "3": "Neither",
            "4": "Agree in part",
            "5": "Agree",
        },
    ),
    Scale(
        id="trust",
        low=1,
        high=4,
        labels={"1": "Not at all", "2": "A little", "3": "Mostly", "4": "Fully"},
    ),
    Scale(
        id="change",
        low=1,
        high=5,
        labels={
            "1": "Much lower",
            "2": "Lower",
            "3": "About the same",
            "4": "Higher",
            "5": "Much higher",
        },
    ),
)

_RELATIONS = (
    Relation(
        id="depth",
        label="Depth of cooperation",
        question="How do you work with this organisation today?",
        scale="depth",
        directed=False,
        levels={"contact": 1, "cooperation": 2, "deep": 4},
    ),
    Relation(
        id="advice",
        label="Technical advice",
        question="Do you turn to this organisation for technical advice?",
        directed=True,
    ),
)


def _items() -> tuple[Item, ...]:
    items = [Item(id=i, text=text, kind="statement", scale="agreement") for i, text in STATEMENTS.items()]
    items += [Item(id=i, text=text, kind="rating", scale="trust") for i, text in TRUST_ITEMS.items()]
    items.append(
        Item(
            id="barriers",
            text="What stands in the way of working more with others here?",
            kind="choice",
            options=tuple(BARRIERS),
        )
    )
    items += [
        Item(
            id=i,
            text=text,
            kind="statement",
            scale="agreement",
            block="large_companies",
            reversed=i == "large.dependence",
        )
        for i, text in LARGE.items()
    ]
    items += [Item(id=i, text=text, kind="statement", scale="change", block="downturn") for i, text in DOWNTURN.items()]
    items += [
        Item(
            id="downturn.cooperate",
            text="The downturn makes us cooperate …",
            kind="choice",
            options=COOPERATE,
            block="downturn",
        ),
        Item(id="downturn.why", text="Why?", kind="text", block="downturn"),
        Item(id="downturn.help", text="What help would matter most?", kind="text", block="downturn"),
    ]
    return tuple(items)


def settings() -> StudySettings:
    """Return the settings of the study."""
    return StudySettings(
        title="Skogsbygden, forest and paper (a synthetic example)",
        cluster="Forest, paper and timber building in Skogsbygden",
        region=Region(name="Skogsbygden", nuts="SE31"),
        boundary=(
            "Organisations that make, move, use, study or pay for things made of wood and fibre within an hour and "
            "a half of Hällmo or Ärnäs, and that took part in at least one meeting in the past three years. The "
            "region, its organisations and everything they say are invented."
        ),
        languages=("sv", "en"),
        synthetic=True,
        informants="any",
        types={
            "firm": "Firm",
            "research": "Research and education",
            "public": "Public body",
            "finance": "Finance",
            "intermediary": "Intermediary",
        },
        size_classes={
            "micro": "Fewer than 10 people",
            "small": "10 to 49 people",
            "medium": "50 to 249 people",
            "large": "250 people and more",
        },
        scales=_SCALES,
        relations=_RELATIONS,
        items=_items(),
        between_regions=BetweenRegions(regions=dict(REGIONS)),
        disclosure=DisclosureSettings(
            agreement=(
                "The study team sees named links. The cluster manager may see who works with whom and how closely, "
                "and never how anyone rates a partner. Everybody else sees groups of at least three "
                "organisations, outside the cluster at least five."
            ),
            agreed_on="2024-08-20",
            opens={"depth": ("cluster_manager",)},
        ),
    )

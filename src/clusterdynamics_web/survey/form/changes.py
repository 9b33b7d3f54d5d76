"""What a step wants to have stored: complete for what it is about, so that saving it twice comes to the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from clusterdynamics_web.survey.form.answers import Given

__all__ = [
    "Change",
    "Nominated",
    "Outside",
    "SetAreas",
    "SetConsents",
    "SetItems",
    "SetNominations",
    "SetOutside",
    "SetPartner",
    "SetPartnerDepths",
    "SetPartners",
    "SetPicks",
    "SetRegion",
    "SetRegions",
    "SetStory",
    "SetWishes",
]


@dataclass(frozen=True)
class SetPicks:
    """Exactly these are picked, of the list that was shown; who is no longer picked loses their card."""

    picked: tuple[int, ...]
    offered: tuple[str, ...]
    relations: tuple[str, ...] = ()
    nobody: bool = False
    write_ins: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetPartner:
    """What a card says about one partner: relation → answer, item → answer (None: not answered)."""

    to: int
    ties: dict[str, Given] = field(default_factory=dict)
    ratings: dict[str, Given | None] = field(default_factory=dict)


@dataclass(frozen=True)
class SetPartners:
    """Exactly with these of a partner region's organisations they work, or outright with none of them."""

    group: str
    picked: tuple[int, ...]
    nobody: bool = False


@dataclass(frozen=True)
class SetPartnerDepths:
    """Partner → how closely they work with it; of some they do not know, or would rather not say."""

    group: str
    depths: dict[int, float | None]
    unknown: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SetWishes:
    """Exactly with these they would like to do more, or start."""

    wished: tuple[int, ...]


@dataclass(frozen=True)
class SetItems:
    """Item → (value, state), or None where it is not answered."""

    answers: dict[str, tuple[str, str] | None]
    occasion: str = ""


@dataclass(frozen=True)
class SetAreas:
    """Area → what was ticked, for the areas of the page."""

    areas: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Nominated:
    """Somebody who was named: an organisation, a person, or a person of an organisation."""

    actor: int | None
    person: str
    reason: str


@dataclass(frozen=True)
class SetNominations:
    """Exactly these were named."""

    named: tuple[Nominated, ...]


@dataclass(frozen=True)
class Outside:
    """A kind of partner outside the region, where, and what for."""

    partner_type: str
    region: str = ""
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetOutside:
    """Working links outside the region: none, these, or not answered (None)."""

    has_links: bool | None
    links: tuple[Outside, ...] = ()


@dataclass(frozen=True)
class SetRegions:
    """Other regions that they work with: none, exactly these, or not answered (None)."""

    has_partners: bool | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetRegion:
    """What is said about partners in one other region; `row` is the key of its row."""

    row: int
    depth: float | None
    areas: tuple[str, ...]
    gets: str
    barriers: tuple[str, ...]
    door: str
    door_name: str


@dataclass(frozen=True)
class SetStory:
    """The story that worked, or the one that did not; without a text there is none."""

    worked: bool
    text: str
    visibility: str
    title: str = ""


@dataclass(frozen=True)
class SetConsents:
    """Choice → answer. Only what differs from the latest answer becomes a new row."""

    choices: dict[str, str]


type Change = (
    SetPicks
    | SetPartner
    | SetWishes
    | SetItems
    | SetAreas
    | SetNominations
    | SetOutside
    | SetRegions
    | SetRegion
    | SetPartners
    | SetPartnerDepths
    | SetStory
    | SetConsents
)

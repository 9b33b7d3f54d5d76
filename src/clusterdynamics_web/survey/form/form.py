"""From a study to the steps of its form.

The form knows the study, the wave, the organisation that answers and the language; it knows nothing of who shows it:
the respondent's pages, an interviewer's, the keying of paper forms ask the same steps and save with another mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusterdynamics.study.settings import Item, Relation
from clusterdynamics_web.studies.models import Study, Wave
from clusterdynamics_web.survey.form.answers import Answers
from clusterdynamics_web.survey.form.fields import RosterEntry
from clusterdynamics_web.survey.form.last import last_values
from clusterdynamics_web.survey.form.steps.areas import AreasStep, OutsideStep
from clusterdynamics_web.survey.form.steps.base import BaseStep
from clusterdynamics_web.survey.form.steps.card import CardStep
from clusterdynamics_web.survey.form.steps.champions import ChampionsStep
from clusterdynamics_web.survey.form.steps.consent import ConsentStep
from clusterdynamics_web.survey.form.steps.items import ItemsStep
from clusterdynamics_web.survey.form.steps.partners import PartnerDepthsStep, PartnersStep
from clusterdynamics_web.survey.form.steps.regions import RegionsStep, RegionStep
from clusterdynamics_web.survey.form.steps.review import ReviewStep
from clusterdynamics_web.survey.form.steps.roster import PickStep, WishesStep
from clusterdynamics_web.survey.form.steps.stories import StoriesStep
from clusterdynamics_web.survey.form.texts import Texts
from clusterdynamics_web.survey.form.words import ACTOR_TYPES, type_label
from clusterdynamics_web.survey.models import Respondent
from clusterdynamics_web.survey.roster import present_actors

__all__ = ["Form", "form_for"]

#: Statements, and areas, on one page.
STATEMENTS, AREAS = 5, 7
#: Blocks whose statements are those of the stages.
_STAGES = frozenset({"core", "afternoon"})


class Form:
    """The steps for one respondent.

    Parameters
    ----------
    study, wave
        What is asked, and when.
    own
        Key, code and name of the organisation that answers: it is never offered.
    language
        Language of the texts; the caller has activated it.
    occasion
        ``"again"`` for the statements once more, ``"second_informant"`` for a second person.
    recalls
        Who answers by their own link, and may be shown what they said the time before; None: nobody is.
    """

    def __init__(
        self,
        study: Study,
        wave: Wave,
        own: RosterEntry,
        language: str,
        occasion: str = "",
        *,
        recalls: Respondent | None = None,
    ) -> None:
        self.study = study
        self.wave = wave
        self.own = own
        self.language = language
        self.occasion = occasion
        self._recalls = recalls
        self.settings = study.parsed
        self.texts = Texts(
            self.settings, language, study.areas, study.purposes, study.files, study.translations.get(language)
        )

    # -- what is asked -------------------------------------------------------------------------------------------

    @property
    def own_label(self) -> str:
        return self.own.label

    @cached_property
    def parts(self) -> frozenset[str]:
        """Parts of the instrument that the study's blocks ask."""
        known = {b.id: b for b in self.texts.model.blocks}
        return frozenset(p for name in self.study.blocks if name in known for p in known[name].parts)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Relations that are asked about in this wave."""
        return tuple(r for r in self.settings.relations if not r.waves or self.wave.code in r.waves)

    @property
    def has_network(self) -> bool:
        return bool(self.relations) and self.settings.kind != "afternoon"

    @cached_property
    def main(self) -> Relation | None:
        """The relation that says how closely two work together."""
        scaled = [r for r in self.relations if r.scale is not None]
        return next((r for r in scaled if r.levels), scaled[0] if scaled else None)

    @cached_property
    def last_time(self) -> dict[int, float]:
        """Partner → what the respondent said of it the time before; empty where that is not shown."""
        if self._recalls is None or self.main is None:
            return {}
        return last_values(self._recalls, self.main.id)

    @cached_property
    def deep_from(self) -> float:
        """Value of the main relation from which trust, areas and purposes are asked."""
        if self.main is None:
            return 0.0
        return float(self.main.levels.get("cooperation", self.texts.model.thresholds.cooperation))

    @property
    def asks_card(self) -> bool:
        return "card" in self.parts

    @cached_property
    def ratings(self) -> tuple[Item, ...]:
        """Ratings of a partner: trust first, because it belongs to how closely the two work together."""
        asked = [i for i in self.settings.items if i.kind == "rating"]
        return tuple(sorted(asked, key=lambda i: not self.is_trust(i))) if self.has_network else ()

    def is_trust(self, item: Item) -> bool:
        return item.id.startswith("trust.")

    @cached_property
    def area_names(self) -> tuple[str, ...]:
        return tuple(str(a["id"]) for a in self.study.areas)

    @cached_property
    def purpose_names(self) -> tuple[str, ...]:
        return tuple(str(p["id"]) for p in self.study.purposes)

    @cached_property
    def regions(self) -> dict[str, str]:
        """Other regions on the study's list: NUTS code or name → name."""
        return {str(r["id"]): str(r["label"]) for r in self.study.partner_regions}

    @cached_property
    def partner_names(self) -> dict[tuple[str, str], tuple[RosterEntry, ...]]:
        """(joint study, region) → names that the region shared before the wave opened."""
        if not self.has_network:
            return {}
        rows = self.study.partner_names.values_list("group", "pk", "label", "actor__study__cluster__region__name")
        if self.wave.opened_at is not None:
            # Who answered before could not choose from them: they are asked in the next wave.
            rows = rows.filter(shared_at__lte=self.wave.opened_at)
        found: dict[tuple[str, str], list[RosterEntry]] = {}
        for group, pk, label, region in rows.order_by("group", "label", "pk"):
            found.setdefault((group, region), []).append(RosterEntry(pk, "", label, kind=region))
        return {key: tuple(names) for key, names in found.items()}

    @property
    def has_areas(self) -> bool:
        return "areas" in self.parts and bool(self.area_names)

    @property
    def has_stories(self) -> bool:
        return "stories" in self.parts

    @cached_property
    def roster(self) -> tuple[RosterEntry, ...]:
        """Organisations that can be named: all that are part of the wave, but for one's own."""
        if not self.has_network and "champions" not in self.parts:
            return ()
        types = self.settings.types
        # PostgreSQL keeps no order among the keys of a document, so the order cannot be the study's.
        known = [*ACTOR_TYPES, *sorted(set(types) - set(ACTOR_TYPES))]
        order = {name: k for k, name in enumerate(known)}
        found = [
            RosterEntry(
                a.pk, a.code, a.label, a.short_label, tuple(a.aliases), a.type, type_label(a.type, types.get(a.type))
            )
            for a in present_actors(self.study, self.wave)
            if a.pk != self.own.pk
        ]
        return tuple(sorted(found, key=lambda e: (order.get(e.type, len(order)), e.type, e.words)))

    @cached_property
    def entry(self) -> dict[int, RosterEntry]:
        """Key → organisation."""
        return {e.pk: e for e in self.roster}

    # -- the steps -----------------------------------------------------------------------------------------------

    def steps(self, answers: Answers) -> list[BaseStep]:
        """Return the steps in their order; there is one card for each partner that was picked."""
        if self.occasion == "again":
            return [*self._statements(1), ReviewStep(self, "review", 2, autosaves=False)]
        steps: list[BaseStep] = [ConsentStep(self, "consent", 1, autosaves=False)]
        section = 1
        if self.has_network:
            steps.append(PickStep(self, "pick", 2))
            picked = set(answers.picks)
            cards = [e for e in self.roster if e.pk in picked]
            steps += [CardStep(self, f"with-{e.pk}", 3, partner=e) for e in cards]
            if "wishes" in self.parts:
                steps.append(WishesStep(self, "more", 3))
            section = 3
        steps += self._cluster(section + 1, answers)
        if self.has_stories:
            steps.append(StoriesStep(self, "stories", section + 2))
        last = steps[-1].section + 1
        steps.append(ReviewStep(self, "review", last, autosaves=False))
        return steps

    def _cluster(self, section: int, answers: Answers) -> list[BaseStep]:
        steps: list[BaseStep] = [*self._statements(section), *self._vignettes(section)]
        if self.has_areas:
            parts = [self.area_names[k : k + AREAS] for k in range(0, len(self.area_names), AREAS)]
            steps += [
                AreasStep(self, f"areas-{k}", section, names=names, part=k, parts=len(parts))
                for k, names in enumerate(parts, start=1)
            ]
        if "outside_links" in self.parts:
            steps.append(OutsideStep(self, "outside", section))
        if "between_regions" in self.parts:
            steps.append(RegionsStep(self, "regions", section))
            named = [row for row in answers.regions if row.has_partners]
            steps += [RegionStep(self, f"region-{r.pk}", section, row=r.pk, name=r.region) for r in named]
        for (group, region), names in self.partner_names.items():
            steps.append(PartnersStep(self, f"partners-{group}", section, group=group, region=region, names=names))
            chosen = tuple(e for e in names if e.pk in answers.partner_ties(group))
            if chosen and self.main is not None:
                key = f"partners-{group}-how"
                steps.append(PartnerDepthsStep(self, key, section, group=group, region=region, chosen=chosen))
        if "champions" in self.parts:
            steps.append(ChampionsStep(self, "champions", section))
        return steps + self._blocks(section)

    def _statements(self, section: int) -> list[BaseStep]:
        items = [i for i in self.settings.items if i.kind == "statement" and i.block in _STAGES]
        pages = [tuple(items[k : k + STATEMENTS]) for k in range(0, len(items), STATEMENTS)]
        steps: list[BaseStep] = []
        for k, page in enumerate(pages, start=1):
            heading = _("What is true of this cluster? ({part} of {parts})").format(part=k, parts=len(pages))
            intro: tuple[str, ...] = ()
            if k == 1:
                intro = (_("Say how far you agree with each sentence."),)
                if self.occasion:
                    intro = (self.texts.question("re_asking.intro"), *intro)
            steps.append(
                ItemsStep(
                    self, f"cluster-{k}", section, heading=heading, items=page, intro=intro, occasion=self.occasion
                )
            )
        return steps

    def _vignettes(self, section: int) -> list[BaseStep]:
        found: dict[str, list[Item]] = {}
        for item in self.settings.items:
            if item.id.startswith("vignette."):
                found.setdefault(item.id.split(".")[1], []).append(item)
        steps: list[BaseStep] = []
        for name, items in found.items():
            label, text = self.texts.vignette(name)
            intro = (self.texts.question("vignettes.task"), text)
            steps.append(
                ItemsStep(
                    self,
                    f"invented-{name}",
                    section,
                    heading=label,
                    items=tuple(items),
                    intro=intro,
                    occasion=self.occasion,
                )
            )
        return steps

    def _blocks(self, section: int) -> list[BaseStep]:
        """Return a page for each block that is left: barriers, optional blocks, questions of the region's own."""
        found: dict[str, list[Item]] = {}
        for item in self.settings.items:
            stage = item.kind == "statement" and item.block in _STAGES
            if item.kind != "rating" and not stage and not item.id.startswith("vignette."):
                found.setdefault(item.block, []).append(item)
        steps: list[BaseStep] = []
        for block, items in found.items():
            if block in _STAGES:
                heading, key = _("What stands in the way"), "barriers"
            else:
                heading, key = self.texts.block(block), f"block-{slugify(block)}"
            steps.append(ItemsStep(self, key, section, heading=heading, items=tuple(items), occasion=self.occasion))
        return steps

    def sections(self, steps: Sequence[BaseStep]) -> int:
        """Return how many sections there are."""
        return max(s.section for s in steps)


def form_for(respondent: Respondent, language: str, *, by_link: bool = False) -> Form:
    """Return the form of one respondent in a language; the caller has activated it.

    Parameters
    ----------
    by_link
        The respondent's own page: only there they may be shown what they said the time before.
    """
    actor = respondent.actor
    own = RosterEntry(actor.pk, actor.code, actor.label)
    occasion = ""
    if respondent.asked_again_at is not None and respondent.submitted_at is not None:
        occasion = "again"
    elif respondent.second_informant:
        occasion = "second_informant"
    recalls = respondent if by_link else None
    return Form(respondent.study, respondent.wave, own, language, occasion, recalls=recalls)

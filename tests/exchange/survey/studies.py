"""A study with every kind of question, for the tests of the survey tools."""

from __future__ import annotations

from clusterdynamics.models import instrument
from clusterdynamics.study.model import Study
from clusterdynamics.study.settings import BetweenRegions, Item, Relation, Scale, StudySettings
from tests.build import frame

BLOCKS = ("core", "value", "energy", "large_companies", "downturn", "between_regions", "vignettes")
#: One with a NUTS code, one without.
REGIONS = {"NO02": "Innlandet", "Nord & Syd": "Nord & Syd"}


def full_study(languages: tuple[str, ...] = ("sv", "en"), blocks: tuple[str, ...] = BLOCKS) -> Study:
    """Return a study that asks for all that the reference model knows, and for something of its own."""
    asked = instrument(blocks=blocks)
    own_scale = Scale(id="frequency", low=0, high=3)
    own = Relation(id="supply.chain", label="Supplies", question="How often do you deliver to them?", scale="frequency")
    later = Relation(id="later", label="Asked in another wave only", waves=("2024",))
    items = (
        *asked.items,
        Item(id="staff", text="How many people work for you?", kind="number"),
        Item(
            id="colour", text="Which colours do you like?", kind="choice", options=("red & white", "blue", "5 shades")
        ),
    )
    settings = StudySettings(
        title="Träriket: a test of ${everything}",
        cluster="Timber",
        boundary="Who saws, planes or glues within an hour of Växjö.",
        languages=languages,
        types={"firm": "Company", "research": "University or research institute"},
        scales=(*asked.scales, own_scale),
        relations=(*asked.relations, own, later),
        items=items,
        between_regions=BetweenRegions(regions=dict(REGIONS)) if "between_regions" in blocks else None,
    )
    actors = [
        {"id": "a-1", "label": "Örn & Søn AB", "type": "firm"},
        {"id": "b.2", "label": "Bois du Nord", "type": "firm"},
        {"id": "C", "label": 'The "C" <Institute>', "type": "research"},
        {"id": "c", "label": "Little c, same letter", "type": "firm"},
        {"id": "5th", "label": "Fifth ${label}", "type": "firm"},
        {"id": "gone", "label": "Left before", "left": "2026"},
    ]
    tables = {
        "actors": frame("actors", actors),
        "waves": frame("waves", [{"id": "2024"}, {"id": "2026"}]),
        "areas": asked.areas,
        "purposes": asked.purposes,
        "respondents": frame(
            "respondents",
            [
                {"id": "r1", "wave": "2026", "actor": "a-1", "status": "invited", "is_lead": True},
                {"id": "r2", "wave": "2026", "actor": "b.2", "status": "invited"},
            ],
        ),
    }
    return Study(settings, tables)

"""J15 as a whole, in English and in French: share in the Loop Network, meet, and apply for money with evidence.

The parts are shown in more detail, with what goes wrong on the way, in the journeys of the library, meetings, calls and
network. Where a page is looked at here, axe looks at it, and in French every word on it has to be French.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import expect

from clusterdynamics.disclosure import Audience
from clusterdynamics.study.package import read_study
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.calls.evidence import contents
from clusterdynamics_web.library import operations as library
from clusterdynamics_web.library.kinds import Licence
from clusterdynamics_web.library.models import Version
from clusterdynamics_web.library.operations import results
from clusterdynamics_web.meetings.models import Series, Talk
from clusterdynamics_web.regions.countries import COUNTRIES
from clusterdynamics_web.regions.models import Region, Role
from clusterdynamics_web.results import publishing
from clusterdynamics_web.stories.beside import chosen_for
from clusterdynamics_web.stories.demo import fill_stories
from clusterdynamics_web.studies.files import snapshot_path
from clusterdynamics_web.studies.models import Snapshot
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.calls.test_evidence import WHY, hold_to_the_public_class
from tests.web.conftest import DRAWN, House
from tests.web.journeys import loop_network as steps
from tests.web.journeys.french import HOLE, is_said, lines_of
from tests.web.library.hostile import png
from tests.web.results.conftest import demo_kept, map_house

__all__ = ["demo_kept", "map_house"]

pytestmark = [pytest.mark.verify, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: What people write, in their own language.
WRITTEN = {
    "en": {
        "case": "Breakfast in the valley",
        "summary": "Firms met every month.",
        "better": "Thirty firms met every month over breakfast and found what they could do together.",
        "sector": "Forest and paper",
        "change": "How many firms?",
        "query": "breakfast",
        "meeting": "Autumn meeting",
        "talk": "What we learned from asking twice",
        "words": "We asked twice. The second time went quicker.",
        "call": "Small firms that save energy together",
        "first": "First stage",
        "second": "Second stage",
        "brings": "Thirty firms and a heat network.",
    },
    "fr": {
        "case": "Petits déjeuners dans la vallée",
        "summary": "Des entreprises se sont vues chaque mois.",
        "better": "Trente entreprises se sont vues chaque mois et ont trouvé ce qu’elles pouvaient faire ensemble.",
        "sector": "Bois et papier",
        "change": "Combien d’entreprises ?",
        "query": "dejeuner",
        "meeting": "Rencontre d’automne",
        "talk": "Ce que deux enquêtes nous ont appris",
        "words": "Nous avons demandé deux fois. La seconde fois est allée plus vite.",
        "call": "Petites entreprises qui économisent l’énergie ensemble",
        "first": "Première étape",
        "second": "Seconde étape",
        "brings": "Trente entreprises et un réseau de chaleur.",
    },
}


@pytest.fixture(autouse=True)
def speak_english_again() -> Iterator[None]:
    """Pages of a client leave their language behind. And this takes its time: results are told in another language."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)
    translation.deactivate()


#: What stands in `main`, without lists of cities and countries to choose from.
MAIN = """() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll("select").forEach(list => list.remove());
  return main.outerHTML;
}"""


#: What is nobody's language: clocks of places, days of the week, numbers of snapshots, sizes, addresses.
NOBODYS = re.compile(
    r"\([^()]*\bUTC\b[^()]*\)|\d\d:\d\d à |\b(?:lun|mar|mercre|jeu|vendre|same)di\b|\bdimanche\b"
    r"|\b[0-9a-f]{12}\b|\(fr, [^()]*\)|\d octets\b|https?://\w\S+"
)


def said_in_french(line: str, names: set[str]) -> bool:
    line = NOBODYS.sub(HOLE, line)
    return is_said(line, names) or is_said(line.removeprefix("(").removesuffix(")"), names)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_share_meet_and_apply_with_evidence(
    language: str,
    map_house: House,
    elsewhere: House,
    visit: Callable[..., Visitor],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    house, said, text = map_house, steps.speaking(language), WRITTEN[language]
    monkeypatch.setattr("clusterdynamics.report.pictures.to_svg", lambda _chart, alt, title: DRAWN)
    monkeypatch.setattr(contents, "_figures", lambda *_: {})  # `test_evidence` makes a whole one
    monkeypatch.setattr(results, "_documents", lambda *_: [])  # `test_report` looks into one
    User.objects.update(language=language)
    Region.objects.update(default_language=language, languages=[language])
    Region.objects.filter(pk=elsewhere.region.pk).update(country="FI")
    series = Series.objects.create(title="Loop Network")
    fill_stories(house.study, house.people)
    publishing.publish(house.lead, house.study, ["network", "public"], WHY)
    names = {*User.objects.values_list("name", flat=True), *Region.objects.values_list("name", flat=True)}
    names |= {*text.values(), series.title, house.cluster.name, house.study.parsed.title, "Fund of the North"}
    names |= {"Folkets hus, Karlstad", "TCI Global Conference", "Kim Berg", "Brussels", "Stockholm", "Helsinki"}
    names |= {house.study.parsed.title, *house.study.waves.values_list("label", flat=True), *map(str, Licence.labels)}
    names |= {"slides.png", "DataCite (JSON)", "Dublin Core", "BibTeX", "version 1"}
    names |= {*COUNTRIES.values(), *(own for _code, own in settings.LANGUAGES)}
    wrong: list[str] = []

    first, second, *others = text["case"].split()
    marked = {first, second, " ".join(others)}  # where it is found, a word of it is marked

    def look(window: Visitor, name: str) -> None:
        window.check()
        window.picture(f"j15-{name}-{language}")
        if language == "fr":
            html = window.page.evaluate(MAIN)
            known = names | marked if name == "search" else names
            wrong.extend(f"{name}: {line}" for line in lines_of(html) if not said_in_french(line, known))

    def window(user: User | None = None, size: dict[str, int] = DESKTOP, **options: bool) -> Visitor:
        made = visit(user, size=size, language=language, **options)
        made.context.set_default_timeout(90_000)
        return made

    # A region's published report goes into the library in one step.
    lead = window(house.lead)
    page = lead.go(house.url("results/publish/"))
    page.get_by_role("button", name=said("Put the report into the library")).click()
    expect(page.get_by_role("button", name=said("Stop"))).to_be_visible()
    steps.work()
    expect(page.get_by_role("link", name=said("As readers see it"))).to_be_visible()
    report = Version.objects.get(kind="report")
    # What the report's first sentences say is looked at where reports are; that they are French, too, is shown here.
    assert language == "en" or "Cooperation" not in report.summary
    names |= {report.title, " ".join(report.summary.split())}

    # Somebody of the region shares a case study; a curator of another region asks for a change, and accepts it then.
    author = window(house.people[Role.NETWORK_READER], PHONE)
    page = author.go(f"/r/{house.region.slug}/library/new/")
    page.get_by_label(said("case study")).check()
    look(author, "new")
    page.get_by_role("button", name=said("Go on")).click()
    for name, words in (("title", "case"), ("summary", "summary"), ("sector", "sector")):
        page.locator(f"[name={name}]").fill(text[words])
    page.locator("[name=year_from]").fill("2025")
    look(author, "edit")
    page.get_by_role("button", name=said("Send to the curators")).click()
    case = Version.objects.get(title=text["case"])
    expect(page.locator("main .state-chip, main p.answer").first).to_be_visible()
    look(author, "sent")
    steps.work()
    curator = window(elsewhere.people[Role.CURATOR])
    steps.ask_for_change(curator, said, text["case"], "Summary", text["change"])
    look(curator, "review")
    curator.page.get_by_role("button", name=said("Ask for these changes")).click()
    here = f"/r/{house.region.slug}/library/{case.item.key}/1/"
    page = author.go(here)
    expect(page.get_by_text(text["change"]).first).to_be_visible()
    page.locator("[name=summary]").fill(text["better"])
    page.get_by_role("button", name=said("Send to the curators")).click()
    page = curator.go(f"/library/review/{case.item.key}/1/")
    page.get_by_role("button", name=said("Accept")).click()
    steps.work()
    page = author.go(here)
    page.get_by_role("button", name=said("Publish")).click()
    expect(page.get_by_role("link", name=said("As readers see it"))).to_be_visible()

    # Everybody finds it, by a word and by the country, without JavaScript.
    anybody = window(javascript=False)
    page = anybody.go("/library/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("#q").fill(text["query"])
    page.get_by_role("button", name=said("Search")).click()
    page.locator("[data-facet=country] summary").click()
    page.locator("[data-facet=country] a[data-value=SE]").click()
    expect(page.locator("main ol.tasks > li")).to_have_count(1)
    page.get_by_role("link", name=text["case"]).click()
    expect(page.get_by_role("heading", level=1, name=text["case"])).to_be_visible()
    reader = window(size=PHONE)
    reader.go(f"/library/?q={text['query']}")
    look(reader, "search")
    reader.go(f"/library/{case.item.key}/")
    look(reader, "item")

    # The loop meeting: on its agenda is what is new; somebody of another region registers, talks, hands slides in.
    day = timezone.localdate() + timedelta(days=60)
    curator.go(f"/meetings/new/?series={series.key}")
    look(curator, "plan")
    meeting = steps.plan_meeting(curator, said, title=text["meeting"], host=elsewhere.region.name, day=day)
    at = f"/meetings/{meeting.key}/"
    steps.seed_agenda(curator, said, meeting, text["case"])
    look(curator, "agenda")
    author.go(at)
    steps.offer_talk(author, said, title=text["talk"], words=text["words"], who="Kim Berg")
    look(author, "talk")
    author.page.get_by_role("button", name=said("Offer the talk")).click()
    expect(author.page.get_by_text(said("waits for the host"))).to_be_visible()
    look(author, "meeting")
    curator.go(at)
    steps.accept_talk(curator, said, f"Kim Berg, {house.region.name}")
    look(curator, "host")
    file = tmp_path / "slides.png"
    file.write_bytes(png(320, 180))
    steps.hand_in_slides(author, said, meeting, file, text["talk"])
    look(author, "slides")
    item = Talk.objects.get().item
    assert item is not None
    slides = item.versions.get()
    steps.work()
    # As the case study above: filled in, accepted by the other region, published.
    given = {"summary": text["words"], "sector": text["sector"], "year_from": 2026, "third_party": "none"}
    writer, other = house.people[Role.NETWORK_READER], elsewhere.people[Role.CURATOR]
    library.save_draft(writer, slides, given)
    slides.files.update(alt=text["talk"])
    library.submit(writer, slides)
    library.accept(other, slides, pictures_seen=True)
    library.publish(writer, slides)

    # The calendar of whoever registered has it at the right moment.
    page = author.go("/meetings/own/")
    page.get_by_role("button", name=said("Make an address")).click()
    address = page.get_by_label(said("Your calendar address")).input_value()
    look(author, "own")
    feed = Client().get(re.sub(r"^https?://[^/]+", "", address)).text
    assert f"DTSTART:{meeting.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}" in feed
    assert meeting.starts.astimezone(UTC).hour in {7, 8}, "nine o'clock in Karlstad"

    # A call with two deadlines, looked at by the other region; the author's region would join.
    admin = window(house.admin)
    admin.go(f"/r/{house.region.slug}/calls/new/")
    look(admin, "call-new")
    steps.enter_call(admin, said, title=text["call"], deadlines=((40, text["first"]), (90, text["second"])))
    look(admin, "calls-desk")
    curator.go("/calls/review/")
    look(curator, "calls-queue")
    steps.put_into_list(curator, said, text["call"])
    page = author.go("/calls/")
    look(author, "calls")
    page.get_by_role("link", name=text["call"]).click()
    steps.join_call(author, said, text["brings"])
    look(author, "call")

    # The evidence for it: a pack of what everybody may see, with the stories that a panel chose and why.
    page.get_by_text(said("Change what you said")).click()
    page.get_by_role("link", name=said("Make a pack of evidence for this call")).click()
    look(author, "evidence")
    files = steps.have_pack_made(author, said, f"/r/{house.region.slug}/evidence/", text["call"], tmp_path / "pack.zip")
    look(author, "packs")
    hold_to_the_public_class(files, read_study(snapshot_path(Snapshot.objects.get())))
    chosen = chosen_for(house.study, Audience.PUBLIC)
    assert chosen
    told = files["forest-2026/stories.txt"].decode()
    assert all(one.text in told and one.reason in told for one in chosen)

    # All of it stands on the front page that everybody reads.
    front = window(size=PHONE)
    page = front.go("/")
    for title in (text["case"], text["talk"], report.title, text["meeting"], text["call"]):
        expect(page.get_by_role("link", name=title).first).to_be_visible()
    look(front, "front")

    # The meeting is held, and what came of it is written down.
    steps.write_minutes(
        curator, said, meeting, host_next=house.region.name, decided=text["words"], minutes=text["summary"]
    )
    look(curator, "closed")
    assert not wrong, "\n".join(dict.fromkeys(wrong))

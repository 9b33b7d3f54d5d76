"""Pages of calls: the list with its filters, the form, a file, the second look, who would join."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.calls import operations, read
from clusterdynamics_web.calls.models import Call, Draft, Interest, Message, Stage
from clusterdynamics_web.regions.models import Role
from tests.web.calls.conftest import VALUES, at, entered, form_data, listed
from tests.web.conftest import House

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]


def titles(response: object) -> list[str]:
    return [line.call.title for line in response.context["lines"]]  # type: ignore[attr-defined]


def test_the_list_shows_the_nearest_deadline_first_and_hides_what_is_over(home: House) -> None:
    today = timezone.localdate()
    no = {"identifier": ""}
    listed(home, [at(40)], title="Later", url="https://a.example/1", countries="", sector="", **no)
    listed(home, [at(9)], title="Sooner", url="https://a.example/2", funder="Other fund", **no)
    listed(home, [at(-2)], title="Gone", url="https://a.example/3", countries="FR", **no)
    listed(home, [], title="Always", url="https://a.example/4", purpose="save", language="fi", countries="FR", **no)
    listed(home, [at(70)], title="Coming", url="https://a.example/5", opens=today + timedelta(days=9), **no)
    entered(home, [at(3)], title="Nobody looked yet", url="https://a.example/6", **no)
    client = Client()
    page = client.get("/calls/")
    assert titles(page) == ["Sooner", "Later", "Coming", "Always"]
    assert page.headers["X-Robots-Tag"] == "all"
    assert "Look after calls" not in page.text
    for query, found in (
        ("status=expired", ["Gone"]),
        ("status=all", ["Sooner", "Later", "Coming", "Always", "Gone"]),
        ("status=soon", ["Sooner"]),
        ("status=coming", ["Coming"]),
        ("country=SE", ["Sooner", "Later", "Coming"]),  # open to all, too
        ("purpose=save", ["Sooner", "Later", "Coming", "Always"]),  # what says no purpose is for any
        ("purpose=innovate", ["Sooner", "Later", "Coming"]),
        ("language=fi", ["Always"]),
        ("sector=mining", ["Later"]),  # what says no sector is for any
        ("funder=Other fund", ["Sooner"]),
        ("q=sooner+ener", ["Sooner"]),
        ("q=nothing+like+it", []),
    ):
        assert titles(client.get(f"/calls/?{query}")) == found, query
    assert client.get("/calls/calls.csv?funder=Other fund").text.count("https://a.example/") == 1
    assert [line.call.title for line in read.open_calls(2)] == ["Sooner", "Later"]
    assert [line.call.title for line in read.open_calls(9)] == ["Sooner", "Later", "Always"]
    front = client.get("/").text
    assert front.index("Open calls for funding") < front.index("Sooner") < front.index("Always")
    assert "Gone" not in front
    Call.objects.filter(title="Later").update(checked_on=today - timedelta(days=61))
    assert "Not checked for 60 days" in client.get("/calls/").text
    gone = client.get(f"/calls/{Call.objects.get(title='Gone').key}/")
    assert "The last deadline has passed" in gone.text
    assert client.get(f"/calls/{Call.objects.get(title='Nobody looked yet').key}/").status_code == 404


def test_a_call_is_entered_with_two_deadlines_and_all_problems_are_told(home: House, log_in: LogIn) -> None:
    admin, new = log_in(home.admin), f"/r/{home.region.slug}/calls/new/"
    assert 'value="Europe/Stockholm" selected' in admin.get(new).text
    wrong = admin.post(
        new,
        form_data(
            ("", "10:00", "", "When?"), ("2027-03-28", "02:30", "Europe/Brussels", ""), title="", url="ftp://a.b"
        ),
    )
    assert wrong.status_code == 422
    text = wrong.text
    for words in ("This field is required", "Enter a valid URL", "On which day?", "the clock jumps over it"):
        assert words in text
    assert 'value="Fund of the North"' in text, "what was written stays"
    two = (("2027-03-26", "17:00", "Europe/Brussels", "First; stage"), ("2027-03-29", "17:00", "Europe/Brussels", ""))
    assert admin.post(new, form_data(*two)).status_code == 302
    call = Call.objects.get()
    assert [(d.name, d.at.hour) for d in call.deadlines.all()] == [("First, stage", 16), ("", 15)]
    assert (call.countries, call.stage) == ("SE FI", Stage.WAITING)
    assert "words" not in form_data()
    assert "energi" not in call.words
    assert " energy " in call.words

    here = f"/r/{home.region.slug}/calls/{call.key}/"
    kept = [d.key for d in call.deadlines.all()]
    form = admin.get(here).context["deadlines"]
    assert [(f.initial["key"], f.initial["clock"].hour) for f in form.initial_forms] == [(kept[0], 17), (kept[1], 17)]
    data = form_data(*two, known=2, amount="3 million")
    data |= {"deadline-0-key": kept[0], "deadline-1-key": kept[1], "deadline-1-DELETE": "on"}
    assert admin.post(here, data).status_code == 302
    assert [d.key for d in call.deadlines.filter(dropped_at=None)] == kept[:1]
    twice = form_data(two[0], two[0], known=1) | {"deadline-0-key": kept[0]}
    assert "Two deadlines are at the same time" in admin.post(here, twice).text
    far = form_data(("9999-12-31", "23:59", "Pacific/Honolulu", ""))
    assert "The year must be from 2000 to 2100" in admin.post(here, far).text

    review = log_in(home.people[Role.CURATOR])
    assert "The last deadline" not in review.get("/calls/review/").text
    review.post("/calls/review/", {"call": [call.key]})
    call.refresh_from_db()
    assert call.stage == Stage.PUBLISHED
    desk = f"/r/{home.region.slug}/calls/"
    Call.objects.update(checked_on=timezone.localdate() - timedelta(days=99))
    assert "Not checked for 60 days." in admin.get(desk).text
    admin.post(f"{here}checked/")
    assert "Not checked for 60 days." not in admin.get(desk).text
    admin.post(f"{here}withdraw/", {"why": "no"})
    assert Client().get(f"/calls/{call.key}/").status_code == 200
    admin.post(f"{here}withdraw/", {"why": "The fund has no money left."})
    assert Client().get(f"/calls/{call.key}/").status_code == 404


def test_a_file_is_looked_through_before_it_is_taken(home: House, log_in: LogIn) -> None:
    curator, bring = log_in(home.people[Role.CURATOR]), f"/r/{home.region.slug}/calls/bring-in/"

    def hand_in(content: bytes, name: str = "calls.csv") -> object:
        return curator.post(bring, {"file": SimpleUploadedFile(name, content)})

    wrong = hand_in(b"title,funder,url\n,Fund,x\nA,,https://a.example\n")
    assert wrong.status_code == 422  # type: ignore[attr-defined]
    for words in ("Row 2, title", "Row 2, url", "Row 3, funder"):
        assert words in wrong.text  # type: ignore[attr-defined]
    assert "no text" in hand_in(b"PK\0").text  # type: ignore[attr-defined]
    assert not Draft.objects.exists()
    answer = hand_in(b"title,funder,url,colour\n<b>A</b>,Fund,https://a.example,red\n")
    shown = curator.get(answer.url)  # type: ignore[attr-defined]
    assert "Calls in the file: 1. New: 1." in shown.text
    assert "&lt;b&gt;A&lt;/b&gt;" in shown.text
    assert "colour" in shown.text
    assert not Call.objects.exists()
    assert log_in(home.admin).get(answer.url).status_code == 404  # type: ignore[attr-defined]
    curator.post(answer.url, {"drop": "1"})  # type: ignore[attr-defined]
    assert not Draft.objects.exists()
    again = hand_in(b"title,funder,url\nA,Fund,https://a.example\n")
    curator.post(again.url)  # type: ignore[attr-defined]
    call = Call.objects.get()
    assert call.stage == Stage.WAITING
    curator.post("/calls/review/", {"call": [call.key]})
    call.refresh_from_db()
    assert call.stage == Stage.WAITING, "brought in oneself"


def test_only_the_network_sees_who_would_join_and_nobody_an_address(
    home: House, elsewhere: House, log_in: LogIn
) -> None:
    call = listed(home, [at(30)])
    here = f"/calls/{call.key}/"
    reader, far = home.people[Role.NETWORK_READER], elsewhere.people[Role.CURATOR]
    one, other = log_in(reader), log_in(far)
    assert one.post(f"{here}join/", {"role": "boss"}).status_code == 422
    # For another region than one's own, nobody speaks.
    assert one.post(f"{here}join/", {"role": "lead", "region": elsewhere.region.slug}).status_code == 422
    one.post(f"{here}join/", {"role": "lead", "region": "north", "brings": "<i>A test hall</i>"})
    mine = Interest.objects.get()
    page = other.get(here).text
    assert "&lt;i&gt;A test hall&lt;/i&gt;" in page
    assert "North" in page
    assert reader.email not in page
    stranger = User.objects.create_user("stranger@example.org")
    for client in (Client(), log_in(stranger)):
        assert "A test hall" not in client.get(here).text
    assert log_in(stranger).post(f"{here}join/").status_code == 404
    letter = f"{here}write/{mine.pk}/"
    assert log_in(stranger).get(letter).status_code == 404
    assert reader.email not in other.get(letter).text
    assert other.post(letter, {"text": ""}).status_code == 422
    assert other.post(letter, {"text": "Shall we?"}).status_code == 302
    assert Message.objects.get().sender == far
    assert one.post(letter, {"text": "To me"}).status_code == 422
    # Somebody without a name is not shown by an address instead.
    User.objects.filter(pk=reader.pk).update(name="")
    assert reader.email not in other.get(here).text
    one.post(f"{here}leave/")
    assert "A test hall" not in other.get(here).text


def test_curators_of_every_region_give_a_second_look(home: House, elsewhere: House, log_in: LogIn) -> None:
    own = operations.enter(elsewhere.people[Role.CURATOR], elsewhere.region, VALUES | {"title": "South"}, [])
    call = entered(home, [at(30)])
    far = log_in(elsewhere.people[Role.CURATOR])
    page = far.get("/calls/review/")
    assert "1 call waits for you." in page.text
    assert "Entered by you" in page.text
    far.post("/calls/review/", {"call": [own.key, call.key]})
    assert set(Call.objects.filter(stage=Stage.PUBLISHED)) == {call}
    assert "in the list already, from North" in far.get("/calls/review/").text
    own.refresh_from_db()
    near = log_in(home.people[Role.CURATOR])
    near.post(f"/calls/review/{own.key}/", {"said": "Please add who may apply."})
    own.refresh_from_db()
    assert own.stage == Stage.RETURNED
    desk = far.get("/r/south/calls/").text
    assert "A curator asks for a change." in desk
    assert "Please add who may apply." in desk

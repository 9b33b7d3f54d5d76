"""Files with calls: what is read of them, what is told of wrong ones, what hostile ones come to."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics_web.calls.uploads import LARGEST, MOST_CALLS, Read, read_calls
from clusterdynamics_web.calls.uploads.read import ReadCall, from_plain
from clusterdynamics_web.regions.models import Region

NORTH = Region(slug="north", name="North", default_language="sv")
HEAD = "title,funder,url"


def read(content: str | bytes, zone: str = "Europe/Stockholm") -> Read:
    return read_calls(content.encode() if isinstance(content, str) else content, NORTH, zone)


def only(found: Read) -> ReadCall:
    assert found.problems == ()
    assert len(found.calls) == 1
    return found.calls[0]


def test_a_table_with_several_deadlines() -> None:
    """17:00 in Brussels is 16:00 UTC in winter and 15:00 from 28 March 2027 on, when clocks go forward."""
    content = (
        "\ufeffTitle;Funder;URL;Countries;Opens;Deadlines;Checked on;Colour\r\n"
        '"Save; energy";Fund;https://fund.example/1;se, FI;2026-12-01;'
        '"2027-03-26 17:00 Europe/Brussels First stage; 2027-03-29 17:00 Europe/Brussels Second stage\n2027-05-01";'
        "2026-11-02;blue\r\n\r\n"
    )
    found = read(content)
    call = only(found)
    assert call.where == "Row 3", "as a text editor counts"
    assert call.values["title"] == "Save; energy"
    assert (call.values["countries"], call.values["language"]) == ("SE FI", "sv")
    assert (call.values["opens"], call.values["checked_on"]) == (date(2026, 12, 1), date(2026, 11, 2))
    assert [(d.at, d.zone, d.name) for d in call.deadlines] == [
        (datetime(2027, 3, 26, 16, 0, tzinfo=UTC), "Europe/Brussels", "First stage"),
        (datetime(2027, 3, 29, 15, 0, tzinfo=UTC), "Europe/Brussels", "Second stage"),
        (datetime(2027, 5, 1, 21, 59, tzinfo=UTC), "Europe/Stockholm", ""),  # the end of the day
    ]
    assert found.unread == ("colour",)
    assert from_plain(json.loads(json.dumps(call.plain()))) == call


def test_a_list_in_json() -> None:
    entry = {
        "title": "Save energy",
        "funder": "Fund",
        "url": "https://fund.example/1",
        "countries": ["SE", "fi"],
        "deadlines": [
            {"date": "2027-03-26", "time": "9:30", "zone": "Europe/Helsinki", "name": "All"},
            "2027-09-01 12:00 UTC",
        ],
    }
    call = only(read(json.dumps({"calls": [entry], "source": "x"})))
    assert call.values["countries"] == "SE FI"
    assert [(d.at, d.zone, d.name) for d in call.deadlines] == [
        (datetime(2027, 3, 26, 7, 30, tzinfo=UTC), "Europe/Helsinki", "All"),
        (datetime(2027, 9, 1, 12, 0, tzinfo=UTC), "UTC", ""),
    ]
    assert only(read(json.dumps([entry]))) == call


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Fund of the North</title>
<language>fi-FI</language><item><title>Save &lt;b&gt;energy&lt;/b&gt;</title><link>https://fund.example/1</link>
<description><![CDATA[<p>For firms.</p><script>alert(1)</script><p>Together &amp; now.</p>]]></description></item>
<item><title>Heat</title><link>https://fund.example/2</link><dc:publisher>Other fund</dc:publisher></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="da"><title>Fund</title><entry><title>Heat</title>
<link rel="self" href="https://fund.example/feed"/><link href="https://fund.example/2"/>
<summary type="html">&lt;i&gt;Warm&lt;/i&gt;</summary></entry></feed>"""


def test_feeds() -> None:
    first, second = read(RSS).calls
    assert first.values["title"] == "Save energy"
    assert first.values["summary"] == "For firms. Together & now."
    assert (first.values["funder"], first.values["language"]) == ("Fund of the North", "fi")
    assert (second.values["funder"], second.values["url"]) == ("Other fund", "https://fund.example/2")
    call = only(read(ATOM))
    assert (call.values["title"], call.values["summary"]) == ("Heat", "Warm")
    assert (call.values["url"], call.values["language"]) == ("https://fund.example/2", "da")


def test_all_that_is_wrong_is_told_at_once_with_row_and_field() -> None:
    content = "\n".join(
        [
            f"{HEAD},countries,opens,deadlines,purpose,checked_on",
            "One,Fund,https://fund.example/1,,,,,",
            ",Fund,javascript:alert(1),ZZ,soon,2027-02-30,none,2999-01-01",
            "Two,Fund,https://fund.example/2,,,2027-03-28 02:30 Europe/Brussels,,",
            "Three,Fund,https://fund.example/3,,,2027-10-31 02:30 Europe/Brussels,,",
            "Four,Fund,https://fund.example/4,,,2027-03-01 17:00 CET; tomorrow; 2027-03-01 17:00 Mars/Base,,",
            "Five,Fund,https://fund.example/1,,,2027-03-01 12:00 UTC; 2027-03-01 13:00 Europe/Stockholm,,",
            "Six,Fund,https://fund.example/1,,,,,",
        ]
    )
    told = [str(p) for p in read(content).problems]
    third, rest = [t for t in told if t.startswith("Row 3,")], [t for t in told if not t.startswith("Row 3,")]
    fields = ("title", "url", "countries", "purpose", "opens", "checked_on", "deadlines")
    assert sorted(line.split(":")[0] for line in third) == sorted(f"Row 3, {name}" for name in fields)
    assert any("codes such as SE FI" in line for line in third)
    assert any("no such day" in line for line in third)
    assert [line.split(":")[0] for line in rest] == [
        "Row 4, deadlines",
        "Row 5, deadlines",
        *3 * ["Row 6, deadlines"],
        "Row 7, deadlines",
        "Row 8, url",
    ]
    words = (
        "the clock jumps over it",
        "comes twice",
        "Write it as Europe/Brussels",
        "Write it as 2027-03-26 17:00",
        "no time zone “Mars/Base”",
        "same time",
        "stands in Row 2 already",
    )
    for wanted, line in zip(words, rest, strict=True):
        assert wanted in line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        (HEAD, "no call"),
        ("a,b\n1,2", "Missing: title, funder, url"),
        (f"{HEAD},title\nx,y,z,w", "stand twice: title"),
        (f"{HEAD}\na,b,https://c.example,d", "Row 2 has 4 cells"),
        (f'{HEAD}\n"a,b', "Line 2"),
        (f"{HEAD}\n{'x' * 200_000},b,c", "too long"),
        (f"{HEAD}\n" + (MOST_CALLS + 1) * "a,b,c\n", f"more than {MOST_CALLS}"),
        (b"title\n\xff\xfe", "UTF-8"),
        (b"PK\x03\x04\0\0", "no text"),
        ('{"calls": 3}', "list of calls"),
        ('[{"title": "x"', "no whole JSON"),
        ("[" * 200_000, "no whole JSON"),
        ('[{"title": NaN}]', "no whole JSON"),
        ("[3, null]", "Entry 1 is no object.\nEntry 2 is no object."),
        ('[{"title": ["x"], "deadlines": [3]}]', "Entry 1, title"),
        ("[" + ",".join(["{}"] * (MOST_CALLS + 5)) + "]", f"at most {MOST_CALLS}"),
        ("<html><body>hello</body></html>", "no RSS"),
        ("<rss><channel></channel></rss>", "no call"),
        ("<rss><item>", "damaged"),
        ("<rss>" + "<item/>" * (MOST_CALLS + 1) + "</rss>", f"more than {MOST_CALLS}"),
        (
            '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item>&b;</item></channel></rss>',
            "entities",
        ),
        ('<!DOCTYPE r SYSTEM "file:///etc/passwd"><rss/>', "entities"),
        (b"x" * (LARGEST + 1), "larger than 2 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: str | bytes, words: str) -> None:
    started = time.perf_counter()
    with pytest.raises(InputError) as refused:
        read(content)
    assert words in str(refused.value)
    assert time.perf_counter() - started < 5


def test_hostile_feeds_stay_small() -> None:
    """Deep nesting, a text that never ends, and marks that never close: read within bounds."""
    deep = "<rss><item>" + "<x>" * 50_000 + "</x>" * 50_000 + "<title>T</title></item></rss>"
    assert [p.field for p in read(deep).problems] == ["funder", "url"]
    text = "&lt;!--" * 200_000
    long = f"<rss><item><title>T</title><link>https://a.example</link><description>{text}</description></item></rss>"
    assert {p.field for p in read(long).problems} == {"funder"}
    assert only(read(ATOM.replace("Warm", "warm " * 5000))).values["summary"].endswith(" …")

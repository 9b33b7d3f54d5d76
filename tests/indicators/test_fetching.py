"""One request to a statistical office: what comes back, what is refused, and in which words. The server is our own."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from clusterdynamics.errors import InputError
from clusterdynamics.indicators.fetching import Bounds, Fetched, fetch, origin_json, source_of
from clusterdynamics.indicators.fetching.door import Door
from clusterdynamics.indicators.importing import Options, read_indicators

from .test_importing import SDMX

#: Of the European Central Bank's csvdata: a key, dimensions, the period, the figure, attributes.
ECB = (
    "KEY,FREQ,REF_AREA,ITEM,TIME_PERIOD,OBS_VALUE,OBS_STATUS,TITLE,UNIT\n"
    "XYZ.A.SE.EMP,A,SE,EMP,2023,5.1,A,Employed in Sweden,PERS\n"
    "XYZ.A.NO.EMP,A,NO,EMP,2023,2.8,A,Employed in Norway,PERS\n"
)
FAULT = (
    '<S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>413</faultcode><faultstring>'
    "EXTRACTION_TOO_BIG: The requested extraction is too big</faultstring></S:Fault>"
)
NONE = (
    '<mes:Error xmlns:mes="m" xmlns:com="c"><mes:ErrorMessage code="100"><com:Text>No results found.</com:Text>'
    "</mes:ErrorMessage></mes:Error>"
)
LATER = '<env:Envelope xmlns:env="e"><ns0:asyncResponse><status>SUBMITTED</status></ns0:asyncResponse></env:Envelope>'
ML = '<message:GenericData xmlns:message="m"><message:DataSet/></message:GenericData>'

#: Path → status, headers, body.
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/sdmx": (200, {"Content-Type": "text/csv; q=1", "Last-Modified": "Fri, 15 May 2026 09:00:00 GMT"}, SDMX.encode()),
    "/gz": (200, {"Content-Encoding": "gzip"}, gzip.compress(SDMX.encode())),
    "/none": (404, {}, NONE.encode()),
    "/much": (413, {}, FAULT.encode()),
    "/often": (429, {}, b"<html>no</html>"),
    "/broken": (503, {}, b""),
    "/secret": (403, {}, b"no"),
    "/odd": (418, {}, b"teapot"),
    "/unclear": (400, {}, b""),
    "/page": (200, {}, b"<!DOCTYPE html><html><body>A browser</body></html>"),
    "/later": (200, {}, LATER.encode()),
    "/xml": (200, {}, ML.encode()),
    "/json": (200, {}, b'{"data": {"dataSets": []}}'),
    "/told": (200, {}, NONE.encode()),
    "/empty": (200, {}, b" \n"),
    "/packed": (200, {"Content-Encoding": "br"}, b"x"),
    "/moved": (302, {"Location": "/sdmx"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/inside": (302, {"Location": "http://10.0.0.1/figures"}, b""),
    "/plain": (302, {"Location": "ftp://127.0.0.1/figures"}, b""),
    "/large": (200, {}, b"x" * 5_000),
}


class _Office(BaseHTTPRequestHandler):
    asked: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012 (one server, one list)

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        path = self.path.partition("?")[0]
        if path in ("/slow", "/short", "/endless"):
            self._odd(path)
            return
        status, headers, body = ANSWERS[path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _odd(self, path: str) -> None:
        self.send_response(200)
        if path == "/short":
            self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"DATAFLOW,")
        # A few bytes now and then keep a connection open for ever; one without end has no length.
        for _k in range(0 if path == "/short" else 30):
            try:
                self.wfile.write(b"x" * (1 if path == "/slow" else 1_000))
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05 if path == "/slow" else 0)

    def log_message(self, *_given: Any) -> None:
        return


class Loopback(Door):
    """For tests only: the server of the test, without TLS; everything else is as it is."""

    schemes = ("http",)

    def allows(self, address: str) -> bool:
        return address == "127.0.0.1" or super().allows(address)


@pytest.fixture(scope="module")
def office() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Office)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def ask(url: str, **bounds: Any) -> Fetched:
    return fetch(url, bounds=Bounds(**{"seconds": 10, "size": 4_000, **bounds}), door=Loopback())


def test_an_answer_comes_whole_with_where_it_comes_from(office: str) -> None:
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    found = fetch(f"{office}/moved?c[geo]=SE31", door=Loopback(), now=lambda: now)
    assert found.data == SDMX.encode()
    assert found.final == f"{office}/sdmx"
    assert found.vintage == "2026-05-15"
    path, headers = _Office.asked[-2]
    assert path == "/moved?c[geo]=SE31"
    assert headers["Accept"].startswith("application/vnd.sdmx.data+csv")
    assert set(headers) == {"Host", "Accept", "Accept-Encoding", "User-Agent"}  # and nothing else is told
    origin = json.loads(origin_json(found))
    assert origin["url"] == f"{office}/moved?c[geo]=SE31"
    assert origin["final_url"] == f"{office}/sdmx"
    assert origin["fetched_at"] == "2026-06-01T12:00:00+00:00"
    assert origin["bytes"] == len(SDMX)
    packed = ask(f"{office}/gz")
    assert read_indicators(packed.data, name="f.csv", options=Options(source="x")).frame.height == 2
    assert packed.vintage == packed.when.date().isoformat()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/none",
            "no figures for this question (404). Look at data flow, key and period in the address. It says: No res",
        ),
        (
            "/much",
            "too large (413). Ask for less: fewer regions or industries in the key, or a later startPeriod. It says",
        ),
        ("/often", "asked too often (429)"),
        ("/broken", "trouble of its own (503)"),
        ("/secret", "only to those it knows (403)"),
        ("/odd", "answered with 418"),
        ("/unclear", "does not understand the question (400)"),
        ("/page", "answered with a web page"),
        ("/later", "give them later"),
        ("/xml", "as XML. Ask for SDMX-CSV: add format=SDMX-CSV (Eurostat)"),
        ("/json", "as SDMX-JSON"),
        ("/told", "gave no figures. It says: No results found."),
        ("/empty", "empty answer"),
        ("/packed", "packed the answer in a way that was not asked for"),
        ("/round", "sent the request on more than 5 times"),
        ("/inside", "10.0.0.1 is an address inside a private network"),
        ("/plain", "without encryption (ftp://)"),
        ("/large", "larger than 0.004 MB"),
        ("/endless", "larger than 0.004 MB"),
        ("/short", "broke off (the answer is not complete)"),
    ],
)
def test_what_is_no_answer_is_told_in_plain_words(office: str, path: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        ask(office + path)
    assert words in str(error.value)


def test_the_whole_request_has_a_time(office: str) -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match=r"did not answer in full within 0\.3 seconds"):
        ask(f"{office}/slow", seconds=0.3)
    assert time.monotonic() - start < 1.4  # the server would go on for 1.5 s


def test_nobody_there(office: str) -> None:
    with pytest.raises(InputError, match="cannot be reached"):
        ask("http://127.0.0.1:1/x", seconds=2)
    with pytest.raises(InputError, match=r"The host nowhere\.invalid is not known"):
        ask("http://nowhere.invalid/x", seconds=2)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://ec.europa.eu/x", "Only https:// is allowed"),
        ("file:///etc/passwd", "is no address"),
        ("https:///x", "is no address"),
        ("https://ec.europa.eu:port/x", "is no address"),
        ("ec.europa.eu/x", "is no address"),
        ("https://me:secret@ec.europa.eu/x", "Leave user and password out"),
        ("https://127.0.0.1/x", "inside a private network"),
        ("https://localhost/x", "inside a private network"),
        ("https://169.254.169.254/latest/meta-data", "inside a private network"),
        ("https://192.168.1.1/x", "inside a private network"),
        ("https://[::1]/x", "inside a private network"),
        ("https://[::ffff:10.0.0.1]/x", "inside a private network"),
        ("https://2130706433/x", "inside a private network"),
        ("https://0.0.0.0/x", "inside a private network"),
    ],
)
def test_where_no_request_goes(url: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        fetch(url, bounds=Bounds(seconds=1))
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("147.67.34.30", True),
        ("2a01:7080:14:100::666:30", True),
        ("100.64.0.1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::147.67.34.30", True),
    ],
)
def test_public_addresses(address: str, good: bool) -> None:
    assert Door().allows(address) == good


def test_the_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public at the look and private at the connection gets no connection inside."""
    reached: list[str] = []

    def connected(place: tuple[str, int], *_more: object) -> None:
        reached.append(place[0])
        raise ConnectionRefusedError

    answers = iter([[(0, 0, 0, "", ("147.67.34.30", 443)), (0, 0, 0, "", ("147.67.34.31", 443))]])
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: next(answers))
    monkeypatch.setattr("socket.create_connection", connected)
    with pytest.raises(InputError, match="cannot be reached"):
        fetch("https://ec.europa.eu/x")
    assert reached == ["147.67.34.30", "147.67.34.31"]
    mixed = [(0, 0, 0, "", (a, 443)) for a in ("147.67.34.30", "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: mixed)
    with pytest.raises(InputError, match="private network"):
        fetch("https://ec.europa.eu/x")
    assert len(reached) == 2


def test_sources_and_forms_of_the_offices() -> None:
    assert source_of("ec.europa.eu") == "Eurostat"
    assert source_of("statistics.example") == "statistics.example"
    found = read_indicators(ECB.encode(), name="ecb.csv", options=Options(source="ECB")).frame
    assert found.select("region", "period", "code", "value", "unit").rows() == [
        ("NO", "2023", "XYZ/FREQ=A/ITEM=EMP", 2.8, "PERS"),
        ("SE", "2023", "XYZ/FREQ=A/ITEM=EMP", 5.1, "PERS"),
    ]


def test_the_command_keeps_the_answer_and_fills_the_study(
    office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cd: Callable[..., Any]
) -> None:
    from clusterdynamics.study.package import read_study, write_study
    from tests.build import make_study

    monkeypatch.setattr("clusterdynamics.indicators.fetching.request.Door", Loopback)
    write_study(make_study(["a"], []), tmp_path / "s")
    out = tmp_path / "figures.csv"
    words = (
        "indicators",
        "fetch",
        f"{office}/sdmx",
        "--out",
        out,
        "--study",
        tmp_path / "s",
        "--by",
        "NACE_R2",
        "--cluster",
        "C",
    )
    found = cd(*words, "--source", "Eurostat")
    assert found.code == 0, found.err
    assert "127.0.0.1 answered with 1 kB at " in found.out
    assert out.read_bytes() == SDMX.encode()
    assert json.loads((tmp_path / "figures.csv.json").read_bytes())["vintage"] == "2026-05-15"
    rows = read_study(tmp_path / "s")["indicators"].select("region", "code", "value", "source", "vintage").rows()
    assert sorted(rows, key=lambda r: (r[1], r[0])) == [
        ("SE31", "employment.C", 68.2, "Eurostat", "2026-05-14T23:00"),  # the answer says itself of when it is
        ("SE32", "employment.C", None, "Eurostat", "2026-05-14T23:00"),
        ("SE31", "employment.cluster", 68.2, "Eurostat", "2026-05-14T23:00"),
        ("SE32", "employment.cluster", None, "Eurostat", "2026-05-14T23:00"),
    ]
    assert "figures.csv is there already" in cd(*words).err.replace("\n", "")
    found = cd("indicators", "fetch", f"{office}/sdmx", "--out", tmp_path / "b.csv", "--by", "colour")
    assert found.code == 1
    assert "'NAMA_10R_3EMPERS/freq=A/nace_r2=C' has no dimension 'colour'" in found.err
    found = cd("indicators", "fetch", f"{office}/sdmx", "--out", tmp_path / "c.csv")
    assert "Figures: 2. Regions: 2. Periods: 2023 to 2023." in found.out

"""Files: what may come in, what is read of them, how they are sent, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from clusterdynamics.errors import InputError
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations
from clusterdynamics_web.library.models import File
from clusterdynamics_web.library.uploads import check
from clusterdynamics_web.library.uploads.reading import NotRead, read_file
from clusterdynamics_web.library.uploads.refused import Refused
from tests.web.conftest import House
from tests.web.library.conftest import COMPLETE, closed, work
from tests.web.library.hostile import GOOD, HOSTILE, docx, pdf, png

type LogIn = Callable[[User], Client]


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    called, make = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        check(called, make())
    words = str(refused.value)
    assert words.endswith(".")
    assert "/tmp" not in words  # noqa: S108 - no path of the machine is told


@pytest.mark.parametrize("name", GOOD)
def test_a_file_as_programs_make_it_comes_in(name: str) -> None:
    called, make, _word = GOOD[name]
    assert check(called, make()).content == make()


def test_a_pdf_of_our_own_comes_in() -> None:
    """Objects in packed streams, as today's programs write them; and a page may talk about JavaScript."""
    from weasyprint import HTML

    content = HTML(string="<title>A</title><h1>On /JavaScript and /Launch in files</h1>").write_pdf()
    assert check("ours.pdf", content).kind == "pdf"


def test_names_of_files_lose_what_a_system_could_trip_over() -> None:
    assert check("../../etc/pass wd\r\n\u202efdp.pdf", pdf()).name == "pass wdfdp.pdf"
    assert check("..\\evil.exe.pdf", pdf()).name == "evil_exe.pdf"
    assert check('a"b<c>.pdf', pdf()).name == "a_b_c.pdf"


def test_a_file_that_is_too_large_is_refused(settings: Any) -> None:
    settings.UPLOAD_BYTES = 100
    with pytest.raises(Refused, match="larger than"):
        check("a.pdf", pdf())


@pytest.mark.django_db
def test_a_file_is_read_kept_under_a_random_name_and_sent_as_a_download(
    home: House, author: User, log_in: LogIn
) -> None:
    version = operations.create_draft(author, home.region, "case_study", "en")
    operations.save_draft(author, version, COMPLETE)
    client = log_in(author)
    at = f"/r/{home.region.slug}/library/{version.item.key}/1/"
    for called, make, _word in GOOD.values():
        client.post(f"{at}files/", {"file": SimpleUploadedFile(called, make(), content_type="text/html")})
    work()
    files = {file.kind: file for file in version.files.all()}
    assert set(files) == {"docx", "pptx", "odp", "pdf", "csv", "png", "jpeg"}
    for called, _make, word in GOOD.values():
        file = next(f for f in files.values() if f.name.lower() == called.lower())
        assert word in file.text, called
        assert file.reading == "done"
    assert ["Research", "3"] in files["docx"].tables[0]
    assert ["research", "2"] in [row[:2] for row in files["pptx"].tables[0]], "the table behind a chart"
    folder = Path(settings.MEDIA_ROOT) / "library"
    assert all(len(path.name) == 32 and not path.suffix for path in folder.iterdir())
    for file in files.values():
        response = closed(client.get(f"/library/{version.item.key}/1/files/{file.key}/"))
        assert response.headers["Content-Disposition"].startswith("attachment;"), file
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "html" not in response.headers["Content-Type"]
        assert "svg" not in response.headers["Content-Type"]
    small = closed(client.get(f"/library/{version.item.key}/1/files/{files['png'].key}/first-page/"))
    picture = Image.open(io.BytesIO(small.content_sent))
    assert (picture.format, picture.info) == ("PNG", {})
    assert small.headers["Content-Disposition"].startswith("attachment;")
    assert files["pdf"].thumbnail
    assert client.get(f"/library/{version.item.key}/1/files/{files['csv'].key}/first-page/").status_code == 404
    # A picture in a public item says what it shows; then the files go with the draft.
    operations.save_draft(author, version, {"third_party": "none"})
    with pytest.raises(InputError, match="what the picture shows"):
        operations.submit(author, version)
    for kind in ("png", "jpeg"):
        client.post(f"{at}files/{files[kind].key}/alt/", {"alt": "A valley"})
    client.post(f"{at}files/{files['csv'].key}/remove/")
    assert version.files.count() == 6
    operations.submit(author, version)
    client.post(f"{at}files/{files['pdf'].key}/remove/")
    assert version.files.count() == 6, "it is with the curators"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_told_and_a_file_that_goes_leaves_nothing(home: House, author: User, log_in: LogIn) -> None:
    version = operations.create_draft(author, home.region, "case_study", "en")
    at = f"/r/{home.region.slug}/library/{version.item.key}/1/"
    client = log_in(author)
    told = client.post(f"{at}files/", {"file": SimpleUploadedFile("evil.pdf", b"MZ" * 50)}, follow=True)
    assert "evil.pdf: The file is no PDF" in told.text
    file = operations.add_file(author, version, "a.png", png(), "A")
    path = Path(settings.MEDIA_ROOT) / file.path
    assert path.read_bytes() == png()
    operations.discard(author, version)
    assert not path.exists()
    assert not File.objects.exists()


def test_a_reader_that_takes_too_much_is_stopped(tmp_path: Path) -> None:
    """A file of 1.5 GB got past the checks somehow: the process that reads it ends, ours goes on."""
    path = tmp_path / "bomb"
    with path.open("wb") as file:
        file.truncate(1_500_000_000)
    with pytest.raises(NotRead):
        read_file("csv", path, tmp_path / "small")
    (tmp_path / "broken").write_bytes(docx()[:500])
    with pytest.raises(NotRead):
        read_file("docx", tmp_path / "broken", tmp_path / "small")

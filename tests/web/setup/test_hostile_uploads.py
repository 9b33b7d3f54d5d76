"""Files that somebody made to do harm, or that are something else than they say: refused, and told so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.setup.operations import roster
from clusterdynamics_web.setup.resolve import plan_of
from clusterdynamics_web.studies.models import Actor, RosterDraft, Study
from tests.web.conftest import House

pytestmark = pytest.mark.django_db
type LogIn = Callable[[User], Client]

SETTINGS = 'title = "x"\n'
ACTORS = "id,label\na,A\nb,B\n"


def packed(files: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def linked() -> bytes:
    """Return a zip with a symbolic link to a file of the machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("study.toml", SETTINGS)
        info = zipfile.ZipInfo("actors.csv")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def workbook(parts: dict[str, str | bytes] | None = None) -> bytes:
    """Return a workbook with one sheet of two organisations, and parts that should not be there."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("list")
        for k, row in enumerate((("name", "email"), ("One", "a@one.example"), ("Two", "b@two.example"))):
            sheet.write_row(k, 0, row)
    if parts:
        with zipfile.ZipFile(buffer, "a") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    return buffer.getvalue()


PACKAGES: dict[str, bytes] = {
    "a bomb": packed({"study.toml": SETTINGS, "actors.csv": b"id,label\n" + b"a" * 300_000_000}),
    "many bombs": packed({"study.toml": SETTINGS} | {f"f{k}.csv": b"0" * 30_000_000 for k in range(9)}),
    "a path upwards": packed({"study.toml": SETTINGS, "../../evil.csv": "x"}),
    "a path from the root": packed({"study.toml": SETTINGS, "/etc/evil.csv": "x"}),
    "a path of another system": packed({"study.toml": SETTINGS, "C:\\evil.csv": "x"}),
    "a link": linked(),
    "ten thousand files": packed({"study.toml": SETTINGS} | {f"{k}.csv": "" for k in range(10_001)}),
    "two studies": packed({"a/study.toml": SETTINGS, "b/study.toml": SETTINGS}),
    "no zip": b"\x7fELF" + b"\0" * 200,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    "a page": b"<!DOCTYPE html><script>alert(1)</script>",
    "half a zip": packed({"study.toml": SETTINGS, "actors.csv": ACTORS})[:120],
    "nothing": b" ",
    "no study": packed({"readme.txt": "hello"}),
    "settings that are none": packed({"study.toml": "title = [", "actors.csv": ACTORS}),
    "unknown settings": packed({"study.toml": 'title = "x"\nrun = "rm -rf"\n', "actors.csv": ACTORS}),
    "a file in another encoding": packed({"study.toml": b"\xff\xfe\x00t", "actors.csv": ACTORS}),
    "identifiers that are formulas": packed(
        {"study.toml": SETTINGS, "actors.csv": "id,label\n\"=cmd|'/c calc'!A1\",A\nb,B\n"}
    ),
    "a model from elsewhere": packed(
        {"study.toml": 'title = "x"\nmodel = "../../secret.toml"\n', "actors.csv": ACTORS}
    ),
    "a workbook with a document type": workbook({"xl/evil.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_that_does_harm_is_refused(home: House, log_in: LogIn, name: str) -> None:
    file = SimpleUploadedFile("study.zip", PACKAGES[name], content_type="application/zip")
    response = log_in(home.admin).post(
        f"/r/{home.region.slug}/studies/new/package/",
        {"cluster": home.cluster.pk, "lead": home.lead.pk, "file": file},
    )
    assert response.status_code == 422, response
    assert response.context["faults"], name
    assert Study.objects.count() == 1
    assert "/tmp/" not in response.content.decode()  # noqa: S108 - no path of the machine is told


LISTS: dict[str, bytes] = {
    "nothing": b" \n",
    "one line": b"name\n",
    "a program": b"\x7fELF" + b"\0" * 500,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "a zip that is no workbook": packed({"a.txt": "hello"}),
    "a workbook that unpacks without end": packed(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": b" " * 300_000_000}
    ),
    "half a workbook": workbook()[:900],
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a cell without end": b"name,x\n" + b'"' + b"a" * 50_000 + b'",b\nOne,c\n',
    "six thousand rows": b"name\n" + b"".join(b"Firm %d\n" % k for k in range(6000)),
    "three hundred columns": b",".join(b"c%d" % k for k in range(300)) + b"\n" + b",".join([b"x"] * 300) + b"\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_none_is_refused(home: House, log_in: LogIn, name: str) -> None:
    file = SimpleUploadedFile("members.xlsx", LISTS[name], content_type="text/csv")
    response = log_in(home.lead).post(home.url("organisations/import/"), {"file": file})
    assert response.status_code == 422, name
    assert response.context["faults"]
    assert not RosterDraft.objects.exists()


def test_macros_are_not_kept(home: House, log_in: LogIn) -> None:
    """A workbook with macros is read for its cells; nothing of the macro is kept once it is imported."""
    content = workbook({"xl/vbaProject.bin": b"AutoOpen" * 100})
    client = log_in(home.lead)
    response = client.post(home.url("organisations/import/"), {"file": SimpleUploadedFile("m.xlsm", content)})
    draft = RosterDraft.objects.get()
    assert response.status_code == 302
    assert [row.text("label") for row in plan_of(home.study, draft).rows] == ["One", "Two"]
    roster.import_roster(home.lead, home.study, draft, {})
    assert not RosterDraft.objects.exists()
    assert Actor.objects.count() == 2


@pytest.mark.parametrize("address", ["organisations/import/", None])
def test_a_file_that_is_too_large_is_refused(home: House, log_in: LogIn, settings: object, address: str | None) -> None:
    settings.UPLOAD_BYTES = 1024  # type: ignore[attr-defined]
    file = SimpleUploadedFile("x.csv", b"name\n" + b"a" * 2000)
    if address:
        response = log_in(home.lead).post(home.url(address), {"file": file})
    else:
        data = {"cluster": home.cluster.pk, "lead": home.lead.pk, "file": file}
        response = log_in(home.admin).post(f"/r/{home.region.slug}/studies/new/package/", data)
    assert "larger than 0 MB" in str(response.context["form"].errors)


FORMULAS = ["=1+1", "=cmd|'/c calc'!A1", "@SUM(1)", "+cmd|x", "-cmd|x", '=HYPERLINK("http://evil.example")']


@pytest.mark.parametrize("formula", FORMULAS)
def test_an_organisation_is_not_called_like_a_formula(home: House, log_in: LogIn, formula: str) -> None:
    quoted = '"' + formula.replace('"', '""') + '"'
    draft = roster.hand_in(home.lead, home.study, "x.csv", f"name,kind\n{quoted},\nGood,\n".encode())
    plan = plan_of(home.study, draft)
    assert [row.usable for row in plan.rows] == [False, True]
    assert [(p.line, p.column) for p in plan.errors] == [(2, "name")]
    done = roster.import_roster(home.lead, home.study, draft, {})
    assert [new.row.text("label") for new in done.new] == ["Good"]
    form = {"label": formula, "short_label": "", "domain": "", "nuts": "", "aliases_text": ""}
    response = log_in(home.lead).post(home.url("organisations/add/"), form)
    assert "looks like a formula" in response.content.decode()
    assert Actor.objects.count() == 1


def test_telephone_numbers_and_dashes_are_no_formulas(home: House) -> None:
    text = "name,phone,note\nOne,+46 70 123 45 67,- a dash\n"
    draft = roster.hand_in(home.lead, home.study, "x.csv", text.encode())
    draft.mapping = {"name": "label", "phone": "contact_phone", "note": "attribute"}
    assert plan_of(home.study, draft).errors == ()


def test_what_is_shown_of_a_list_is_text(home: House, log_in: LogIn) -> None:
    """A script in a cell is shown as the text it is."""
    draft = roster.hand_in(home.lead, home.study, "x.csv", b"name\n<script>alert(1)</script>\n")
    for rest in ("columns/", ""):
        page = log_in(home.lead).get(home.url(f"organisations/import/{draft.key}/{rest}")).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

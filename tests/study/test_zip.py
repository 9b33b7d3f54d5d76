"""Zip files: whole studies, and zip files that strangers made to do harm."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import clusterdynamics as cd
from clusterdynamics.study.codes import Code
from clusterdynamics.study.read import archive, source
from clusterdynamics.study.read.limits import LIMITS
from tests.study.cast import SETTINGS, TABLES, write_cast

GOOD = {"study.toml": SETTINGS, **{f"{name}.csv": "\n".join(lines) for name, lines in TABLES.items()}}


def pack(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


def codes(path: Path) -> list[tuple[Code, str]]:
    study, problems = cd.check_study(path)
    assert (study is None) == any(p.severity == "error" for p in problems)
    return [(p.code, p.message) for p in problems]


@pytest.mark.parametrize("top", ["", "my study/", "my study\\"])
def test_a_zip_is_read_with_and_without_a_folder_at_its_top(tmp_path: Path, top: str) -> None:
    litter: dict[str, str | bytes] = {"__MACOSX/x": "", f"{top}.DS_Store": "", f"{top}sub/notes.txt": ""}
    path = pack(tmp_path / "study.zip", {top + name: text for name, text in GOOD.items()} | litter)
    study, problems = cd.check_study(path)
    assert problems == ()
    assert study is not None
    folder = cd.read_study(write_cast(tmp_path / "folder"))
    assert all(study[name].equals(folder[name]) for name in study.tables)
    # Nothing was unpacked beside the file.
    assert {p.name for p in tmp_path.iterdir()} == {"study.zip", "folder"}


def test_problems_in_a_zip_have_their_place(tmp_path: Path) -> None:
    broken = GOOD | {"areas.csv": "id,label,sensitivity\nskills,Training,9\nresearch,R,4\n"}
    _study, problems = cd.check_study(pack(tmp_path / "study.zip", {f"s/{n}": t for n, t in broken.items()}))
    assert [(p.code, p.file, p.row, p.column) for p in problems] == [(Code.TOO_HIGH, "areas.csv", 2, "sensitivity")]


def test_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    for content in (b"", b"no zip", b"PK\x05\x06" + b"\0" * 3):
        path.write_bytes(content)
        assert [c for c, _m in codes(path)] == [Code.ZIP_INVALID]


def test_empty_zip(tmp_path: Path) -> None:
    assert [c for c, _m in codes(pack(tmp_path / "study.zip", {}))] == [Code.SETTINGS_MISSING]


def test_truncated(tmp_path: Path) -> None:
    path = pack(tmp_path / "study.zip", GOOD)
    whole = path.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert [c for c, _m in codes(path)] == [Code.ZIP_DAMAGED]


def test_damaged_in_the_middle(tmp_path: Path) -> None:
    path = pack(tmp_path / "study.zip", GOOD)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as target:
        start = target.getinfo("ties.csv").header_offset + 30 + len("ties.csv")
    content[start : start + 20] = b"\xff" * 20
    path.write_bytes(bytes(content))
    found = codes(path)
    assert [c for c, _m in found] == [Code.ZIP_DAMAGED]
    assert "ties.csv" in found[0][1]


@pytest.mark.parametrize("name", ["../evil.csv", "a/../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "..\\evil.csv"])
def test_path_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep").mkdir()
    found = codes(pack(tmp_path / "deep" / "study.zip", GOOD | {name: "x"}))
    assert [c for c, _m in found] == [Code.ZIP_PATH]
    assert not list(tmp_path.rglob("evil*"))


def test_link(tmp_path: Path) -> None:
    path = pack(tmp_path / "study.zip", {n: t for n, t in GOOD.items() if n != "areas.csv"})
    with zipfile.ZipFile(path, "a") as target:
        info = zipfile.ZipInfo("areas.csv")
        info.external_attr = 0o120777 << 16  # a symbolic link on Unix
        target.writestr(info, "/etc/passwd")
    found = codes(path)
    assert [c for c, _m in found] == [Code.ZIP_LINK]
    assert "root:" not in found[0][1]


def test_password(tmp_path: Path) -> None:
    path = pack(tmp_path / "study.zip", GOOD)
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1  # the flag "encrypted" of the first member in the directory
    path.write_bytes(bytes(content))
    assert [c for c, _m in codes(path)] == [Code.ZIP_ENCRYPTED]


def test_name_twice(tmp_path: Path) -> None:
    assert [c for c, _m in codes(pack(tmp_path / "study.zip", GOOD | {"AREAS.csv": "id,label\n"}))] == [
        Code.ZIP_NAME_TWICE
    ]


def test_two_studies(tmp_path: Path) -> None:
    files = {f"{top}/{n}": t for top in ("a", "b") for n, t in GOOD.items()}
    found = codes(pack(tmp_path / "study.zip", files))
    assert [c for c, _m in found] == [Code.ZIP_TWO_STUDIES]
    assert "a/, b/" in found[0][1]
    inside = GOOD | {"old/study.toml": SETTINGS}
    assert [c for c, _m in codes(pack(tmp_path / "study.zip", inside))] == [Code.ZIP_TWO_STUDIES]


def test_folders_in_folders(tmp_path: Path) -> None:
    files = {f"a/b/{n}": t for n, t in GOOD.items()}
    assert [c for c, _m in codes(pack(tmp_path / "study.zip", files))] == [Code.ZIP_NESTED]


def test_bomb_by_ratio(tmp_path: Path) -> None:
    """60 MB of one letter, packed to 60 kB."""
    path = pack(tmp_path / "study.zip", GOOD | {"themes.csv": b"x" * 60_000_000})
    assert path.stat().st_size < 200_000
    found = codes(path)
    assert [c for c, _m in found] == [Code.ZIP_TOO_LARGE]
    assert "themes.csv" in found[0][1]


def test_bomb_by_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LIMITS", replace(LIMITS, zip_bytes=1_000))
    assert [c for c, _m in codes(pack(tmp_path / "study.zip", GOOD))] == [Code.ZIP_TOO_LARGE]


def test_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """The directory says 10 bytes; what comes out is cut off and does not fit its checksum."""
    path = pack(tmp_path / "study.zip", GOOD | {"themes.csv": b"x" * 60_000_000})
    content = bytearray(path.read_bytes())
    at = content.rindex(b"themes.csv") - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<L", content, at + 24, 10)
    path.write_bytes(bytes(content))
    assert [c for c, _m in codes(path)] == [Code.ZIP_DAMAGED]


def test_more_comes_out_than_was_said(tmp_path: Path) -> None:
    path = pack(tmp_path / "study.zip", GOOD)
    with zipfile.ZipFile(path) as target:
        info = target.getinfo("ties.csv")
        size = info.file_size
        from clusterdynamics.study.read.report import Problems

        for said in (size - 1, size + 1):
            problems = Problems()
            stream = target.open("ties.csv")
            monkey = type("Archive", (), {"open": lambda self, _info, stream=stream: stream})()
            info.file_size = said
            assert not archive.unpack(monkey, info, len, "study.zip", problems)
            assert [p.code for p in problems.listed()] == [Code.ZIP_DAMAGED]


def test_too_many_files(tmp_path: Path) -> None:
    path = pack(tmp_path / "study.zip", GOOD | {f"x{i}.txt": "" for i in range(500)})
    assert [c for c, _m in codes(path)] == [Code.ZIP_TOO_MANY_FILES]


def test_directory_too_large_to_read(tmp_path: Path) -> None:
    """A directory of more than 1 MB is not even opened."""
    path = pack(tmp_path / "study.zip", {"x" * 60_000 + f"{i}": "" for i in range(20)})
    assert [c for c, _m in codes(path)] == [Code.ZIP_TOO_MANY_FILES]


def test_directory_size_in_the_large_form(tmp_path: Path) -> None:
    """The end of a ZIP64 file states the size of its directory in a record of its own."""
    path = pack(tmp_path / "study.zip", {"a": ""})
    content = path.read_bytes()
    end = content.index(b"PK\x05\x06")
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 5_000_000, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    path.write_bytes(content[:end] + record + locator + content[end:])
    with path.open("rb") as stream:
        assert archive.directory_bytes(stream) == 5_000_000
    # A locator that points nowhere is not believed.
    wrong = struct.pack("<4sLQL", b"PK\x06\x07", 0, 10**9, 1)
    path.write_bytes(content[:end] + wrong + content[end:])
    with path.open("rb") as stream:
        assert archive.directory_bytes(stream) < 100

"""What an installation may set, and what is said of a wrong value."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core import checks

from clusterdynamics_web.environment import VARIABLES, read_environment

LONG = "x" * 50


def read(tmp_path: Path, **values: str):
    return read_environment({"CLUSTERDYNAMICS_DATA": str(tmp_path), **values})


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    environment = read(tmp_path)
    assert environment.troubles == ()
    assert environment.database["NAME"] == str(tmp_path / "clusterdynamics.sqlite3")
    assert environment.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert environment.mail["BACKEND"].endswith("filebased.EmailBackend")
    assert "localhost" in environment.hosts
    assert not environment.demo


def test_the_key_is_made_once_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_an_address_names_the_only_host_beside_the_machine_itself(tmp_path: Path) -> None:
    environment = read(tmp_path, CLUSTERDYNAMICS_URL="https://loops.example.org")
    assert environment.hosts[0] == "loops.example.org"
    assert environment.https
    assert environment.mail_from == "clusterdynamics@loops.example.org"


def test_a_postgresql_database_with_odd_characters_in_its_password(tmp_path: Path) -> None:
    environment = read(tmp_path, DATABASE_URL="postgres://anna:p%40ss%2Fword@db.example.org:5433/loops")
    assert environment.database["PASSWORD"] == "p@ss/word"  # noqa: S105 - no secret
    assert (environment.database["HOST"], environment.database["PORT"]) == ("db.example.org", "5433")


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ("smtp://mail.example.org", {"port": 25, "use_tls": False, "use_ssl": False}),
        ("smtp+tls://anna:secret@mail.example.org", {"port": 587, "use_tls": True, "username": "anna"}),
        ("smtps://mail.example.org:466", {"port": 466, "use_ssl": True}),
    ],
)
def test_mail_servers(tmp_path: Path, given: str, options: dict[str, object]) -> None:
    made = read(tmp_path, EMAIL_URL=given).mail["OPTIONS"]
    assert {k: made[k] for k in options} == options


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("CLUSTERDYNAMICS_URL", "loops.example.org", "cd.E001"),
        ("CLUSTERDYNAMICS_URL", "https://example.org/loops", "cd.E001"),
        ("DATABASE_URL", "mysql://localhost/loops", "cd.E002"),
        ("DATABASE_URL", "postgres://localhost", "cd.E002"),
        ("CLUSTERDYNAMICS_PROXIES", "many", "cd.E003"),
        ("CLUSTERDYNAMICS_UPLOAD_MB", "0", "cd.E004"),
        ("CLUSTERDYNAMICS_SECRET_KEY", "short", "cd.E005"),
        ("EMAIL_URL", "mail.example.org", "cd.E007"),
        ("CLUSTERDYNAMICS_DEMO", "yes", "cd.E008"),
    ],
)
def test_a_wrong_value_is_told_with_what_to_do(tmp_path: Path, name: str, value: str, code: str) -> None:
    (trouble,) = read(tmp_path, **{name: value}).troubles
    assert trouble.id == code
    assert name.split("_", 1)[-1] in trouble.message or name in trouble.message or code == "cd.E008"
    assert trouble.hint


def test_all_wrong_values_are_told_at_once(tmp_path: Path) -> None:
    wrong = {"CLUSTERDYNAMICS_URL": "x", "DATABASE_URL": "x", "EMAIL_URL": "x", "CLUSTERDYNAMICS_PROXIES": "x"}
    assert len(read(tmp_path, **wrong).troubles) == 4


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (trouble,) = read_environment({"CLUSTERDYNAMICS_DATA": str(tmp_path / "file")}).troubles
    assert trouble.id == "cd.E006"


def test_the_demo_is_never_served_under_an_address_that_others_reach(tmp_path: Path) -> None:
    assert read(tmp_path, CLUSTERDYNAMICS_DEMO="1").demo
    environment = read(tmp_path, CLUSTERDYNAMICS_DEMO="1", CLUSTERDYNAMICS_URL="https://loops.example.org")
    assert not environment.demo
    assert [t.id for t in environment.troubles] == ["cd.E008"]


@pytest.mark.django_db
def test_the_settings_of_the_tests_pass_every_check_of_ours() -> None:
    assert [m for m in checks.run_checks() if m.id and m.id.startswith("cd.")] == []


def test_every_variable_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "web-settings.md").read_text(encoding="utf-8")
    assert [name for name in VARIABLES if f"`{name}`" not in page] == []

"""Texts are found in code and templates, languages follow, and a second run changes nothing."""

from __future__ import annotations

import gettext
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.machine import TOOLS


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout with this project's settings, a module, a template and some Swedish."""
    package = tmp_path / "src" / "clusterdynamics"
    (package / "report" / "templates").mkdir(parents=True)
    (package / "texts.py").write_text(
        "# Translators: said when all is well\n"
        'GOOD = N_("Good")\n'
        'MANY = ngettext("{n} tie", "{n} ties", n)\n'
        'SHOWN = _("Shown {name}").format(name=1)\n'
    )
    (package / "report" / "templates" / "page.html").write_text("<p>{{ _('From a page') }}</p>\n")
    swedish = package / "locale" / "sv" / "LC_MESSAGES"
    swedish.mkdir(parents=True)
    (swedish / "clusterdynamics.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: sv\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\nmsgid "Good"\nmsgstr "Bra"\n'
    )
    (tmp_path / "tools").mkdir()
    for name in ("update-messages", "compile_messages.py", "django_texts.py", "texts-web.toml"):
        shutil.copy(TOOLS / name, tmp_path / "tools")
    shutil.copy(TOOLS.parent / "pyproject.toml", tmp_path)
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    return tmp_path


def update(checkout: Path) -> dict[str, bytes]:
    subprocess.run([checkout / "tools" / "update-messages"], check=True, capture_output=True)
    locale = checkout / "src" / "clusterdynamics" / "locale"
    return {str(path.relative_to(locale)): path.read_bytes() for path in locale.rglob("*") if path.is_file()}


def test_texts_of_code_and_templates_are_collected(checkout: Path) -> None:
    catalogue = update(checkout)["clusterdynamics.pot"].decode()
    for text in ("Good", "{n} tie", "{n} ties", "Shown {name}", "From a page"):
        assert f'"{text}"' in catalogue
    assert "said when all is well" in catalogue


def test_languages_follow_and_are_compiled(checkout: Path) -> None:
    files = update(checkout)
    assert 'msgid "From a page"\nmsgstr ""' in files["sv/LC_MESSAGES/clusterdynamics.po"].decode()
    folder = checkout / "src" / "clusterdynamics" / "locale"
    assert gettext.translation("clusterdynamics", folder, ["sv"]).gettext("Good") == "Bra"


def test_second_run_changes_nothing(checkout: Path) -> None:
    first = update(checkout)
    # A later date in the catalogue alone is no change: put one there that no clock will give.
    path = checkout / "src" / "clusterdynamics" / "locale" / "clusterdynamics.pot"
    path.write_bytes(
        b"\n".join(
            b'"POT-Creation-Date: 2001-01-01 00:00+0000\\n"' if line.startswith(b'"POT-Creation-Date') else line
            for line in first["clusterdynamics.pot"].split(b"\n")
        )
    )
    dated = path.read_bytes()
    again = update(checkout)
    assert again["clusterdynamics.pot"] == dated
    assert again["sv/LC_MESSAGES/clusterdynamics.po"] == first["sv/LC_MESSAGES/clusterdynamics.po"]


def test_texts_of_the_web_application_have_a_catalogue_of_their_own(checkout: Path) -> None:
    web = checkout / "src" / "clusterdynamics_web"
    (web / "survey" / "templates" / "survey").mkdir(parents=True)
    (web / "survey" / "texts.py").write_text('LAZY = gettext_lazy("A lazy text")\nSAID = _("In {place}")\n')
    (web / "survey" / "templates" / "survey" / "page.html").write_text(
        "{% load i18n %}\n"
        "<p>{% translate \"It isn't (yet) known\" %}</p> {% translate 'Twice' %} on one line\n"
        "{% blocktranslate trimmed count n=number with who=name %}\n  {{ n }} mail to {{ who }}\n"
        "{% plural %}\n  {{ n }} mails to {{ who }}\n{% endblocktranslate %}\n"
        '{% include "callout.html" with text=_("Handed on") %}\n'
    )
    update(checkout)
    catalogue = (web / "locale" / "django.pot").read_text()
    for text in ("A lazy text", "In {place}", "It isn't (yet) known", "Twice", "Handed on"):
        assert f'msgid "{text}"' in catalogue
    assert 'msgid "%(n)s mail to %(who)s"\nmsgid_plural "%(n)s mails to %(who)s"' in catalogue
    library = (checkout / "src" / "clusterdynamics" / "locale" / "clusterdynamics.pot").read_text()
    assert "A lazy text" not in library


def test_braces_are_compared_and_a_per_cent_sign_is_only_that(checkout: Path) -> None:
    module = checkout / "src" / "clusterdynamics" / "texts.py"
    module.write_text(module.read_text() + 'SHARE = _("95 % of redraws")\n')
    swedish = checkout / "src" / "clusterdynamics" / "locale" / "sv" / "LC_MESSAGES" / "clusterdynamics.po"
    kept = swedish.read_text() + '\nmsgid "95 % of redraws"\nmsgstr "95 % av omdragningarna"\n'
    swedish.write_text(kept)
    update(checkout)
    folder = checkout / "src" / "clusterdynamics" / "locale"
    assert gettext.translation("clusterdynamics", folder, ["sv"]).gettext("95 % of redraws") == "95 % av omdragningarna"
    swedish.write_text(kept + '\nmsgid "Shown {name}"\nmsgstr "Visas {nam}"\n')
    done = subprocess.run([checkout / "tools" / "update-messages"], check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert "'Shown {name}' became 'Visas {nam}': other names in braces" in done.stderr

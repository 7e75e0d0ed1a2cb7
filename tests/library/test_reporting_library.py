"""What reporters read: questions, notices, authorities, helplines; in form, and in the catalogue to translate."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from jsonschema import Draft202012Validator

from duecare.adapters.library import LIBRARY, load_folder
from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.reports import SpeaksFor
from duecare.entrypoints.reporter import reviewed, texts
from duecare.entrypoints.reporter.form import CHECK, IDENTITY, READERS
from duecare.entrypoints.reporter.pages import NOTICES
from duecare.entrypoints.reporter.texts import ROOT
from tests.house.reading import REPOSITORY

pytestmark = pytest.mark.once
LOCALE = REPOSITORY / "src/duecare/entrypoints/reporter/locale"
FOLDERS = ("questions", "notices", "authorities", "helplines", "protection")


@pytest.mark.parametrize("kind", FOLDERS)
def test_every_file_fits_its_schema_and_nothing_claims_to_be_verified(kind: str) -> None:
    items = load_folder(kind, root=ROOT)
    assert items and len(items) == len(list((LIBRARY / "reporting" / kind).glob("*.yaml")))
    for found in items:
        text = (LIBRARY / "reporting" / found.file).read_text("utf-8")
        assert not re.search(r"verified:\s*(true|yes|on)\b", text, re.I), found.file


def test_a_version_of_the_questions_is_named_by_its_file() -> None:
    for found in load_folder("questions", root=ROOT):
        assert found.file == f"questions/{found.code.replace('/', '-')}.yaml"


@pytest.mark.parametrize("track", list(Track))
def test_nothing_identifying_is_asked_and_what_the_rules_need_is(track: Track) -> None:
    asked = texts.questions(track)
    known = asked.labels()
    assert sum(len(part.questions) for part in asked.parts) == len(known), "ids are unique"
    assert {one.id for one in asked.parts}.isdisjoint({READERS, IDENTITY, CHECK, "code", "retype"})
    assert known["what"].required and known["danger"].required
    assert {one.id for one in known.values() if one.required} == {"what", "danger"}, "everything else may stay empty"
    assert [value for value, _ in known["danger"].options] == ["yes", "no", "unknown"]
    assert {value for value, _ in known["speaks_for"].options} == {one.value for one in SpeaksFor}
    assert [one.id for one in asked.parts[0].questions] == ["what", "danger"]
    everything = " ".join(f"{one.id} {one.label}".lower() for one in known.values())
    assert not re.search(r"\b(your name|e-?mail|phone|telephone|address|employer|position|department)\b", everything)


def test_a_page_that_depends_on_an_answer_depends_on_an_earlier_one() -> None:
    for asked in texts.every_questions().values():
        seen: dict[str, texts.Question] = {}
        for part in asked.parts:
            if part.when:
                options = {value for value, _ in seen[part.when[0]].options}
                assert set(part.when[1]) <= options, (asked.code, part.id)
            seen |= {one.id: one for one in part.questions}


def test_every_notice_is_there_and_the_default_ones_say_that_they_are(settings: object) -> None:
    assert {str(found.data["name"]) for found in load_folder("notices", root=ROOT)} == set(NOTICES)
    assert "has not said yet" in texts.notice("controller")["paragraphs"][0]
    assert texts.notice("privacy")["own"] is False


def test_there_are_authorities_for_everybody_and_help_at_once() -> None:
    countries = {str(found.data["country"]) for found in texts.authorities()}
    assert {"*", "EU", "FR", "ES", "HU", "PL", "TH"} <= countries
    assert "emergency" in {found.code for found in texts.helplines()}


def test_the_schemas_refuse_what_is_none() -> None:
    for kind, data in (("questions", {"code": "external/0"}), ("holders", {"holders": {"x": "y"}}),
                       ("authorities", {"country": "fr"}), ("notices", {"name": "other"})):  # fmt: skip
        schema = json.loads((ROOT / kind / "schema.json").read_text())
        assert list(Draft202012Validator(schema).iter_errors(data)), kind


def test_the_catalogue_to_translate_holds_every_text() -> None:
    """From templates, code and library; a text that is missing there would stay English in every language."""
    command = [sys.executable, "-m", "scripts.reporter_texts"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    catalogue = (REPOSITORY / "src/duecare/entrypoints/reporter/locale/django.pot").read_text()
    joined = catalogue.replace('"\n"', "")
    for text in ("I have written it down", "In your own words", "You give up no right by reporting", "Received",
                 "Choose one of these.", "messages since you last wrote", "Intake officer"):  # fmt: skip
        assert text in joined, text


LANGUAGES = ("ar", "es", "fr", "hu", "pl", "th")
PLACES = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(language: str) -> None:
    """Plurals as well; a form may leave a number out ("one message"), but names no place that the English does not."""
    folder = LOCALE / language / "LC_MESSAGES"
    with (LOCALE / "django.pot").open("rb") as source:
        asked = {message.id for message in read_po(source) if message.id}
    with (folder / "django.po").open("rb") as source:
        said = read_po(source, locale=language)
    assert {message.id for message in said if message.id} == asked
    for message in said:
        if not message.id:
            continue
        ids, forms = ((one,) if isinstance(one, str) else one for one in (message.id, message.string))
        assert all(forms) and not message.fuzzy, message.id
        assert len(forms) == (said.num_plurals if message.pluralizable else 1), message.id
        assert {place for form in forms for place in PLACES.findall(form)} <= set(PLACES.findall(" ".join(ids))), ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_pages_read_is_what_the_translator_wrote(language: str) -> None:
    folder = LOCALE / language / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as source:
        said = read_po(source, locale=language)
    with (folder / "django.mo").open("rb") as source:
        compiled = GNUTranslations(source)
    for message in said:
        if message.id and isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string, "python -m scripts.reporter_texts --compile"
        elif message.id:
            for number in (0, 1, 2, 3, 5, 11, 22, 100):
                assert compiled.ngettext(*message.id, number) in message.string


def test_a_language_that_nobody_checked_says_so_until_somebody_did(settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [LOCALE]
    reviewed.reviewer.cache_clear()
    assert reviewed.unread("fr") and not reviewed.unread("en")
    file = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    text = (LOCALE / "fr" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    file.write_text(text.replace("X-Reviewed-By: ", "X-Reviewed-By: Invented Reader"), encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    reviewed.reviewer.cache_clear()
    assert reviewed.reviewer("fr") == "Invented Reader" and not reviewed.unread("fr")
    reviewed.reviewer.cache_clear()

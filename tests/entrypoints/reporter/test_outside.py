"""Who else takes a report: bodies of each country, helplines, what is said about a device, and the form on paper."""

from __future__ import annotations

from html import unescape
from urllib.parse import quote

import pytest

from duecare.apps.intake.rules.records import Track
from duecare.entrypoints.reporter import texts

from .visitor import Visitor

pytestmark = pytest.mark.once

NO_ONE_BODY = {"CY", "EE", "LU", "MT"}
"""Member states whose reports go to authorities by subject, of which no list is known to the library."""
DIRECTIVE = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}  # fmt: skip
NOT_COMPARED = "These addresses were not yet compared with their source."


def _text(visitor: Visitor, path: str) -> str:
    return unescape(visitor.get(path).text)


def test_each_country_has_its_bodies_and_says_what_they_take(visitor: Visitor) -> None:
    listed = {str(one.data["country"]): one.data["entries"] for one in texts.authorities()}
    assert listed.keys() >= DIRECTIVE - NO_ONE_BODY and not NO_ONE_BODY & listed.keys()
    everywhere = listed.pop(texts.OTHERWISE)
    for country, entries in listed.items():
        page = _text(visitor, f"/authorities/?country={country.lower()}")
        assert f'<option value="{country}" selected>' in page
        for entry in (*entries, *everywhere):
            assert entry["name"] in page and entry["what"] in page, country
            assert f'href="{entry["url"]}"' in page, country
        assert NOT_COMPARED in page, "nothing here is told as certain"


@pytest.mark.parametrize("asked", ["MT", "XX", "*", "FRA", "<b>"])
def test_a_country_without_a_body_still_has_those_for_everybody(visitor: Visitor, asked: str) -> None:
    page = _text(visitor, f"/authorities/?country={quote(asked)}")
    assert "There is no authority listed for that country." in page and "<b>" not in page
    for entry in next(one.data["entries"] for one in texts.authorities() if one.data["country"] == texts.OTHERWISE):
        assert entry["name"] in page


def test_helplines_devices_notices_and_paper_are_there_before_anything_is_said(visitor: Visitor) -> None:
    help_at_once = _text(visitor, "/help/")
    for line in texts.helplines():
        assert line.data["name"] in help_at_once and line.data["what"] in help_at_once
    for name in ("privacy", "controller", "devices"):
        paragraphs = texts.notice(name)["paragraphs"]
        assert paragraphs and all(one in _text(visitor, f"/notice/{name}/") for one in paragraphs)
    for track in Track:
        paper = _text(visitor, f"/paper/{track}/")
        assert [one for one in texts.questions(track).labels().values() if one.label not in paper] == []

"""In a made-up language no page shows a text that a translator never saw.

Every page is read as whoever may open it, with every message accented (`pseudo.py`). Plain letters
that are left must have been typed by somebody, be the library's own words, or Babel's
(`own_words.py`). Read are every page, every form's answer when it is sent empty, and the mails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, ngettext

import duecare
from duecare.apps.accounts import queries as accounts
from duecare.apps.audit.actions import acts
from duecare.entrypoints.staff.act_words import ACT_WORDS
from duecare.entrypoints.staff.areas import modules
from duecare.kernel.actor import Role
from tests.permissions.screening_objects import NOBODY

from .examples import Example
from .fixtures import Site
from .own_words import OwnWords
from .pseudo import LANGUAGE, LETTERS, Seen, pseudo, spoken
from .refused import client_of, refusals

pytestmark = pytest.mark.once

SUBJECT = re.compile(r'\bSubject\(\s*"([a-z_]+)"')
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|testserver")
SIGN_IN = Example("/accounts/login/", "", "", True)
"""Shown to nobody who is signed in, so not among the examples."""


@pytest.fixture
def language(company: Site, settings: Any) -> Iterator[Site]:
    """The fictional company, for a reader who understands none of its messages."""
    settings.LANGUAGES = [(LANGUAGE, LANGUAGE)]
    settings.LANGUAGE_CODE = LANGUAGE
    settings.DUECARE = replace(settings.DUECARE, languages=LANGUAGE)
    with spoken():
        yield company


def left_on(page: str, own: OwnWords) -> list[tuple[str, str]]:
    """Texts of a page with plain letters that nobody may have there: (element, text)."""
    seen = Seen()
    seen.feed(page)
    return [(where, text) for where, text in seen.texts if own.left(text)]


def of_tests() -> set[str]:
    """Acts that other tests of this process registered: no company has them."""
    return {code for code in acts() if code.startswith(("test.", "trial."))}


def test_the_made_up_language_is_heard_and_keeps_what_is_no_word() -> None:
    with spoken():
        assert gettext("Sign in") == pseudo("Sign in") != "Sign in"
        assert ngettext("%(n)d row", "%(n)d rows", 2) % {"n": 2} == pseudo("%(n)d rows") % {"n": 2}
    assert gettext("Sign in") == "Sign in"
    assert pseudo("<b>%(name)s</b> of {place}&nbsp;%s") == f"<b>%(name)s</b> {pseudo('of')} {{place}}&nbsp;%s"


def test_a_text_that_was_never_translated_is_found() -> None:
    own = object.__new__(OwnWords)
    own.whole, own.starts, own.seen = {"Cyber Unit"}, {"Cyber": ["Cyber Unit"]}, {}
    page = f"<h1 title='Never seen'>{pseudo('Body')} Cyber Unit</h1><p>left over</p><code>code</code>"
    assert left_on(page, own) == [("h1[title]", "Never seen"), ("p", "left over")]


def test_every_act_and_role_has_a_word() -> None:
    modules()  # which registers every act
    assert set(ACT_WORDS) == set(acts()) - of_tests()
    with spoken():
        from duecare.entrypoints.staff.vocabulary import word

        assert not [role for role in Role if LETTERS.search(word(role.value))]


def test_everything_that_an_entry_of_the_log_can_be_about_has_a_word() -> None:
    from duecare.entrypoints.staff.vocabulary import word

    source = Path(duecare.__file__).parent
    kinds = {kind for file in source.rglob("*.py") for kind in SUBJECT.findall(file.read_text("utf-8"))}
    assert {"opportunity", "no_go", "sign_in"} <= kinds
    with spoken():
        assert not sorted(kind for kind in kinds if LETTERS.search(word(kind)))


def test_no_page_shows_a_text_that_was_never_translated(language: Site, django_db_blocker: Any) -> None:
    found: dict[str, set[str]] = {}
    read: set[str] = set()
    with django_db_blocker.unblock():
        own = OwnWords(typed=(NOBODY,))
        for name, example in language.examples.items():
            if not example.html:
                continue
            answer = client_of(example).get(example.url)
            if answer.status_code == 302:
                continue  # asks who is there once more: a page of its own among the examples
            assert answer.status_code == 200, f"{name}: {answer.status_code}"
            read.add(name)
            if left := {text for _where, text in left_on(answer.content.decode(), own)} - of_tests():
                found[name] = left
    assert len(read) > 100
    assert not found, "\n".join(f"{name}: {sorted(texts)}" for name, texts in found.items())


def test_no_form_sent_empty_answers_in_words_that_were_never_translated(language: Site, django_db_blocker: Any) -> None:
    found, read, told = {}, 0, 0
    with django_db_blocker.unblock():
        own = OwnWords(typed=(NOBODY,))
        for page in refusals([*language.examples.items(), ("account_login", SIGN_IN)]):
            read += 1
            told += pseudo("This was not saved.") in page.html
            if left := {text for _where, text in left_on(page.html, own)} - of_tests():
                found[page.name] = left
    assert read > 50 and told > 30, (read, told)
    assert not found, "\n".join(f"{name}: {sorted(texts)}" for name, texts in found.items())


def test_the_mail_of_a_forgotten_password_is_translated(language: Site, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        own = OwnWords()
        people = [row for row in accounts.people() if row.roles]
        for address in (people[0].email, "nobody@example.test"):
            Client().post(reverse("account_reset_password"), {"email": address})
    assert mail.outbox, "no mail was written"
    for one in mail.outbox:
        text = ADDRESS.sub(" ", f"{one.subject}\n{one.body}")
        assert not own.left(" ".join(text.split())), text

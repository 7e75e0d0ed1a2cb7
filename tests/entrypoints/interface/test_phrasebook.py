"""Every sentence that an action refuses with, or a rule gives as its reason, is in the book of phrases.

Read from the source, so that a new sentence without a phrase is found without anybody meeting it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.extract import extract_from_file
from django.utils import translation

import duecare
from duecare.adapters.library import LIBRARY
from duecare.entrypoints.staff import phrasebook, phrases
from duecare.kernel.errors import BadInput, Conflict, NotFound
from tests.browser.pseudo import LETTERS, pseudo, spoken

from .sentences import FILLED, Sentence, sentences

SOURCE = Path(duecare.__file__).parent
LEFT_OUT = (
    "config/", "entrypoints/cli/", "entrypoints/worker/", "entrypoints/demo/",  # the terminal's
    "entrypoints/reporter/",  # a catalogue of its own: tests/library/test_reporting_library.py
    "entrypoints/api/",  # programs read its codes; its sentences are English like its description
    "adapters/backup.py", "adapters/library.py", "adapters/signing.py", "adapters/locked_file.py",
    "adapters/table_copy.py", "adapters/serving.py", "adapters/chain_store.py", "adapters/jobs.py",
    "adapters/sealing.py", "adapters/sealed/", "adapters/usage_log/", "apps/intake/rules/admission.py",
    "apps/intake/actions/rehearsing.py",  # whoever runs the server, or keys
    "apps/risk/rules/methodology", "apps/risk/rules/indices/spec.py", "apps/risk/rules/expressions.py",
    "apps/risk/rules/facts.py", "apps/risk/rules/normalise.py", "apps/risk/rules/vintage.py",
    "apps/risk/rules/scoring", "apps/risk/rules/classification.py", "apps/governance/rules/authority.py",
    "apps/assessments/rules/reading.py", "apps/assessments/rules/questionnaire.py",
    "apps/mitigation/rules/catalogue.py",  # faults of the library, found when it is read and tested
    "screening.py", "adapters/name_index.py", "adapters/ray_cluster.py", "apps/screening/rules/bulk.py",  # terminal
    "apps/screening/rules/name_data.py",  # faults of the library
    "apps/screening/rules/explanation.py",  # codes of relations, which pages say in words of their own
    "kernel/provenance.py", "kernel/canonical.py", "kernel/countries.py",
)  # fmt: skip
REFERENCE = "A-7"
ENTITY = re.compile(r"SHA-256|UUID|JSON|PDF|CRM|XLSX|xlsx|csv|YYYY-MM-DD|Europe/Berlin|EUR|duecare check|MB\b")
"""Names that are written so in every language."""


def rules() -> Iterator[dict[str, Any]]:
    """Every rule of the library, as it stands in the files."""
    for file in sorted((LIBRARY / "methodology_rules").glob("*.yaml")):
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))["classification"]["rules"]


def left_of(one: Sentence) -> str:
    """Plain letters that a reader of the made-up language would meet."""
    pieces = one.text.split(FILLED)
    left = []
    for filled in product((FILLED, REFERENCE), repeat=len(pieces) - 1):  # some places take numbers, some references
        text = pieces[0] + "".join(value + piece for value, piece in zip(filled, pieces[1:], strict=True))
        told = phrases.told(NotFound(text) if one.thing else Conflict(text)).happened
        left.append(" ".join(LETTERS.findall(ENTITY.sub("", told))))
    return min(left, key=len)


def test_every_refusal_and_reason_of_the_source_has_a_phrase() -> None:
    found = tuple(sentences(SOURCE, LEFT_OUT))
    assert len(found) > 600, "the source is not read any more"
    with spoken():
        missing = sorted({f"{one.where}: {one.text}" for one in found if left_of(one)})
    assert not missing, "without a phrase:\n" + "\n".join(missing)


def test_a_sentence_without_a_phrase_is_found(tmp_path: Path) -> None:
    source = """raise Conflict(f"The moon is {phase}.", "Nothing was changed." if new else "Go to bed.")\n"""
    (tmp_path / "moon.py").write_text(source + 'raise NotFound("moon")\n', encoding="utf-8")
    with spoken():
        left = [one.text for one in sentences(tmp_path) if left_of(one)]
    assert left == [f"The moon is {FILLED}.", "Go to bed.", "moon"]


def test_tools_that_collect_messages_find_every_phrase() -> None:
    """`makemessages` knows these names and no others; a phrase marked otherwise would never reach a translator."""
    known = {"_": None, "gettext": None, "gettext_noop": None, "gettext_lazy": None, "ngettext": (1, 2)}
    collected: set[str] = set()
    for file in (SOURCE / "entrypoints" / "staff" / "phrasebook").glob("*.py"):
        for _line, message, _comments, _context in extract_from_file("python", file, keywords=known):
            collected |= {message} if isinstance(message, str) else set(message)
    given = {*phrasebook.SAID, *phrasebook.CHANGED, *phrasebook.REFUSED}
    given |= {form for pair in (*phrasebook.COUNTED, *phrasebook.REFUSED_COUNTED) for form in pair}
    assert len(given) > 500 and given <= collected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1 allegations are not yet assessed.", "1 allegation is not yet assessed."),
        ("1 allegation is not yet assessed.", "1 allegation is not yet assessed."),
        ("3 allegations are not yet assessed.", "3 allegations are not yet assessed."),
        ("Sale not permitted: 1 requirement open.", "Sale not permitted: 1 requirement open."),
        ("at least high · 1 points", "at least high · 1 point"),
    ],
)
def test_what_is_counted_stands_in_the_form_of_its_number(text: str, says: str) -> None:
    assert phrases.said(text) == says
    with spoken():
        assert phrases.said(text) == pseudo(says)


def test_what_the_library_says_fits_no_shape_by_chance() -> None:
    """Titles and reasons of the rules are a lawyer's own words: pieces of them may not come back changed."""
    titles = [str(rule[key]) for rule in rules() for key in ("title", "because") if key in rule]
    assert len(titles) > 60
    with spoken():
        assert not [text for text in titles if phrases.said(text) != text and text not in phrasebook.SAID]


def test_a_refusal_names_file_row_and_value_in_the_readers_language_and_the_field_by_no_code() -> None:
    fault = BadInput("a reason is required", file="Fehler.csv", row=3, value="x", field="reason_given")
    with translation.override("en"):
        assert phrases.told(fault).happened == "Fehler.csv, row 3, 'x': a reason is required"
        assert phrases.told(fault, beside_its_field=True).happened == "Fehler.csv, row 3: a reason is required"
    with spoken():
        told = phrases.told(fault)
    assert told.happened == f"Fehler.csv, {pseudo('row')} 3, 'x': {pseudo('a reason is required')}"
    assert told.means == pseudo("Nothing was changed.")

"""Names of a list taken apart at once are what each is when it is read alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duecare.apps.screening.rules.hearing import hear, packed
from duecare.apps.screening.rules.normalise import MOST_LETTERS, MOST_WORDS
from duecare.apps.screening.rules.tokens import Lexicon
from duecare.screening import Index, knowledge

pytestmark = pytest.mark.once

WORDS = (
    "Quillmark", "TRADING", "Ltd", "Co", "OOO", "al", "Tavian", "Dr", "Mrs", "Кворрел", "شركة", "微风", "!!", "", "X.",
    "O'Quill", "7", "42a", "Kvrrl", "Hope", "Bank", "quillmarktradingltd", "AhmadQuill", "a-b", "\x00", "\x1c", "\x7f",
    "$", "\t", "\u200b", "\ud800", "Ivanovich", "Stock", "cmpny",
    "Hong", "Kong", "Black", "Sea", "Far", "East", "rus", "gosudarstvenny",
)  # fmt: skip
NAMES = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=6).flatmap(
    lambda words: st.sampled_from((" ", "", ", ", "  ")).map(lambda between: between.join(words))
)


@given(st.lists(st.tuples(NAMES, st.booleans()), max_size=12))
@example([("Quillmark", True), ("Quillmark", False), ("Hope Kvrrl", True), ("Hope Kvrrl", False)])
@example([(" ".join(["Quill"] * (MOST_WORDS + 2)), False), ("Quill " * MOST_LETTERS, True), ("Mark Quill", True)])
@example([("Quillmark \x7f", False), (" Quillmark", False), ("Quillmark\x1cTavian", True), ("\x01 Quillmark", False)])
def test_names_heard_together_have_the_words_that_each_has_alone(rows: Sequence[tuple[str, bool]]) -> None:
    names, persons = [name for name, _ in rows], [person for _, person in rows]
    together, alone = Lexicon(knowledge()), Lexicon(knowledge())
    tokens, counts = hear(together, names, np.array(persons, np.uint8), packed(names))
    ends = np.cumsum(counts).tolist()
    heard = [[together.words[at] for at in tokens[end - count : end]] for end, count in zip(ends, counts, strict=True)]
    assert heard == [[alone.words[at] for at in alone.read(*row)] for row in rows]
    assert len(tokens) == sum(counts)


@given(st.lists(st.text(max_size=5) | st.sampled_from(WORDS), max_size=8))
def test_texts_are_packed_without_a_byte_lost(texts: Sequence[str]) -> None:
    bytes_, starts = packed(texts)
    found = [bytes_[low:high].tobytes().decode() for low, high in pairwise(starts)]
    assert found == [text.encode("utf-8", "replace").decode() for text in texts]


def test_of_many_names_each_is_found() -> None:
    made = [(f"made-{n}", "Company", (f"Quillmark{n % 7919} Works{n} Ltd", "…")) for n in range(50_000)]
    index = Index.build(made)
    assert len(index) == 50_000
    for asked, wanted in (("Quillmark7 Works7 Limited", "made-7"), ("Quillmark2485 Works49999 Ltd", "made-49999")):
        assert index.search(asked)[0].id == wanted
    assert len(Index.build([])) == 0

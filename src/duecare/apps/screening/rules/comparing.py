"""Two names without a list: the same alignment that a search makes."""

from __future__ import annotations

import numpy as np

from . import alignment
from .explanation import Alignment, explain
from .knowledge import Knowledge
from .normalise import same_writing
from .tokens import Lexicon


def compare(knowledge: Knowledge, left: str, right: str, schema: str | None) -> Alignment:
    """Score and alignment; with no schema the better of a person's and another's reading."""
    if schema is None:
        return max(
            (_aligned(knowledge, left, right, person) for person in (True, False)), key=lambda found: found.score
        )
    return _aligned(knowledge, left, right, schema == "Person")


def _aligned(knowledge: Knowledge, left: str, right: str, person: bool) -> Alignment:
    lexicon = Lexicon(knowledge)
    q, c = np.array(lexicon.read(left, person), np.int32), np.array(lexicon.read(right, person), np.int32)
    pairs, nears = np.full((alignment.PARTS, 4), -1, np.int8), np.zeros(alignment.PARTS, np.float32)
    columns = lexicon.table()
    score = float(alignment.align_alone(columns, q, columns, c, int(person), alignment.new_work(), pairs, nears))
    if len(q) and same_writing(left, right):
        score = 1.0
    return explain(lexicon.shown, left, right, person, pairs.tobytes(), nears.tolist(), score)

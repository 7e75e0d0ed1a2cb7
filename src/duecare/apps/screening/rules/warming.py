"""Everything compiled, once: after this a first search waits for no compiler."""

from __future__ import annotations

from .comparing import compare
from .index import NameIndex
from .knowledge import Knowledge
from .name_data import name_data

_NAMES = (
    ("made-1", "Person", ("Exemplar Invented", "Эксемплар Инвентед", "مثال مخترع")),
    ("made-2", "Company", ("Exemplar Trading Company Ltd",)),
)


def prepare() -> None:
    """Build, search and compare a handful of invented names, so that all machine code is made and kept.

    Takes about half a minute the first time and a second or two afterwards. What is known of names is left out: it
    changes no machine code.
    """
    knowledge = Knowledge(name_data(()))
    index = NameIndex.build(_NAMES, knowledge)
    for schema in ("Person", "Company", None):
        index.search("Exemplr Invented", schema)
    compare(knowledge, "Exemplar Invented", "Exemplar J Invented", "Person")

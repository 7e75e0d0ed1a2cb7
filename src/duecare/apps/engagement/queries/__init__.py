"""Reading the register of correspondence."""

from .answers import standard_answer
from .disclosure import disclosure_map
from .letters import (
    READERS,
    LetterDocumentRow,
    LetterPage,
    LetterQuery,
    LetterRow,
    letter,
    letter_document,
    letter_list,
    letter_references,
    open_letters,
    people_who_answer,
    today,
)

__all__ = [
    "READERS",
    "LetterDocumentRow",
    "LetterPage",
    "LetterQuery",
    "LetterRow",
    "disclosure_map",
    "letter",
    "letter_document",
    "letter_list",
    "letter_references",
    "open_letters",
    "people_who_answer",
    "standard_answer",
    "today",
]

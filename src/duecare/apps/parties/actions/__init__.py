"""Everything that may be written about bodies, officials, customers, screenings and the no-go register."""

from .bodies import BodyChange, answer_profile, correct_body, enter_body, place_under
from .customers import mark_customer, register_customer, show_class, show_suspension
from .no_go import enter_no_go, keep_no_go, lift_no_go, propose_lifting
from .officials import end_official, record_official
from .ownership import end_ownership, record_ownership
from .screenings import confirm_screening, record_screening

__all__ = [
    "BodyChange",
    "answer_profile",
    "confirm_screening",
    "correct_body",
    "end_official",
    "end_ownership",
    "enter_body",
    "enter_no_go",
    "keep_no_go",
    "lift_no_go",
    "mark_customer",
    "place_under",
    "propose_lifting",
    "record_official",
    "record_ownership",
    "record_screening",
    "register_customer",
    "show_class",
    "show_suspension",
]

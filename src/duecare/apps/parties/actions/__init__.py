"""Everything that may be written about bodies, customers and screenings."""

from .bodies import BodyChange, answer_profile, correct_body, enter_body, place_under
from .customers import mark_customer, register_customer, show_class
from .ownership import end_ownership, record_ownership
from .screenings import confirm_screening, record_screening

__all__ = [
    "BodyChange",
    "answer_profile",
    "confirm_screening",
    "correct_body",
    "end_ownership",
    "enter_body",
    "mark_customer",
    "place_under",
    "record_ownership",
    "record_screening",
    "register_customer",
    "show_class",
]

"""Tables of bodies, what is known of them, customers and screenings."""

from .bodies import Body, Ownership, ProfileAnswer
from .customers import Customer, Numbering
from .screenings import ManualScreening

__all__ = ["Body", "Customer", "ManualScreening", "Numbering", "Ownership", "ProfileAnswer"]

"""Tables of bodies, what is known of them, customers, screenings and the no-go register."""

from .bodies import Body, Ownership, ProfileAnswer
from .customers import Customer, Numbering
from .no_go import NoGo
from .officials import Official
from .screenings import ManualScreening

__all__ = ["Body", "Customer", "ManualScreening", "NoGo", "Numbering", "Official", "Ownership", "ProfileAnswer"]

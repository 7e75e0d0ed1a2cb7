"""The fictional company: built through the same actions people use, on a calendar that ends today.

Nothing here writes a row itself. Every agency, person and event is invented; the countries, their
figures and the library are not.
"""

from .loading import load
from .people import credentials

__all__ = ["credentials", "load"]

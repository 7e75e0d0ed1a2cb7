"""Importing lists, screening parties, judging hits, drawing samples."""

from .importing import Imported, accept_edition, import_lists, keep_publications, refuse_edition

__all__ = ["Imported", "accept_edition", "import_lists", "keep_publications", "refuse_edition"]

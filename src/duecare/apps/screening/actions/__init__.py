"""Importing lists, screening parties, judging hits, drawing samples."""

from .importing import Imported, accept_edition, import_lists, keep_publications, refuse_edition
from .running import ask_run, carry_out_run, catch_up, follow_parties

__all__ = [
    "Imported",
    "accept_edition",
    "ask_run",
    "carry_out_run",
    "catch_up",
    "follow_parties",
    "import_lists",
    "keep_publications",
    "refuse_edition",
]

"""Importing lists, screening parties, judging hits, drawing samples."""

from .importing import Imported, accept_edition, import_lists, keep_publications, refuse_edition
from .judging import assign_hit, confirm_clearance, dispose, record_report, return_clearance
from .outside import ResultsImported, draw_results, import_results, judge_result
from .running import ask_run, carry_out_run, catch_up, follow_parties
from .sampling import draw_sample, judge_sample
from .uploading import Upload, import_asked, upload_lists

__all__ = [
    "Imported",
    "ResultsImported",
    "Upload",
    "accept_edition",
    "ask_run",
    "assign_hit",
    "carry_out_run",
    "catch_up",
    "confirm_clearance",
    "dispose",
    "draw_results",
    "draw_sample",
    "follow_parties",
    "import_asked",
    "import_lists",
    "import_results",
    "judge_result",
    "judge_sample",
    "keep_publications",
    "record_report",
    "refuse_edition",
    "return_clearance",
    "upload_lists",
]

"""Importing lists, screening parties, judging hits, drawing samples."""

from .importing import Imported, accept_edition, import_lists, keep_publications, refuse_edition
from .judging import assign_hit, confirm_clearance, dispose, record_report, return_clearance
from .outside import ResultsImported, draw_results, import_kept, import_results, judge_result, keep_results
from .running import ask_run, carry_out_run, catch_up, follow_parties
from .sampling import draw_sample, judge_sample
from .uploading import Upload, import_asked, upload_lists
from .withdrawing import ask_withdrawal, keep_list, withdraw_list

__all__ = [
    "Imported",
    "ResultsImported",
    "Upload",
    "accept_edition",
    "ask_run",
    "ask_withdrawal",
    "assign_hit",
    "carry_out_run",
    "catch_up",
    "confirm_clearance",
    "dispose",
    "draw_results",
    "draw_sample",
    "follow_parties",
    "import_asked",
    "import_kept",
    "import_lists",
    "import_results",
    "judge_result",
    "judge_sample",
    "keep_list",
    "keep_publications",
    "keep_results",
    "record_report",
    "refuse_edition",
    "return_clearance",
    "upload_lists",
    "withdraw_list",
]

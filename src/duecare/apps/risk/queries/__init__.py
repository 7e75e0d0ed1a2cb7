"""Reading indices, methodologies and scores."""

from .editions import EditionRow, ValueRow, edition_by_hash, editions, missing_publishers, values_of
from .history import History, history
from .methods import Proposal, index_specs, method, method_in_force, methods, proposal_id, proposals, short_name
from .panels import held_panel
from .scores import CountryRow, Scores, scores, scores_in_force
from .sensitivity import sensitivity
from .sheets import all_sheets, sheet_of
from .uncertainty import outlook_of, outlooks

__all__ = [
    "CountryRow",
    "EditionRow",
    "History",
    "Proposal",
    "Scores",
    "ValueRow",
    "all_sheets",
    "edition_by_hash",
    "editions",
    "held_panel",
    "history",
    "index_specs",
    "method",
    "method_in_force",
    "methods",
    "missing_publishers",
    "outlook_of",
    "outlooks",
    "proposal_id",
    "proposals",
    "scores",
    "scores_in_force",
    "sensitivity",
    "sheet_of",
    "short_name",
    "values_of",
]

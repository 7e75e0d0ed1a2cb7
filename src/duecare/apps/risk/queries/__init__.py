"""Reading indices, methodologies and scores."""

from .backtests import BacktestRow, Run, backtest_of, backtests, run_backtest
from .editions import EditionRow, ValueRow, edition_by_hash, editions, missing_publishers, values_of
from .history import History, history
from .methods import (
    Proposal,
    earlier_methods,
    index_specs,
    method,
    method_in_force,
    methods,
    proposal_id,
    proposals,
    short_name,
)
from .panels import held_panel
from .scores import CountryRow, Scores, scores, scores_in_force
from .sensitivity import sensitivity
from .sheets import all_sheets, sheet_of
from .uncertainty import outlook_of, outlooks

__all__ = [
    "BacktestRow",
    "CountryRow",
    "EditionRow",
    "History",
    "Proposal",
    "Run",
    "Scores",
    "ValueRow",
    "all_sheets",
    "backtest_of",
    "backtests",
    "earlier_methods",
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
    "run_backtest",
    "scores",
    "scores_in_force",
    "sensitivity",
    "sheet_of",
    "short_name",
    "values_of",
]

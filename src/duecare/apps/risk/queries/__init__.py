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
from .proposed import (
    ProposedDiff,
    ProposedRow,
    diff_file,
    diff_of,
    held_by_hash,
    open_by_hash,
    parsed,
    proposed,
    proposed_diff,
    proposed_one,
    seen_token,
)
from .scores import CountryRow, Scores, scores, scores_in_force
from .sensitivity import sensitivity
from .sheets import all_sheets, sheet_of
from .trends import changes, movements
from .uncertainty import outlook_of, outlooks

__all__ = [
    "BacktestRow",
    "CountryRow",
    "EditionRow",
    "History",
    "Proposal",
    "ProposedDiff",
    "ProposedRow",
    "Run",
    "Scores",
    "ValueRow",
    "all_sheets",
    "backtest_of",
    "backtests",
    "changes",
    "diff_file",
    "diff_of",
    "earlier_methods",
    "edition_by_hash",
    "editions",
    "held_by_hash",
    "held_panel",
    "history",
    "index_specs",
    "method",
    "method_in_force",
    "methods",
    "missing_publishers",
    "movements",
    "open_by_hash",
    "outlook_of",
    "outlooks",
    "parsed",
    "proposal_id",
    "proposals",
    "proposed",
    "proposed_diff",
    "proposed_one",
    "run_backtest",
    "scores",
    "scores_in_force",
    "seen_token",
    "sensitivity",
    "sheet_of",
    "short_name",
    "values_of",
]

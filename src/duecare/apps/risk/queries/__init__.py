"""Reading indices, methodologies and scores."""

from .drafting import MethodText, read_method
from .drafts import (
    CommitRow,
    DraftPage,
    DraftRow,
    MethodWork,
    VersionRow,
    commit_draft,
    commit_of,
    committed_altered,
    draft,
    drafts,
    method_work,
)
from .editions import EditionRow, ValueRow, edition_by_hash, editions, missing_publishers, values_of
from .history import History, history
from .methods import (
    Proposal,
    index_specs,
    method,
    method_in_force,
    methods,
    proposal_id,
    proposals,
    released_urns,
    short_name,
)
from .panels import held_panel
from .scores import CountryRow, Scores, scores, scores_in_force
from .sensitivity import sensitivity
from .simulations import (
    MoverRow,
    SimulationRow,
    methods_of,
    movers,
    simulation,
    simulations_of,
)
from .uncertainty import outlook_of, outlooks

__all__ = [
    "CommitRow",
    "CountryRow",
    "DraftPage",
    "DraftRow",
    "EditionRow",
    "History",
    "MethodText",
    "MethodWork",
    "MoverRow",
    "Proposal",
    "Scores",
    "SimulationRow",
    "ValueRow",
    "VersionRow",
    "commit_draft",
    "commit_of",
    "committed_altered",
    "draft",
    "drafts",
    "edition_by_hash",
    "editions",
    "held_panel",
    "history",
    "index_specs",
    "method",
    "method_in_force",
    "method_work",
    "methods",
    "methods_of",
    "missing_publishers",
    "movers",
    "outlook_of",
    "outlooks",
    "proposal_id",
    "proposals",
    "read_method",
    "released_urns",
    "scores",
    "scores_in_force",
    "sensitivity",
    "short_name",
    "simulation",
    "simulations_of",
    "values_of",
]

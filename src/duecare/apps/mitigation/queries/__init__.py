"""Reading plans, measures, the whole gate, and the paper that file and plan make together."""

from .catalogue import catalogue
from .conditions import Carried, carried
from .consistency import Consistency, consistency
from .days import today
from .gate import gate, gate_for, gate_of, gate_token
from .papers import Bound, bound, changed_since_decision, current_paper
from .plans import measure, plan, plan_id_of, plan_page, plans, proof, proof_hashes
from .queue import MANY, Counts, QueueItem, counts, queue
from .reading import Reading, read_for, reading_of
from .required import Required, required
from .rows import MeasureRow, PlanList, PlanPage, PlanQuery, PlanRow, ProofRow
from .search import Found, find
from .settling import to_compare, to_settle, unsettled

__all__ = [
    "MANY",
    "Bound",
    "Carried",
    "Consistency",
    "Counts",
    "Found",
    "MeasureRow",
    "PlanList",
    "PlanPage",
    "PlanQuery",
    "PlanRow",
    "ProofRow",
    "QueueItem",
    "Reading",
    "Required",
    "bound",
    "carried",
    "catalogue",
    "changed_since_decision",
    "consistency",
    "counts",
    "current_paper",
    "find",
    "gate",
    "gate_for",
    "gate_of",
    "gate_token",
    "measure",
    "plan",
    "plan_id_of",
    "plan_page",
    "plans",
    "proof",
    "proof_hashes",
    "queue",
    "read_for",
    "reading_of",
    "required",
    "to_compare",
    "to_settle",
    "today",
    "unsettled",
]

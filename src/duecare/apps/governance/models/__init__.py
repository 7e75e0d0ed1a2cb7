"""Tables of committees, decisions and overrides."""

from .committees import AuthorityAdoption, Committee, ConflictDeclaration, Membership, Numbering
from .decisions import Condition, Decision, DecisionRecord, Dissent, Reconsideration, Recusal, Vote
from .meetings import AgendaItem, Meeting
from .overrides import Override

__all__ = [
    "AgendaItem",
    "AuthorityAdoption",
    "Committee",
    "Condition",
    "ConflictDeclaration",
    "Decision",
    "DecisionRecord",
    "Dissent",
    "Meeting",
    "Membership",
    "Numbering",
    "Override",
    "Reconsideration",
    "Recusal",
    "Vote",
]

"""Tables of products, opportunities, deployments and the due-diligence file."""

from .answers import Answer, FlagAnswer
from .classification import Classification, LookAhead
from .consultations import Consultation
from .contracts import Amendment, Contract
from .dossier import Finding, RegimeCheck, Search
from .evidence import Document, DocumentReader, ReleasedFact
from .experts import Engagement, FirstHandSource
from .export import ExportRecord
from .opportunities import (
    Deployment,
    Numbering,
    Opportunity,
    OpportunityParty,
    Responsible,
    SimilarDeal,
)
from .products import Product, ProductAssessment
from .reassessment import Reassessment
from .risks import GroupAnswer, HarmRating

__all__ = [
    "Amendment",
    "Answer",
    "Classification",
    "Consultation",
    "Contract",
    "Deployment",
    "Document",
    "DocumentReader",
    "Engagement",
    "ExportRecord",
    "Finding",
    "FirstHandSource",
    "FlagAnswer",
    "GroupAnswer",
    "HarmRating",
    "LookAhead",
    "Numbering",
    "Opportunity",
    "OpportunityParty",
    "Product",
    "ProductAssessment",
    "Reassessment",
    "RegimeCheck",
    "ReleasedFact",
    "Responsible",
    "Search",
    "SimilarDeal",
]

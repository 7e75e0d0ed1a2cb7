"""Reading bodies, customers, owners, profiles, screenings and the no-go register."""

from .bodies import (
    BodyRow,
    OwnershipRow,
    Tree,
    bodies,
    body,
    family,
    find_body,
    owned_by,
    owners_of,
    search_bodies,
    tree,
)
from .customers import (
    CustomerPage,
    CustomerQuery,
    CustomerRow,
    customer,
    customer_list,
    customer_of_body,
    customer_rows,
)
from .known import Confirmed, Holding, Known, known, profile, profile_said, screening_of
from .no_go import NoGoRow, no_go, no_go_of_country, no_go_register
from .screenings import ScreeningRow, screening_verifies, screenings, screenings_in

__all__ = [
    "BodyRow",
    "Confirmed",
    "CustomerPage",
    "CustomerQuery",
    "CustomerRow",
    "Holding",
    "Known",
    "NoGoRow",
    "OwnershipRow",
    "ScreeningRow",
    "Tree",
    "bodies",
    "body",
    "customer",
    "customer_list",
    "customer_of_body",
    "customer_rows",
    "family",
    "find_body",
    "known",
    "no_go",
    "no_go_of_country",
    "no_go_register",
    "owned_by",
    "owners_of",
    "profile",
    "profile_said",
    "screening_of",
    "screening_verifies",
    "screenings",
    "screenings_in",
    "search_bodies",
    "tree",
]

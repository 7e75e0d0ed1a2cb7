"""Reading bodies, customers, owners, profiles and screenings."""

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
from .screenings import ScreeningRow, screening_verifies, screenings, screenings_in

__all__ = [
    "BodyRow",
    "Confirmed",
    "CustomerPage",
    "CustomerQuery",
    "CustomerRow",
    "Holding",
    "Known",
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

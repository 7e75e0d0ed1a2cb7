"""Reading bodies, customers, owners, profiles, screenings and the no-go register."""

from .bodies import (
    BodyRow,
    OwnershipRow,
    Tree,
    bodies,
    body,
    body_ids,
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
    customers_by_country,
    named_customers,
)
from .known import Confirmed, Holding, Known, known, profile, profile_said, screening_of
from .naming import bodies_called
from .no_go import NoGoRow, no_go, no_go_of_country, no_go_register
from .over import above
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
    "above",
    "bodies",
    "bodies_called",
    "body",
    "body_ids",
    "customer",
    "customer_list",
    "customer_of_body",
    "customer_rows",
    "customers_by_country",
    "family",
    "find_body",
    "known",
    "named_customers",
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

"""The authority matrix in force, and who must decide what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from duecare.adapters.library import load_folder
from duecare.apps.governance.models import AuthorityAdoption
from duecare.apps.governance.rules import authority as rules
from duecare.apps.governance.rules.authority import Level, Matrix
from duecare.kernel.errors import DuecareError, NotFound

DEFAULT = "default"


def editions() -> tuple[Matrix, ...]:
    """Every matrix in the library."""
    return tuple(rules.matrix_of(item.data, item.sha256) for item in load_folder("authority"))


def edition(code: str) -> Matrix:
    """One matrix by its code.

    Raises:
        NotFound: the library has none of that code.
    """
    for found in editions():
        if found.code == code:
            return found
    raise NotFound("authority matrix")


def matrix(on: date) -> Matrix:
    """The matrix in force on a day: the last one adopted, or the shipped default.

    Raises:
        DuecareError: the adopted file is not the one that was adopted.
    """
    adopted = AuthorityAdoption.objects.filter(start__lte=on).order_by("-start", "-adopted_at").first()
    if adopted is None:
        return edition(DEFAULT)
    found = edition(adopted.code)
    if found.sha256 != adopted.sha256:
        raise DuecareError(
            f"The authority matrix “{adopted.code}” was altered after it was adopted.",
            "Nothing can be decided, because nobody adopted these rules.",
            "Restore the file, or adopt the new one under a code of its own.",
        )
    return found


def adopted(on: date) -> bool:
    """True once the company has adopted a matrix itself (for the checklist of a new company)."""
    return AuthorityAdoption.objects.filter(start__lte=on).exists()


def authority_for(risk_class: str, value_eur: Decimal | None, on: date) -> Level:
    """Who decides a paper of this class and value on that day."""
    return rules.authority_for(matrix(on), risk_class, value_eur)

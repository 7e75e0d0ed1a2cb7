"""What the sidebar counts is composed once for those who hold the same roles, and answered for each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from duecare.adapters import clock
from duecare.adapters.gathering import ASKING, count_each
from duecare.apps.assessments import queries as assessments
from duecare.apps.mitigation import queries
from duecare.apps.mitigation.queries.queue import _counting
from duecare.kernel.actor import SYSTEM, Role
from tests.apps.assessments import deals
from tests.apps.mitigation import ready
from tests.conftest import person
from tests.permissions.signed_in import known

pytestmark = pytest.mark.django_db

ROLES = [frozenset(some) for number in range(3) for some in combinations(Role, number)]
"""Nobody's, each role, and every two together."""


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: " ".join(sorted(roles)) or "none")
def test_the_kept_question_is_each_persons_own_with_nothing_but_their_id_put_in(roles: frozenset[Role]) -> None:
    """Whatever else of a person went into the statement would be another one's for the next who asks."""
    today = clock.today()
    kept = _counting(replace(person(*roles), id=ASKING, name=""), today)
    for name in ("one", "other"):
        own = _counting.__wrapped__(person(*roles, name=name), today)
        asking = _counting.__wrapped__(replace(person(*roles, name=name), id=ASKING), today)
        assert own.sql == kept.sql and asking == kept
        assert len(own.given) == len(kept.given)
        differing = {mine for mine, blank in zip(own.given, kept.given, strict=True) if mine != blank}
        assert {str(one).replace("-", "") for one in differing} <= {person(*roles, name=name).id.hex}


@pytest.mark.usefixtures("rated")
def test_of_two_who_hold_the_same_role_each_is_told_their_own() -> None:
    made = ready.classified()
    ready.planned(made)
    owner, somebody = known(Role.COUNSEL, name="owner counsel"), known(Role.COUNSEL, name="somebody else")
    for _ in range(2):
        assert queries.counts(somebody).queue == 0
        assert queries.counts(owner).queue == len(queries.queue(owner)) > 0
    seller, rival = deals.SALES, known(Role.SALES, name="another seller")
    for _ in range(2):
        assert queries.counts(rival).opportunities == 0
        assert queries.counts(seller).opportunities == assessments.undecided(seller).count() > 0
    assert queries.counts(SYSTEM).opportunities == queries.counts(seller).opportunities


def test_the_day_is_part_of_what_is_kept(rated: None) -> None:
    """Seats on committees begin and end with a day."""
    officer, now = person(Role.COMPLIANCE_OFFICER, name="olga officer"), clock.now()
    queries.counts(officer)
    before, kept = _counting.cache_info().misses, _counting(officer, now.date())
    with clock.at(now + timedelta(days=4_000)):
        queries.counts(officer)
        later = _counting(officer, clock.today())
    assert _counting.cache_info().misses == before + 3
    assert kept.sql == later.sql and kept.given != later.given


def test_nothing_is_asked_where_nothing_is_wanted() -> None:
    assert count_each(most=5) == []

"""The worker takes up parties that were entered or corrected, within a second of it."""

from __future__ import annotations

import pytest

from duecare.apps.parties import actions as parties
from duecare.apps.screening.models import Hit
from duecare.entrypoints.worker.loop import carry_out, follow_log
from duecare.kernel.actor import Role
from tests.apps.screening.lists import FOUR, taken_in
from tests.conftest import person

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_party_entered_is_compared_by_the_next_round_and_only_once() -> None:
    assert follow_log(0) == 0
    taken_in(FOUR)
    carry_out()
    read = follow_log(0)
    assert carry_out() == 0, "nobody was entered"
    parties.enter_body(by=person(Role.SALES), name="Quillmark Defence Works", kind="company", country="THA")
    read = follow_log(read)
    carry_out()  # takes the party up, and promises a run
    assert carry_out() == 1 and Hit.objects.get().key == "3"
    end = follow_log(read)
    assert end >= read and carry_out() == 0

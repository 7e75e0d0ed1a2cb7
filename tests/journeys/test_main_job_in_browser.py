"""The main job in a real browser: from a publisher's file to a frozen decision, and back when a fact changes.

Everybody signs in with password and code. Every kind of act goes through its page once, wrong presses
on the way included; what is left of the same kind (the other questions, flags, groups) is filled in by
the actions those pages call.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from .office import Office
from .to_a_class import (
    an_expert_signs,
    figures_come_in,
    parties_and_export_are_cleared,
    product_is_assessed,
    sales_files,
    the_class_is_confirmed,
    the_file_is_worked,
)
from .to_a_decision import (
    a_condition_is_shown_and_verified,
    a_fact_changes,
    the_committee_decides,
    the_plan_is_adopted,
    the_record_is_frozen,
)

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(browser: Browser, live_server: Any) -> Iterator[Office]:
    """An empty company whose people have joined."""
    cache.clear()  # no failed sign-in of another test counts here
    made = Office(browser, live_server.url)
    yield made
    faults = [fault for desk in made.desks.values() for fault in desk.close()]
    assert faults == []


def test_the_main_job_in_a_browser(office: Office, tmp_path: Path) -> None:
    figures_come_in(office)
    product_is_assessed(office)
    made = sales_files(office)
    parties_and_export_are_cleared(office, made)
    the_file_is_worked(office, made)
    an_expert_signs(office, made)
    the_class_is_confirmed(office, made)
    the_plan_is_adopted(office, made)
    decision = the_committee_decides(office, made)
    the_record_is_frozen(office, decision)
    a_condition_is_shown_and_verified(office, made)
    a_fact_changes(office, made, decision)

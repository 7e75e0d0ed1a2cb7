"""What the fictional company's vaults hold: three reports, and an investigation that broke no rule of the protocol."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from duecare.adapters import clock
from duecare.adapters.sealed import vault_place
from duecare.adapters.sealed.vaults import vault_keys
from duecare.apps.intake.queries.opening import open_case
from duecare.apps.intake.queries.place import opened
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.pinning import pinned
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Table
from duecare.apps.investigations.queries.investigation import with_head
from duecare.apps.investigations.rules.records import Act
from duecare.apps.investigations.rules.stages import Stage
from duecare.apps.investigations.rules.state import State
from duecare.entrypoints.cli.demo_keys import demo_phrase
from duecare.kernel.errors import Denied
from tests.browser.fixtures import built

__all__ = ["built"]
pytestmark = pytest.mark.once


def test_an_investigation_is_under_way_and_something_waits_for_a_second_person(built: Path) -> None:
    agent = built.with_name(f"{built.name}-agent")
    phrase = demo_phrase(agent, "demo")
    pins = tomllib.loads((built / "duecare.toml").read_text())["officers"]
    found = []
    with opened(built, pinned(pins.replace(";", "\n")), clock.today()) as site:
        (handler, *_) = [one for one in site.directory.every if Office.CASE_HANDLER in one.record.offices]
        keys = vault_keys(vault_place.find(agent, handler.record.person).opened(phrase), 1)
        for table in Table:
            for group in site.store.groups(table):
                if (case := open_case(site, keys, table, group)) is not None:
                    found.append((standing(site, case), with_head(site, case)[0]))
    ((report, inquiry),) = found
    assert report.progress is not None and "licence" in report.progress.report.answers["what"]
    assert inquiry.stage is Stage.INVESTIGATION and inquiry.faults == 0
    waiting = [one.what for one in inquiry.standing.values() if inquiry.state(one) is State.WAITING]
    assert [one.code for one in waiting if isinstance(one, Act)] == ["log-request"] and len(waiting) == 1
    assert len(inquiry.standing) > 15
    with pytest.raises(Denied):
        demo_phrase(agent, "production")

"""Runs: who is compared with what, on entry, on change, after a new edition; and that a kill repeats nothing."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from duecare.apps.audit import queries as audit
from duecare.apps.audit.queries import Filter
from duecare.apps.parties import actions as parties
from duecare.apps.parties.actions import BodyChange
from duecare.apps.screening import actions, queries
from duecare.apps.screening.actions import running
from duecare.apps.screening.models import Hit, ScreenedParty, ScreeningRun
from duecare.apps.screening.rules.entries import Name
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied
from tests.apps.screening.lists import FOUR, entry, taken_in
from tests.apps.screening.working import carry_out, follow
from tests.conftest import person

pytestmark = pytest.mark.django_db
OFFICER, SALES = person(Role.COMPLIANCE_OFFICER), person(Role.SALES)


def company(name: str, country: str = "THA", **more: object) -> UUID:
    return parties.enter_body(by=SALES, name=name, kind="company", country=country, **more)  # type: ignore[arg-type]  # keywords by name


def met(body_id: UUID) -> dict[str, str]:
    """Key of the entry → strength, of the hits of a party that are not gone."""
    return dict(Hit.objects.filter(body_id=body_id, gone_at=None).values_list("key", "strength"))


def test_every_party_is_compared_after_an_import_and_progress_is_told() -> None:
    listed, other = company("Blackthorn Signals Co"), company("Riverside Bakery")
    taken_in(FOUR)
    run = queries.waiting_run()
    assert run is not None and run.why == "imported: invented_list"
    carry_out()
    run = queries.run(run.id)
    assert (run.state, run.done, run.total, run.hits, run.fault) == ("done", 2, 2, 1, "")
    assert met(listed) == {"1": "medium"} or met(listed) == {"1": "strong"}
    assert met(other) == {}
    assert queries.due_count() == 0


def test_a_hit_tells_its_reasons() -> None:
    listed = company("Zorvane Maritime Tradng")
    taken_in(FOUR)
    carry_out()
    hit = Hit.objects.get(body_id=listed)
    parts = {part["left"]: part for part in hit.alignment["parts"]}
    assert parts["zorvane"]["relation"] == "same" and parts["tradng"]["right"] == "trading"
    beside = {one["part"]: one["says"] for one in hit.circumstances}
    assert beside["country"] == "confirms" and beside["schema"] == "confirms" and beside["birth"] == "silent"


def test_a_party_is_compared_on_entry_and_again_when_it_changes() -> None:
    taken_in(FOUR)
    carry_out()
    body = company("Riverside Bakery")
    changed, end = queries.anything_changed(0)
    assert changed and end == audit.head()[0]  # type: ignore[index]  # the log is not empty
    follow()
    assert met(body) == {} and queries.anything_changed(0)[0] is False
    parties.correct_body(
        by=OFFICER, body_id=body, seen_version=1, changes=BodyChange(aliases=("Quillmark Defence Works",))
    )
    follow()
    assert met(body) == {"3": "strong"}
    assert {entry.facts["parties"] for entry in audit.entries(Filter(act="screening.note_changes"))} == {1}


def test_a_new_edition_meets_the_parties_with_its_changes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = company("Blackthorn Signals Company"), company("Newly Listed Works")
    taken_in(FOUR)
    carry_out()
    taken_in((*FOUR, entry("5", "Newly Listed Works")))
    whole: list[object] = []
    monkeypatch.setattr(running.queries, "index_in_force", lambda: whole.append(1))
    before = Hit.objects.get(body_id=first).changed_at
    carry_out()
    assert met(second) == {"5": "strong"} and met(first) == {"1": "strong"}
    assert whole == [], "entries that did not change are not compared again"
    assert Hit.objects.get(body_id=first).changed_at == before


def test_an_entry_that_left_its_list_takes_its_hit_away_and_back_again() -> None:
    body = company("Blackthorn Signals Company")
    taken_in(FOUR)
    carry_out()
    taken_in(FOUR[1:])
    carry_out()
    hit = Hit.objects.get(body_id=body)
    assert hit.gone_at is not None and hit.gone_because == "the entry left the list"
    taken_in((*FOUR[1:], replace(FOUR[0], key="77")))
    carry_out()
    assert met(body) == {"77": "strong"} and Hit.objects.count() == 1, "relisted it is the same hit"


def test_several_editions_behind_a_party_catches_up_at_once() -> None:
    body = company("Blackthorn Signals Company")
    taken_in(FOUR)
    carry_out()
    taken_in(FOUR[1:])
    taken_in((*FOUR[1:], entry("9", "Blackthorn Signals Company")))
    taken_in((entry("1", "Blackthorn Signals Company"),), code="invented_other")
    carry_out()
    assert sorted(met(body)) == ["1", "9"] and queries.due_count() == 0


def test_a_kill_between_two_chunks_repeats_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [company(f"Blackthorn Signals Company {turn}") for turn in range(5)]
    taken_in(FOUR)
    monkeypatch.setattr(running, "AT_ONCE", 2)
    kept = running.keep_compared
    chunks: list[int] = []

    def dying(**keywords: object) -> int:
        if len(chunks) == 2:
            raise SystemExit("killed")
        chunks.append(1)
        return kept(**keywords)  # type: ignore[arg-type]  # as called

    monkeypatch.setattr(running, "keep_compared", dying)
    run = queries.waiting_run()
    assert run is not None
    with pytest.raises(SystemExit):
        actions.carry_out_run(run_id=run.id)
    assert queries.run(run.id).done == 4 and queries.run(run.id).state == "waiting"
    monkeypatch.setattr(running, "keep_compared", kept)
    assert actions.carry_out_run(run_id=run.id) == 1, "only what was left"
    assert queries.run(run.id).state == "done" and Hit.objects.count() == len(bodies)
    assert actions.carry_out_run(run_id=run.id) == 0


def test_an_import_while_a_run_waits_is_served_by_it() -> None:
    company("Riverside Bakery")
    taken_in(FOUR)
    taken_in((*FOUR, entry("5", "Riverside Bakery")))
    assert ScreeningRun.objects.count() == 1
    carry_out()
    assert Hit.objects.get().key == "5" and ScreeningRun.objects.get().state == "done"


def test_what_cannot_be_compared_is_recorded_and_stays_due(monkeypatch: pytest.MonkeyPatch) -> None:
    company("Riverside Bakery")
    taken_in(FOUR)

    def broken(*_: object) -> None:
        raise ValueError("no such letter")

    with monkeypatch.context() as patch:
        patch.setattr(running.queries, "compare", broken)
        run = queries.waiting_run()
        assert run is not None
        with pytest.raises(ValueError, match="no such letter"):
            actions.carry_out_run(run_id=run.id)
    assert queries.run(run.id).state == "failed" and "ValueError" in queries.run(run.id).fault
    assert queries.due_count() == 1
    assert actions.catch_up() == 1 and queries.due_count() == 0


def test_everybody_again_compares_everybody() -> None:
    company("Blackthorn Signals Company")
    with pytest.raises(Conflict, match="No list"):
        actions.ask_run(by=OFFICER, why="A doubt")
    taken_in(FOUR)
    carry_out()
    Hit.objects.all().delete()
    with pytest.raises(BadInput):
        actions.ask_run(by=OFFICER, why=" ", everybody=True)
    with pytest.raises(Denied):
        actions.ask_run(by=SALES, why="A doubt", everybody=True)
    actions.ask_run(by=OFFICER, why="A doubt", everybody=True)
    carry_out()
    assert Hit.objects.count() == 1


def test_without_a_list_nothing_is_followed_and_the_first_one_finds_everybody() -> None:
    body = company("Blackthorn Signals Company")
    assert actions.follow_parties() == 0 and queries.anything_changed(0)[0] is False
    taken_in(FOUR)
    carry_out()
    assert met(body) == {"1": "strong"} and ScreenedParty.objects.get(body_id=body).due is False


def test_a_weak_alias_makes_no_more_than_a_weak_hit() -> None:
    body = company("Zaryl Cotton")
    taken_in((replace(FOUR[0], names=(Name("Blackthorn Signals"), Name("Zaryl Cotton", "weak_alias"))),))
    carry_out()
    assert met(body) == {"1": "weak"}


def test_what_came_close_is_kept_for_the_sample() -> None:
    body = company("Blackthorn Fisheries Association", "FRA")
    taken_in(FOUR)
    carry_out()
    near = ScreenedParty.objects.get(body_id=body).near
    assert met(body) == {} and all(0.5 < one["score"] < 0.75 for one in near)

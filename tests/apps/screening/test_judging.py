"""Hits judged: who may, what lapses, what outlives a changed id, and what a confirmation sets going."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.apps.accounts import actions as accounts
from duecare.apps.audit import queries as audit
from duecare.apps.audit.queries import Filter
from duecare.apps.parties import actions as parties
from duecare.apps.parties.actions import BodyChange
from duecare.apps.screening import actions, queries
from duecare.apps.screening.models import Hit
from duecare.apps.screening.queries import HitListQuery
from duecare.apps.screening.rules.entries import Entry, Identifier, Name
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.apps.screening.lists import FOUR, entry, taken_in
from tests.apps.screening.working import carry_out, follow
from tests.conftest import person
from tests.permissions.signed_in import known

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OFFICER, SECOND = person(Role.COMPLIANCE_OFFICER), person(Role.COMPLIANCE_OFFICER, name="second")
ANALYST, COUNSEL, AUDITOR = person(Role.ANALYST), person(Role.COUNSEL), person(Role.AUDITOR)
NAME = "Blackthorn Signals Company"
REASON = "Another company: other seat, other business"


def struck(name: str = NAME, country: str = "THA", listed: tuple[Entry, ...] = FOUR) -> Hit:
    """A party that meets one entry."""
    parties.enter_body(by=person(Role.SALES), name=name, kind="company", country=country)
    taken_in(listed)
    carry_out()
    return Hit.objects.get()


def state(hit: Hit) -> str:
    return queries.hit(hit.id).row.standing.state


def say(hit: Hit, verdict: str = "cleared", by: object = OFFICER) -> UUID:
    return actions.dispose(by=by, hit_id=hit.id, verdict=verdict, reason=REASON, seen=queries.hit(hit.id).seen)  # type: ignore[arg-type]  # an actor


def cleared(**more: object) -> Hit:
    """A strong hit that two persons cleared."""
    hit = struck(**more)  # type: ignore[arg-type]  # as `struck`
    made = say(hit)
    actions.confirm_clearance(by=COUNSEL, disposition_id=made, seen=queries.hit(hit.id).seen, reason="I agree")
    assert state(hit) == "cleared"
    return hit


def listed_anew(*entries: Entry) -> None:
    taken_in(entries)
    carry_out()


def test_a_strong_match_is_cleared_by_two_persons() -> None:
    hit = struck()
    assert hit.strength == "strong" and state(hit) == "open"
    made = say(hit)
    assert state(hit) == "waiting", "one person's word does not count yet"
    with pytest.raises(Denied, match="yourself"):
        actions.confirm_clearance(by=OFFICER, disposition_id=made, seen=queries.hit(hit.id).seen)
    with pytest.raises(Denied):
        actions.confirm_clearance(by=ANALYST, disposition_id=made, seen=queries.hit(hit.id).seen)
    with pytest.raises(Conflict, match="waits for its second person"):
        say(hit, by=SECOND)
    actions.confirm_clearance(by=SECOND, disposition_id=made, seen=queries.hit(hit.id).seen)
    assert state(hit) == "cleared"
    with pytest.raises(Conflict, match="answered meanwhile"):
        actions.confirm_clearance(by=SECOND, disposition_id=made, seen=queries.hit(hit.id).seen)


def test_a_weak_match_is_cleared_by_one_person() -> None:
    weak = replace(FOUR[0], names=(Name("Another Name Entirely"), Name(NAME, "weak_alias")))
    hit = struck(listed=(weak,))
    assert hit.strength == "weak"
    say(hit, by=ANALYST)
    assert state(hit) == "cleared"


def test_a_returned_clearance_leaves_the_hit_open() -> None:
    hit = struck()
    made = say(hit)
    with pytest.raises(BadInput, match="say why"):
        actions.return_clearance(by=SECOND, disposition_id=made, reason=" ")
    with pytest.raises(Denied):
        actions.return_clearance(by=OFFICER, disposition_id=made, reason="Mine")
    actions.return_clearance(by=SECOND, disposition_id=made, reason="The seat was not looked up")
    assert state(hit) == "open" and queries.hit(hit.id).words[0].second_reason == "The seat was not looked up"
    say(hit, "ask", ANALYST)
    assert state(hit) == "asked"


@pytest.mark.parametrize("role", [Role.SALES, Role.AUDITOR, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER])
def test_who_may_not_judge(role: Role) -> None:
    hit = struck()
    with pytest.raises(Denied):
        say(hit, by=person(role))


def test_what_cannot_be_said() -> None:
    hit = struck()
    seen = queries.hit(hit.id).seen
    with pytest.raises(BadInput, match="no such verdict"):
        actions.dispose(by=OFFICER, hit_id=hit.id, verdict="fine", reason=REASON, seen=seen)
    with pytest.raises(BadInput, match="say why"):
        actions.dispose(by=OFFICER, hit_id=hit.id, verdict="cleared", reason=" ", seen=seen)
    with pytest.raises(NotFound):
        actions.dispose(by=OFFICER, hit_id=new_id(), verdict="cleared", reason=REASON, seen=seen)
    with pytest.raises(Conflict, match="since you looked"):
        actions.dispose(by=OFFICER, hit_id=hit.id, verdict="cleared", reason=REASON, seen="0" * 64)


def test_a_clearance_outlives_a_changed_id_another_address_and_a_reworded_remark() -> None:
    hit = cleared()
    listed_anew(replace(FOUR[0], key="NEW-1", addresses=("1 Canal Road",), remarks="See note"), *FOUR[1:])
    hit.refresh_from_db()
    assert hit.key == "NEW-1" and Hit.objects.count() == 1 and state(hit) == "cleared"
    listed_anew(*FOUR[1:])
    assert state(hit) == "gone"
    listed_anew(FOUR[0], *FOUR[1:])
    assert Hit.objects.count() == 1 and state(hit) == "cleared"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"names": (Name(NAME), Name("Blackthorn Group", "alias"))}, "a further name of the entry"),
        ({"births": ("1999",)}, "dates of birth"),
        ({"countries": ("THA", "FRA")}, "countries"),
        ({"countries": ()}, "countries"),
        ({"ids": (Identifier("registration", "AB-1234"),)}, "numbers"),
        ({"programmes": ("Invented programme", "Another")}, "a further programme"),
        ({"schema": "Organization"}, "what the entry is"),
    ],
)
def test_a_material_change_of_the_entry_makes_a_clearance_lapse_and_says_which(
    change: dict[str, object], said: str
) -> None:
    hit = cleared()
    listed_anew(replace(FOUR[0], **change), *FOUR[1:])  # type: ignore[arg-type]  # fields of Entry
    standing = queries.hit(hit.id).row.standing
    assert standing.state == "lapsed" and said in standing.why and len(standing.changed) == 1


def test_a_name_or_programme_that_was_dropped_lapses_nothing() -> None:
    more = replace(FOUR[0], names=(Name(NAME), Name("Old Name", "alias")), programmes=("One", "Two"))
    hit = cleared(listed=(more, *FOUR[1:]))
    listed_anew(replace(FOUR[0], programmes=("One",)), *FOUR[1:])
    assert state(hit) == "cleared"


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (BodyChange(name="Blackthorn Signals Co"), "name"),
        (BodyChange(country="FRA"), "country"),
        (BodyChange(aliases=("Blackthorn",)), "aliases"),
        (BodyChange(kind="other"), "kind"),
    ],
)
def test_a_changed_party_makes_a_clearance_lapse_before_any_job_ran(change: BodyChange, part: str) -> None:
    hit = cleared()
    parties.correct_body(by=OFFICER, body_id=hit.body_id, seen_version=1, changes=change)
    assert queries.hit(hit.id).row.standing.changed == (part,)
    with pytest.raises(Conflict, match="after it was compared"):
        say(hit)
    follow()
    assert state(hit) == "lapsed"


def test_a_second_person_does_not_confirm_what_changed_meanwhile() -> None:
    hit = struck()
    made = say(hit)
    seen = queries.hit(hit.id).seen
    listed_anew(replace(FOUR[0], countries=("FRA",)), *FOUR[1:])
    with pytest.raises(Conflict):
        actions.confirm_clearance(by=SECOND, disposition_id=made, seen=seen)
    with pytest.raises(Conflict, match="speaks of something else"):
        actions.confirm_clearance(by=SECOND, disposition_id=made, seen=queries.hit(hit.id).seen)


def test_a_confirmation_counts_at_once_never_lapses_and_takes_two_to_undo() -> None:
    hit = struck()
    say(hit, "confirmed", ANALYST)
    assert state(hit) == "confirmed"
    parties.correct_body(by=OFFICER, body_id=hit.body_id, seen_version=1, changes=BodyChange(aliases=("Blackthorn",)))
    follow()
    assert state(hit) == "confirmed"
    listed_anew(*FOUR[1:])
    assert state(hit) == "delisted", "somebody has to judge it again"
    made = say(hit)
    assert state(hit) == "delisted", "one person does not undo it"
    actions.confirm_clearance(by=SECOND, disposition_id=made, seen=queries.hit(hit.id).seen)
    assert state(hit) in ("cleared", "gone")


def test_a_confirmation_starts_the_clock_of_each_regime() -> None:
    with clock.at(clock.now()):
        parties.enter_body(by=person(Role.SALES), name=NAME, kind="company", country="THA")
        taken_in(FOUR, code="ofac_invented")
        carry_out()
        hit = Hit.objects.get()
        say(hit, "confirmed")
    (duty,) = queries.open_duties()
    assert (duty.regime, duty.verified, duty.due_on) == ("us_ofac", False, date(2026, 12, 7))
    assert duty.counted.startswith("10 working days") and "Public holidays are not taken out" in duty.counted
    assert "501.603" in duty.source
    with pytest.raises(BadInput, match="name the report"):
        actions.record_report(by=OFFICER, duty_id=duty.id, reference="")
    actions.record_report(by=COUNSEL, duty_id=duty.id, reference="Letter 12 of today")
    assert queries.open_duties() == () and queries.hit(hit.id).duties[0].reference == "Letter 12 of today"
    with pytest.raises(Conflict):
        actions.record_report(by=COUNSEL, duty_id=duty.id, reference="Again")


def test_a_clock_stops_to_be_shown_when_the_hit_was_cleared_after_all() -> None:
    parties.enter_body(by=person(Role.SALES), name=NAME, kind="company", country="THA")
    taken_in(FOUR, code="eu_invented")
    carry_out()
    hit = Hit.objects.get()
    say(hit, "confirmed")
    assert [duty.regime for duty in queries.open_duties()] == ["eu"]
    made = say(hit)
    assert len(queries.open_duties()) == 1
    actions.confirm_clearance(by=SECOND, disposition_id=made, seen=queries.hit(hit.id).seen)
    assert queries.open_duties() == ()


def test_the_queue_is_by_strength_then_age_and_by_assignee() -> None:
    weak = replace(FOUR[1], names=(Name("Zz Nothing Alike"), Name("Quenby Lathes", "weak_alias")))
    for name in ("Quenby Lathes", NAME):
        parties.enter_body(by=person(Role.SALES), name=name, kind="company", country="THA")
    taken_in((FOUR[0], weak))
    carry_out()
    with clock.at(clock.now() + timedelta(days=3)):
        parties.enter_body(by=person(Role.SALES), name=f"{NAME} Limited", kind="company", country="THA")
        follow()
        found = queries.hit_list(HitListQuery())
        rows = found.rows
        assert found.total == 3 and [row.strength for row in rows][-1] == "weak"
        strong = [row for row in rows if row.strength != "weak"]
        assert [row.score for row in strong] == sorted((row.score for row in strong), reverse=True)
        oldest = queries.hit_list(HitListQuery(order="age")).rows
        assert [row.age for row in oldest] == sorted((row.age for row in oldest), reverse=True)
        judge = known(Role.ANALYST)
        actions.assign_hit(by=OFFICER, hit_id=rows[0].id, person_id=judge.id)
        assert [row.id for row in queries.hit_list(HitListQuery(assignee=judge.id)).rows] == [rows[0].id]
        assert queries.hit_list(HitListQuery(assignee=queries.NOBODY)).total == 2
        assert queries.hit_list(HitListQuery(strengths=("weak",))).total == 1
        assert queries.hit_list(HitListQuery(older_than_days=2)).total == 2
        cut = [queries.hit_list(HitListQuery(size=1, offset=n)).rows for n in range(3)]
        assert [[row.id for row in one] for one in cut] == [[row.id] for row in rows]
    with pytest.raises(BadInput, match="no such strength"):
        queries.hit_list(HitListQuery(strengths=("awful",)))


def test_a_hit_is_given_to_nobody_who_cannot_judge_it() -> None:
    hit, counsel = struck(), known(Role.COUNSEL)
    for other in (known(Role.SALES), known(Role.ADMINISTRATOR), known(Role.AUDITOR)):
        with pytest.raises(BadInput, match="roles judge no hit"):
            actions.assign_hit(by=OFFICER, hit_id=hit.id, person_id=other.id)
    actions.assign_hit(by=OFFICER, hit_id=hit.id, person_id=counsel.id)
    gone = known(Role.ANALYST)
    accounts.suspend_person(by=known(Role.ADMINISTRATOR), person_id=gone.id, reason="Left")
    for nobody in (gone.id, new_id()):
        with pytest.raises(BadInput, match="not active"):
            actions.assign_hit(by=OFFICER, hit_id=hit.id, person_id=nobody)
    assert queries.hit(hit.id).row.assigned_to == counsel.id, "it stays with whoever has it"
    actions.assign_hit(by=OFFICER, hit_id=hit.id, person_id=None)
    assert queries.hit(hit.id).row.assigned_to is None


def test_a_judged_hit_leaves_the_queue_and_comes_back_when_it_lapses() -> None:
    hit = cleared()
    assert queries.hit_list(HitListQuery()).total == 0
    listed_anew(replace(FOUR[0], births=("1999",)), *FOUR[1:])
    assert [row.id for row in queries.hit_list(HitListQuery()).rows] == [hit.id]


def test_the_sheet_shows_both_records_and_where_the_entry_comes_from() -> None:
    sheet = queries.hit(struck().id)
    assert sheet.row.body.name == NAME and sheet.entry["names"] == [["primary", NAME]]
    source = sheet.provenance
    assert (source.edition, source.files, source.place, source.in_force) == (1, ("list.txt",), "row 1", True)
    with pytest.raises(NotFound):
        queries.hit(new_id())


def test_no_name_enters_the_chain() -> None:
    parties.enter_body(by=person(Role.SALES), name="Tavian Quorrel", kind="person", country="THA")
    taken_in((entry("1", "Tavian Quorrel", schema="Person"),))
    carry_out()
    say(Hit.objects.get(), "confirmed")
    bodies = [str(row.facts) + row.label for row in audit.entries(Filter())]
    assert not [said for said in bodies if "Tavian" in said or "Quorrel" in said]


def test_a_sample_is_drawn_by_seed_and_looked_at_by_an_auditor() -> None:
    hit = cleared()
    for number in range(6):
        parties.enter_body(by=person(Role.SALES), name=f"Harbour Bakery {number}", kind="company", country="FRA")
    follow()
    with pytest.raises(Denied):
        actions.draw_sample(by=ANALYST, seed="November", size=3)
    first = actions.draw_sample(by=AUDITOR, seed="November", size=3)
    second = actions.draw_sample(by=AUDITOR, seed="November", size=3)
    others = [actions.draw_sample(by=AUDITOR, seed=f"Seed {turn}", size=3) for turn in range(6)]
    drawn = [[(one.kind, one.body.id) for one in queries.sample(made)[1]] for made in (first, second, *others)]
    assert drawn[0] == drawn[1] and any(one != drawn[0] for one in drawn[2:])
    row, items = queries.sample(first)
    assert (row.cleared_of, row.unfound_of, row.items, row.judged) == (1, 6, 4, 0)
    assert items[0].kind == "cleared" and items[0].hit_id == hit.id
    actions.judge_sample(by=AUDITOR, item_id=items[0].id, finding="agrees")
    with pytest.raises(BadInput, match="what was wrong"):
        actions.judge_sample(by=AUDITOR, item_id=items[1].id, finding="disagrees")
    actions.judge_sample(by=AUDITOR, item_id=items[1].id, finding="disagrees", note="A listed alias")
    with pytest.raises(Conflict):
        actions.judge_sample(by=AUDITOR, item_id=items[1].id, finding="agrees")
    assert [(one.judged, one.disagreed) for one in queries.samples() if one.judged] == [(2, 1)]

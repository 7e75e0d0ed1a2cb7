"""An edition is compared before it counts: what it would change, who accepts it, and what is left when it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.adapters.home import editions as edition_files
from duecare.apps.audit.queries import entries, prove
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import Edition, EditionProposal, IndexValue
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, LimitExceeded, NotFound
from tests.apps.mitigation import figures
from tests.apps.risk.made_editions import rsf, vdem
from tests.conftest import person

OFFICER, ANALYST = person(Role.COMPLIANCE_OFFICER), person(Role.ANALYST)
DAY = date(2026, 11, 23)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def held(data: bytes, name: str = "held.csv") -> Edition:
    return actions.import_edition(by=SYSTEM, data=data, file_name=name)[0]


def proposed(data: bytes) -> UUID:
    return actions.propose_edition(by=ANALYST, data=data, file_name="new.csv")


def stands(row: queries.CountryRow) -> tuple[object, ...]:
    """Where a country stands; beyond nine decimals lies rounding."""
    return (None if row.score is None else round(row.score, 9), row.band, row.treated_as, row.coverage)


def test_the_difference_names_what_is_new_revised_and_left_out() -> None:
    held(rsf(2024, changes={("THA", 2024): 60, ("NOR", 2024): 90}))
    changed = {("THA", 2024): 20, ("NOR", 2024): 88, ("THA", 2025): 20}
    diff = queries.diff_file(rsf(2024, 2025, changes=changed, without={("MEX", 2024), ("PER", 2025)}), "new.csv")
    values = diff.values
    assert values.years_added == (2025,) and values.series_added == () and values.places_added == ()
    assert [(one.place, one.series, one.year, one.before, one.after, one.points) for one in values.revised] == [
        ("THA", "rsf:score", 2024, 60, 20, 40), ("NOR", "rsf:score", 2024, 90, 88, 2),
    ]  # fmt: skip
    assert values.revised[0].edition == "rsf 2024 edition" and values.revised[0].row > 1
    assert values.left_out == (("rsf:score", "MEX", 2024),)
    assert values.total == 498 and values.added == 249 and values.same == 247
    assert not diff.held and not diff.changes_nothing
    assert not IndexValue.objects.filter(year=2025).exists(), "nothing was kept"
    moved = {one.place: one for one in diff.movers}
    assert moved["THA"].change == pytest.approx(40) and moved["THA"].comparable == pytest.approx(40)
    assert (moved["PER"].coverage_before, moved["PER"].coverage_after, moved["PER"].after) == (1, 0, None)
    assert moved["PER"].treated_after == "high", "what drops out is never better"


def test_the_first_edition_of_an_index_adds_series_years_and_countries() -> None:
    diff = queries.diff_file(rsf(2024), "first.csv")
    assert diff.values.series_added == ("rsf:score",) and diff.values.years_added == (2024,)
    assert len(diff.values.places_added) == 250 and diff.values.added == diff.values.total == 250


def test_what_is_foretold_is_what_happens_bands_among_it() -> None:
    figures.held()
    method = queries.method("open-2026")
    before = {row.iso3: row for row in queries.scores(method, DAY).countries()}
    data = vdem({("NOR", 2024): {"libdem": 0.01, "polyarchy": 0.01}})
    diff = queries.diff_file(data, "new.csv")
    foretold = {one.place: one for one in diff.movers}
    assert foretold["NOR"].treated_before == "low" and foretold["NOR"].worse and foretold["NOR"].kind == "band"
    assert diff.movers[0].place == "NOR", "what becomes worse stands first"
    with clock.at(clock.now() + timedelta(hours=1)):
        held(data, "new.csv")
    after = {row.iso3: row for row in queries.scores(method, DAY).countries()}
    for code, new in after.items():
        old = before[code]
        assert (code in foretold) == (stands(old) != stands(new)), code
        if code in foretold:
            one = foretold[code]
            assert (one.before, one.after) == (pytest.approx(old.score), pytest.approx(new.score))
            assert (one.band_before, one.band_after) == (old.band, new.band)
            assert (one.treated_before, one.treated_after) == (old.treated_as, new.treated_as)
            assert (one.coverage_before, one.coverage_after) == (old.coverage, new.coverage)


def test_across_a_method_break_the_move_is_told_as_not_comparable() -> None:
    with clock.at(datetime(2022, 12, 31, tzinfo=UTC)):
        held(rsf(2021, changes={("THA", 2021): 80}))
        diff = queries.diff_file(rsf(2022), "new.csv")
    thai = next(one for one in diff.movers if one.place == "THA")
    assert thai.change is not None and thai.comparable is None, "nothing else is held, so nothing can be compared"
    assert [(one.series, one.before, one.after, one.year) for one in diff.breaks] == [("rsf:score", 2021, 2022, 2022)]
    assert diff.breaks[0].because and all(one.comparable is None for one in diff.movers)


def test_the_same_edition_twice_says_so_and_changes_nothing() -> None:
    held(rsf(2024))
    diff = queries.diff_file(rsf(2024), "again.csv")
    assert diff.held and diff.changes_nothing and diff.movers == ()
    assert diff.values.same == diff.values.total == 250
    with pytest.raises(Conflict, match="already held"):
        proposed(rsf(2024))
    assert not EditionProposal.objects.exists()
    alike = queries.diff_file(rsf(2024, note="saved again"), "again.csv")
    assert alike.changes_nothing and not alike.held, "other bytes, the same values"


def test_a_proposal_counts_nowhere_until_it_is_accepted() -> None:
    held(rsf(2024))
    nine = queries.method("nine-2026")
    before = queries.scores(nine, DAY).countries()
    data = rsf(2025, changes={("THA", 2025): 5})
    made = proposed(data)
    assert proposed(data) == made, "the same file while it waits is the same proposal"
    assert queries.scores(nine, DAY).countries() == before and Edition.objects.count() == 1
    found = queries.proposed_diff(made)
    assert found.diff.values.years_added == (2025,)
    edition = actions.accept_edition(by=OFFICER, proposal_id=made, seen=found.seen)
    assert edition.last_year == 2025 and Edition.objects.count() == 2
    assert queries.proposed_one(made).state == "accepted" and entries()[0].act == "edition.accept"
    assert edition_files().open(edition.sha256) == data and prove().sound
    with pytest.raises(Conflict, match="accepted meanwhile"):
        actions.accept_edition(by=ANALYST, proposal_id=made, seen=queries.seen_token())
    with pytest.raises(Conflict, match="accepted meanwhile"):
        actions.discard_edition(by=ANALYST, proposal_id=made, reason="Too late")


def test_whoever_looked_at_other_figures_looks_again() -> None:
    made = proposed(rsf(2025))
    seen = queries.proposed_diff(made).seen
    held(rsf(2024), "between.csv")
    with pytest.raises(Conflict, match="Other figures are held"):
        actions.accept_edition(by=OFFICER, proposal_id=made, seen=seen)
    assert Edition.objects.count() == 1 and queries.proposed_one(made).state == "open"
    seen = queries.proposed_diff(made).seen
    method = actions.propose_method(by=OFFICER, urn="open-2026", since=DAY)
    actions.confirm_method(by=person(Role.COMMITTEE_MEMBER), proposal_id=method)
    with pytest.raises(Conflict, match="another method"):
        actions.accept_edition(by=OFFICER, proposal_id=made, seen=seen)
    assert Edition.objects.count() == 1


def test_discarding_takes_a_reason_and_keeps_what_was_refused() -> None:
    made = proposed(rsf(2025))
    with pytest.raises(BadInput, match="why"):
        actions.discard_edition(by=ANALYST, proposal_id=made, reason=" ")
    actions.discard_edition(by=ANALYST, proposal_id=made, reason="Not the publisher's file")
    row = queries.proposed_one(made)
    assert (row.state, row.reason) == ("discarded", "Not the publisher's file")
    assert edition_files().open(row.sha256) == rsf(2025) and not Edition.objects.exists()
    assert proposed(rsf(2025)) != made, "a discarded file may be put up again"


def test_an_import_by_the_command_line_answers_the_proposal_of_the_same_file() -> None:
    made = proposed(rsf(2025))
    held(rsf(2025))
    assert queries.proposed_one(made).state == "accepted" and Edition.objects.count() == 1


def test_sales_may_not_a_bad_file_is_refused_whole_and_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Denied):
        actions.propose_edition(by=person(Role.SALES), data=rsf(2025), file_name="x.csv")
    broken = rsf(2025).replace(b"ABW;30,00", b"ABW;3000", 1)
    for door in (
        lambda: actions.propose_edition(by=ANALYST, data=broken, file_name="broken.csv"),
        lambda: queries.diff_file(broken, "broken.csv"),
    ):
        with pytest.raises(BadInput, match=r"broken\.csv, row 2.*3000"):
            door()
    monkeypatch.setattr(actions, "IMPORT_LIMIT", 1000)
    with pytest.raises(LimitExceeded):
        proposed(rsf(2025))
    assert not EditionProposal.objects.exists() and not list(edition_files().hashes())
    with pytest.raises(NotFound):
        queries.proposed_one(OFFICER.id)

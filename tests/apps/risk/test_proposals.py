"""An edition is compared before it counts: what it would change, who accepts it, and what is left when it is not."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from duecare.adapters.home import editions as edition_files
from duecare.apps.audit.queries import entries, prove
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import Edition, EditionProposal, IndexValue
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, LimitExceeded, NotFound
from tests.apps.risk.made_editions import VDEM, vdem
from tests.conftest import person

OFFICER, ANALYST = person(Role.COMPLIANCE_OFFICER), person(Role.ANALYST)
OPEN = "open-2026"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def held(data: bytes, name: str = "held.csv") -> Edition:
    return actions.import_edition(by=SYSTEM, data=data, file_name=name)[0]


def in_force() -> None:
    proposed = actions.propose_method(by=OFFICER, urn=OPEN, since=date(2026, 11, 23))
    actions.confirm_method(by=person(Role.COMMITTEE_MEMBER), proposal_id=proposed)


def proposed(data: bytes) -> UUID:
    return actions.propose_edition(by=ANALYST, data=data, file_name="new.csv")


def stands(row: queries.CountryRow) -> tuple[object, ...]:
    """Where a country stands; beyond nine decimals lies rounding."""
    return (None if row.score is None else round(row.score, 9), row.band, row.treated_as, row.coverage)


def test_the_difference_names_what_is_new_revised_and_left_out_and_who_moves() -> None:
    in_force()
    held(vdem(until=2023))
    diff = queries.diff_file(
        vdem(
            {("THA", 2023): {"libdem": 0.9}, ("NOR", 2020): {"polyarchy": 0.5}},
            without={("MEX", 2023), ("PER", 2024)},
        ),
        "new.csv",
    )
    values = diff.values
    assert values.years_added == (2024,) and values.series_added == () and values.places_added == ()
    (first, second) = values.revised
    assert (first.place, first.series, first.year, first.after) == ("THA", "vdem:libdem", 2023, 0.9)
    assert first.before is not None and first.points == pytest.approx(-100 * (0.9 - first.before))
    assert (second.place, second.series, second.year, second.after) == ("NOR", "vdem:polyarchy", 2020, 0.5)
    assert second.points is not None and second.points > 0 and abs(first.points) > second.points
    assert set(values.left_out) == {("vdem:libdem", "MEX", 2023), ("vdem:polyarchy", "MEX", 2023)}
    assert values.total == values.same + values.added + len(values.revised)
    assert not diff.held and not diff.changes_nothing
    assert not IndexValue.objects.filter(year=2024).exists(), "nothing was kept"


def test_what_is_foretold_is_what_happens() -> None:
    in_force()
    held(vdem(until=2023))
    data = vdem({("THA", 2024): {"libdem": 0.95, "polyarchy": 0.95}})
    method, day = queries.method(OPEN), date(2026, 11, 23)
    before = {row.iso3: row for row in queries.scores(method, day).countries()}
    diff = queries.diff_file(data, "new.csv")
    foretold = {one.place: one for one in diff.movers}
    held(data, "new.csv")
    after = {row.iso3: row for row in queries.scores(method, day).countries()}
    for code in after:
        old, new = before[code], after[code]
        assert (code in foretold) == (stands(old) != stands(new)), code
        if code in foretold:
            one = foretold[code]
            assert (one.before, one.after) == (pytest.approx(old.score), pytest.approx(new.score))
            assert (one.band_before, one.band_after, one.treated_after) == (old.band, new.band, new.treated_as)
            assert (one.coverage_before, one.coverage_after) == (old.coverage, new.coverage)
    assert foretold["THA"].change is not None and foretold["THA"].change < 0


def test_a_country_that_drops_out_of_the_newest_year_is_told_as_less_covered_and_never_as_better() -> None:
    in_force()
    held(vdem(until=2023))
    diff = queries.diff_file(vdem(without={("MEX", 2024)}), "new.csv")
    lost = next(one for one in diff.movers if one.place == "MEX")
    assert lost.coverage_after < lost.coverage_before
    assert lost.treated_after == "high", "what is missing counts at its worst"


def test_the_same_edition_twice_says_so_and_changes_nothing() -> None:
    held(VDEM.read_bytes())
    diff = queries.diff_file(VDEM.read_bytes(), "again.csv")
    assert diff.held and diff.changes_nothing and diff.movers == ()
    assert diff.values.same == diff.values.total and diff.values.added == 0
    with pytest.raises(Conflict, match="already held"):
        proposed(VDEM.read_bytes())
    assert not EditionProposal.objects.exists()


def test_a_proposal_counts_nowhere_until_it_is_accepted() -> None:
    in_force()
    held(vdem(until=2023))
    day = date(2026, 11, 23)
    before = queries.scores(queries.method(OPEN), day).countries()
    made = proposed(VDEM.read_bytes())
    assert proposed(VDEM.read_bytes()) == made, "the same file while it waits is the same proposal"
    assert queries.scores(queries.method(OPEN), day).countries() == before and Edition.objects.count() == 1
    found = queries.proposed_diff(made)
    assert found.diff.values.years_added == (2024,)
    edition = actions.accept_edition(by=OFFICER, proposal_id=made, seen=found.seen)
    assert edition.last_year == 2024 and Edition.objects.count() == 2
    assert queries.proposed_one(made).state == "accepted" and entries()[0].act == "edition.accept"
    assert edition_files().open(edition.sha256) == VDEM.read_bytes() and prove().sound
    with pytest.raises(Conflict, match="accepted meanwhile"):
        actions.accept_edition(by=ANALYST, proposal_id=made, seen=queries.seen_token())
    with pytest.raises(Conflict, match="accepted meanwhile"):
        actions.discard_edition(by=ANALYST, proposal_id=made, reason="Too late")


def test_whoever_looked_at_other_figures_looks_again() -> None:
    held(vdem(until=2022))
    made = proposed(VDEM.read_bytes())
    seen = queries.proposed_diff(made).seen
    held(vdem(until=2023), "between.csv")
    with pytest.raises(Conflict, match="Other figures are held"):
        actions.accept_edition(by=OFFICER, proposal_id=made, seen=seen)
    assert Edition.objects.count() == 2 and queries.proposed_one(made).state == "open"
    seen = queries.proposed_diff(made).seen
    in_force()
    with pytest.raises(Conflict, match="another method"):
        actions.accept_edition(by=OFFICER, proposal_id=made, seen=seen)


def test_discarding_takes_a_reason_and_keeps_what_was_refused() -> None:
    made = proposed(VDEM.read_bytes())
    with pytest.raises(BadInput, match="why"):
        actions.discard_edition(by=ANALYST, proposal_id=made, reason=" ")
    actions.discard_edition(by=ANALYST, proposal_id=made, reason="Not the publisher's file")
    row = queries.proposed_one(made)
    assert (row.state, row.reason) == ("discarded", "Not the publisher's file")
    assert edition_files().open(row.sha256) == VDEM.read_bytes() and not Edition.objects.exists()
    again = proposed(VDEM.read_bytes())
    assert again != made, "a discarded file may be put up again"


def test_an_import_by_the_command_line_answers_the_proposal_of_the_same_file() -> None:
    made = proposed(VDEM.read_bytes())
    held(VDEM.read_bytes())
    assert queries.proposed_one(made).state == "accepted" and Edition.objects.count() == 1


def test_sales_may_not_a_bad_file_is_refused_whole_and_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Denied):
        actions.propose_edition(by=person(Role.SALES), data=VDEM.read_bytes(), file_name="x.csv")
    broken = VDEM.read_bytes().replace(b"0.188,0.031", b"1.88,0.031", 1)
    with pytest.raises(BadInput, match=r"broken\.csv, row 3.*1\.88"):
        actions.propose_edition(by=ANALYST, data=broken, file_name="broken.csv")
    with pytest.raises(BadInput, match=r"broken\.csv, row 3"):
        queries.diff_file(broken, "broken.csv")
    monkeypatch.setattr(actions, "IMPORT_LIMIT", 1000)
    with pytest.raises(LimitExceeded):
        proposed(VDEM.read_bytes())
    assert not EditionProposal.objects.exists() and not list(edition_files().hashes())
    with pytest.raises(NotFound):
        queries.proposed_one(OFFICER.id)

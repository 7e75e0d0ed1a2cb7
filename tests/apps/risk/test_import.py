"""Importing publishers' files: whole or not at all, once, with provenance; and scoring from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duecare.adapters.home import editions as edition_files
from duecare.apps.audit.queries import entries, prove
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import Edition, IndexValue
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.countries import all_codes
from duecare.kernel.errors import BadInput, Conflict, Denied, LimitExceeded, NotFound
from tests.conftest import REPOSITORY, person

FIGURES = REPOSITORY / "src" / "duecare" / "library" / "figures"

pytestmark = pytest.mark.django_db(transaction=True)


def load(*files: Path) -> list[Edition]:
    return [actions.import_edition(by=SYSTEM, data=file.read_bytes(), file_name=file.name)[0] for file in files]


def test_an_edition_keeps_every_value_with_its_row_and_the_file_itself() -> None:
    (edition,) = load(FIGURES / "vdem_v15.csv")
    assert (edition.index, edition.label, edition.first_year, edition.last_year) == ("vdem", "v15", 1990, 2024)
    value = IndexValue.objects.get(edition=edition, series="vdem:libdem", place="MEX", year=1990)
    assert (value.value, value.error, value.row) == (0.188, 0.031, 3)
    assert edition_files().open(edition.sha256) == (FIGURES / "vdem_v15.csv").read_bytes()
    assert entries()[0].act == "edition.import" and prove().sound


def test_the_same_file_twice_changes_nothing() -> None:
    file = FIGURES / "vdem_v15.csv"
    first, new = actions.import_edition(by=SYSTEM, data=file.read_bytes(), file_name="a.csv")
    again, second = actions.import_edition(by=SYSTEM, data=file.read_bytes(), file_name="renamed.csv")
    assert (new, second, first.id) == (True, False, again.id)
    assert Edition.objects.count() == 1 and len(entries()) == 1


def test_a_bad_row_leaves_nothing_behind() -> None:
    text = (FIGURES / "vdem_v15.csv").read_text().replace("0.188,0.031", "1.88,0.031", 1)
    with pytest.raises(BadInput, match=r"broken\.csv, row 3.*1\.88"):
        actions.import_edition(by=SYSTEM, data=text.encode(), file_name="broken.csv")
    assert not Edition.objects.exists() and not list(edition_files().hashes())


def test_a_country_that_nobody_knows_refuses_the_file() -> None:
    text = (FIGURES / "vdem_v12.csv").read_text().replace("Mexico,", "Ruritania,")
    with pytest.raises(BadInput, match=r"row 3.*Ruritania"):
        actions.import_edition(by=SYSTEM, data=text.encode(), file_name="v12.csv")
    assert not Edition.objects.exists()


def test_sales_may_not_import_and_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (FIGURES / "vdem_v15.csv").read_bytes()
    with pytest.raises(Denied):
        actions.import_edition(by=person(Role.SALES), data=data, file_name="x.csv")
    monkeypatch.setattr(actions, "IMPORT_LIMIT", 1000)
    with pytest.raises(LimitExceeded):
        actions.import_edition(by=SYSTEM, data=data, file_name="x.csv")


def test_the_shipped_figures_rate_the_world_with_the_open_method() -> None:
    load(*sorted(FIGURES.glob("*.csv")))
    rows = queries.scores(queries.method("open-2026"), date(2026, 11, 23)).countries()
    assert [row.iso3 for row in rows] == list(all_codes()) and len(rows) == 250
    rated = [row for row in rows if row.band != "indeterminate"]
    assert len(rated) > 150
    by_code = {row.iso3: row for row in rows}
    assert by_code["NOR"].treated_as == "low" and by_code["PRK"].treated_as == "high"
    for row in rows:
        if row.score is not None and row.low is not None and row.high is not None:
            assert row.low <= row.score <= row.high
        else:
            assert row.band == "indeterminate", row


def test_without_editions_nobody_is_low() -> None:
    rows = queries.scores(queries.method("nine-2026"), date(2026, 11, 23)).countries()
    assert {row.band for row in rows} == {"indeterminate"}
    assert {row.treated_as for row in rows} == {"high"}


def test_a_method_comes_into_force_by_two_persons_and_never_in_the_past() -> None:
    officer, member = person(Role.COMPLIANCE_OFFICER), person(Role.COMMITTEE_MEMBER)
    today = date(2026, 11, 23)
    with pytest.raises(BadInput, match="past"):
        actions.propose_method(by=officer, urn="open-2026", since=date(2020, 1, 1))
    with pytest.raises(NotFound):
        actions.propose_method(by=officer, urn="made-up", since=date(2999, 1, 1))
    proposal = actions.propose_method(by=officer, urn="open-2026", since=date(2999, 1, 1))
    assert queries.method_in_force(date(2999, 1, 2)).urn == queries.method("nine-2026").urn
    with pytest.raises(Denied, match="yourself"):
        actions.confirm_method(by=officer, proposal_id=proposal)
    actions.confirm_method(by=member, proposal_id=proposal)
    with pytest.raises(Conflict):
        actions.confirm_method(by=member, proposal_id=proposal)
    assert queries.method_in_force(date(2999, 1, 2)).urn == queries.method("open-2026").urn
    assert queries.method_in_force(today).urn == queries.method("nine-2026").urn


def test_an_organisation_that_wrote_no_report_is_not_a_gap(shared_data: Path) -> None:
    """Human Rights Watch does not cover Norway; that must not read as the worst possible score."""
    load(shared_data / "indices" / "political_terror_scale" / "PTS-2024.csv")
    silent = IndexValue.objects.get(series="pts:h", place="NOR", year=2023)
    assert silent.value is None
    table = queries.scores(queries.method("nine-2026"), date(2024, 12, 31)).table
    selection = table.selection
    column = table.layout.series.index("pts:h")
    assert selection.not_covered[table.places.index("NOR"), column]
    assert not selection.not_covered[table.places.index("MEX"), column]

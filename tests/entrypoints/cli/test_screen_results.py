"""`duecare screen import-results`: faults by row, the rest kept, and nothing opened by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duecare.adapters import clock
from duecare.apps.parties import actions as parties
from duecare.apps.screening import queries
from duecare.entrypoints.cli.screen import screen
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, LimitExceeded
from tests.apps.screening.lists import CODE
from tests.conftest import person

pytestmark = pytest.mark.django_db

ROWS = f"""party,list,listed_id,listed_name,verdict,date,vendor,reason
Harbour Bakery,{CODE},3,,cleared,2026-03-02,Sieve Invented Ltd,Other seat
Harbour Bakery,{CODE},4,,possible,2026-03-02,Sieve Invented Ltd,Same owner
Nobody Here,{CODE},3,,cleared,2026-03-02,Sieve Invented Ltd,Other seat
"""


def run(file: Path) -> Result:
    return CliRunner().invoke(screen, ["import-results", str(file)], catch_exceptions=False)


def test_faults_are_told_the_rest_is_kept_and_a_warning_counts(tmp_path: Path) -> None:
    body = parties.enter_body(by=person(Role.SALES), name="Harbour Bakery", kind="company", country="THA")
    file = tmp_path / "results.csv"
    file.write_text(ROWS)
    found = run(file)
    assert found.exit_code == 2
    assert "row 4: party: there is no such party: Nobody Here" in found.stderr
    assert "2 results kept of 3 rows, 0 known before, 1 not usable" in found.output
    assert "1 clearances are unverified" in found.output
    assert queries.party_states([body], clock.today())[body].state == "possible"
    again = run(file)
    assert again.exit_code == 0 and again.output.startswith("unchanged: results.csv")
    assert queries.outside_results()[1] == 2


def test_a_file_that_cannot_be_used_names_itself(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("name,verdict\n")
    with pytest.raises(BadInput, match=r"odd\.csv"):
        run(file)
    with file.open("wb") as big:
        big.truncate(5 * 1024 * 1024 + 1)
    with pytest.raises(LimitExceeded, match="5 MB"):
        run(file)

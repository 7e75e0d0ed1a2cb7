"""`duecare screen`: lists in, names and portfolios compared, everybody again, how things stand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duecare.apps.audit import queries as audit
from duecare.apps.audit.actions import catch_up
from duecare.apps.audit.queries import Filter, prove
from duecare.apps.parties import actions as parties
from duecare.apps.screening import actions, queries
from duecare.entrypoints.cli.screen import screen
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, NotFound
from tests.apps.screening.lists import FOUR, taken_in
from tests.conftest import person

pytestmark = pytest.mark.django_db(transaction=True)

OWN = """id,schema,name,aliases,countries,birth,ids,programme
1,Company,Blackthorn Signals Company,Blackthorn;BSC Works,THA,,,Own list
2,Person,Tavian Quorrel,,FRA,1960-05-12,P1234567,Own list
3,Vessel,Zorvane Star,,PAN,,IMO 9074729,Own list
"""
"""An in-house list; everybody on it is invented."""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(screen, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.csv"
    file.write_text(OWN)
    return file


def test_import_compares_everybody_and_the_same_file_again_changes_nothing(own: Path) -> None:
    parties.enter_body(by=person(Role.SALES), name="Blackthorn Signals Co", kind="company", country="THA")
    first = run("import", own)
    assert first.exit_code == 0, first.output
    assert "3 entries (3 added" in first.output and "1 parties compared, 1 new hits." in first.output
    again = run("import", own)
    assert "unchanged" in again.output and "parties compared" not in again.output


def test_what_cannot_be_imported_is_refused_and_the_others_are_imported(own: Path, tmp_path: Path) -> None:
    (tmp_path / "noise.xml").write_bytes(b"<half><a></half>")
    found = run("import", tmp_path)
    assert found.exit_code == 2
    assert "refused   noise.xml" in found.stderr and "1 of 2 publications are held." in found.output


def test_an_edition_held_back_is_said(own: Path, tmp_path: Path) -> None:
    run("import", own)
    own.write_text("\n".join(OWN.splitlines()[:2]) + "\n")
    assert "held. It lacks more than half" in run("import", own).output
    assert "HELD BACK" in run("status").output


def test_an_edition_held_back_is_refused_or_put_in_force_with_a_reason(own: Path) -> None:
    run("import", own)
    own.write_text("\n".join(OWN.splitlines()[:2]) + "\n")
    run("import", own)
    assert run("refuse", "in_house", "2").exit_code == 2, "a reason is asked for"
    with pytest.raises(BadInput, match="no such edition"):
        run("refuse", "in_house", "3", "--reason", "Half a file")
    assert "1 entries (0 added, 2 removed" in run("refuse", "in_house", "2", "--reason", "Half a file").output
    assert [row.state for row in queries.editions()] == ["refused", "in_force"]
    with pytest.raises(Conflict, match="refused"):
        run("refuse", "in_house", "2", "--reason", "Once more")
    parties.enter_body(by=person(Role.SALES), name="Tavian Quorrel", kind="person", country="FRA")
    run("rescreen", "--due-only")
    found = run("accept", "in_house", "2", "--reason", "The two were taken off").output
    assert "1 entries" in found and "in force" in found and "1 parties compared" in found
    assert [row.state for row in queries.editions()] == ["in_force", "superseded"]
    assert "0 hits to be judged" in run("status").output
    (entry,) = audit.entries(Filter(act="list.accept_edition"))
    assert entry.actor_id == SYSTEM.id and entry.personal["reason"] == "The two were taken off"
    catch_up()
    assert prove().sound


def test_a_name_is_compared_with_its_reasons(own: Path) -> None:
    with pytest.raises(Exception, match="No list is in force"):
        run("name", "Tavian Quorrel")
    run("import", own)
    found = run("name", "Tavian Quorell", "--schema", "Person", "--birth", "1960", "--country", "France")
    assert "strong" in found.output and "birth confirms: 1960 / 1960-05-12" in found.output
    assert "country confirms" in found.output and "quorell" in found.output and "quorrel " in found.output
    (hit,) = json.loads(run("name", "Tavian Quorrel", "--format", "json").output)
    assert hit["score"] == 1.0 and hit["key"] == "2" and hit["alignment"]["parts"]
    assert "0 hits" in run("name", "Harbour Bakery").output


def test_a_portfolio_is_screened_and_its_bad_rows_are_told_by_row(own: Path, tmp_path: Path) -> None:
    run("import", own)
    portfolio, out = tmp_path / "portfolio.csv", tmp_path / "hits.jsonl"
    portfolio.write_text("name,schema\nHarbour Bakery,Company\nTavian Quorrel,Person\n,Person\nBlackthorn,Robot\n")
    found = run("bulk", portfolio, "--out", out, "--processes", "1")
    assert found.exit_code == 2 and "2 rows screened, 1 with a hit, 1 hits, 2 rows not usable" in found.output
    assert "row 4: the name is empty" in found.stderr and "row 5: there is no such schema" in found.stderr
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(line["row"], "hits" in line) for line in lines] == [(3, True), (4, False), (5, False)]
    assert lines[0]["hits"][0]["strength"] == "strong" and not list(tmp_path.glob("*.part"))


def test_rescreen_and_status(own: Path) -> None:
    run("import", own)
    parties.enter_body(by=person(Role.SALES), name="Tavian Quorrel", kind="person", country="FRA")
    assert "0 parties taken up" in run("status").output
    assert "1 parties compared, 1 new hits." in run("rescreen", "--due-only").output
    assert "1 parties compared, 0 new hits." in run("rescreen", "--why", "A doubt").output
    said = run("status").output
    assert "1 parties taken up, 0 to be compared." in said and "1 hits to be judged (1 strong" in said


@pytest.mark.large
@pytest.mark.once
def test_from_one_edition_of_the_un_to_the_next_only_what_changed_is_compared(shared_data: Path) -> None:
    lists = shared_data / "denied_parties" / "un"
    taken_in(FOUR)
    for number in range(3):
        parties.enter_body(by=person(Role.SALES), name=f"Harbour Bakery {number}", kind="company", country="FRA")
    assert "1000 entries (1000 added" in run("import", lists / "consolidated_2025-11-15.xml.gz").output
    found = run("import", lists / "consolidated_2026-02-27.xml.gz")
    assert "1003 entries (4 added, 1 removed" in found.output and "3 parties compared" in found.output
    edition = queries.editions("un_sc")[0]
    changed = {row.entity for row in queries.changes_of(edition.id)}
    entities, index = queries.index_since({"un_sc": 1, "invented_list": 1}, queries.in_force().numbers)
    assert entities == changed and 0 < len(index) < 100, "the index of the run holds the changed entries alone"


@pytest.mark.large
@pytest.mark.once
def test_a_damaged_publication_leaves_the_edition_before_in_force(shared_data: Path, tmp_path: Path) -> None:
    lists = shared_data / "denied_parties" / "un"
    run("import", lists / "consolidated_2025-11-15.xml.gz")
    cut = tmp_path / "cut.xml"
    cut.write_bytes(gzip.decompress((lists / "consolidated_2026-02-27.xml.gz").read_bytes())[:900_000])
    for file in (cut, lists / "quirks" / "consolidated_2025-08-16_damaged_encoding.xml.gz"):
        assert run("import", file).exit_code == 2
    assert [(row.number, row.state, row.entries) for row in queries.editions()] == [(1, "in_force", 1000)]


@pytest.mark.large
@pytest.mark.once
def test_the_members_of_a_set_in_one_folder_are_taken_together(shared_data: Path) -> None:
    found = run("import", shared_data / "denied_parties" / "ofac" / "2025-12_non_sdn")
    assert found.exit_code == 0 and "442 entries" in found.output


@pytest.mark.parametrize("name", ["\u200b\u202e", "—", " "])
def test_a_name_without_a_letter_is_no_clean_name(own: Path, name: str) -> None:
    run("import", own)
    with pytest.raises(BadInput, match="write a name"):
        run("name", name)


def test_a_withdrawal_asked_for_here_waits_for_a_person(own: Path) -> None:
    run("import", own)
    found = run("withdraw", "in_house", "--reason", "A trial with invented names").output
    assert "in_house stays in force until an officer or counsel agrees" in found and "3 entries and 0 hits" in found
    assert "WITHDRAWAL ASKED FOR own list (in_house)," in run("status").output
    ((row,), _) = queries.withdrawals()
    assert row.asked_by == SYSTEM.id and queries.in_force().numbers == {"in_house": 1}
    actions.withdraw_list(by=person(Role.COUNSEL), withdrawal_id=row.id)
    with pytest.raises(Conflict, match="No list is in force"):
        run("name", "Tavian Quorrel")
    with pytest.raises(NotFound):
        run("withdraw", "no_list", "--reason", "A trial")

"""Drafts, simulations and commits as people meet them in the browser, through the API and on the command line."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duecare.apps.assessments.actions import run_simulation
from duecare.apps.risk import queries
from duecare.apps.risk.models import CommittedMethod
from duecare.entrypoints.cli.risk import risk
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, DuecareError
from tests.api.calling import call, token_for
from tests.apps.mitigation import figures, ready
from tests.apps.risk import drafting
from tests.permissions.signed_in import known, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def test_from_a_released_method_to_a_new_one_in_the_browser(client: Client) -> None:
    figures.held()
    sign_in(client, Role.COMPLIANCE_OFFICER, name="one")
    assert "/methods/drafts/" in html(client, "/methods/")
    began = client.post("/methods/drafts/", {"base": "open-2026"})
    (draft,) = queries.drafts()
    assert began.url == f"/methods/drafts/{draft.id}/"  # type: ignore[attr-defined]  # a redirect
    one = began.url  # type: ignore[attr-defined]  # a redirect

    # By the small form: one figure changes, and nothing else.
    page = html(client, f"{one}figures/")
    fields = dict(re.findall(r'name="(figure_\d+|seen)" value="([^"]+)"', page))
    moderate, elevated = (next(name for name in fields if fields[name] == start) for start in ("25.0", "40.0"))
    client.post(f"{one}figures/", {**fields, moderate: "2", elevated: "36", "note": "Precaution earlier."})
    assert queries.draft(draft.id).row.number == 2
    assert queries.read_method(queries.draft(draft.id).last.text, "x").method.country.bands[2].at == 36
    assert "at: 36" in html(client, f"{one}versions/2/").split("<tbody>")[1]

    # Not before it was simulated.
    assert "No simulation of this text is finished." in html(client, one)
    asked = client.post(f"{one}simulate/", {"against": "open-2026", "years": "1"})
    (running,) = queries.simulations_of(draft.id)
    assert "0 of 4 steps" in html(client, asked.url)  # type: ignore[attr-defined]  # a redirect
    assert "Simulation of open-2026-2" in html(client, "/"), "it can be left and found again"
    run_simulation(simulation_id=running.id)
    done = html(client, asked.url)  # type: ignore[attr-defined]  # a redirect
    moved = queries.simulation(running.id).days[-1].countries.moved
    assert (
        moved > 0
        and f"{moved} of 250 change band" in done
        and 'class="heat"' in done
        and "the thresholds are others" in done
    )
    client.post(f"{one}propose/", {"simulation": str(running.id), "reasons": "Precaution."})
    (commit,) = queries.draft(draft.id).commits

    # The same person cannot; another can.
    form = {"seen_sha256": commit.sha256, "answer": "commit", "reasons": "Agreed."}
    refused = client.post(f"/methods/commits/{commit.id}/", form)
    assert refused.status_code == 200 and "You proposed this yourself" in refused.content.decode()
    assert not CommittedMethod.objects.exists()
    sign_in(client, Role.COMMITTEE_MEMBER, name="two")
    assert f"/methods/commits/{commit.id}/" in html(client, "/"), "it waits for a second person on the first page"
    client.post(f"/methods/commits/{commit.id}/", form)
    assert "open-2026-2" in html(client, "/methods/") and "committed" in html(client, "/methods/open-2026-2/")
    assert html(client, "/countries/?method=open-2026-2").count("<tr>") > 20


def test_a_refused_text_stays_in_the_form_with_its_line(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    made = drafting.begun()
    bad = queries.draft(made).last.text.replace("at: 36", "at: 1").replace("dated:", "# my own remark\ndated:")
    page = client.post(f"/methods/drafts/{made}/edit/", {"seen": "2", "text": bad, "note": "x"}).content.decode()
    assert re.search(r"open-2026-2, line \d+", page) and "my own remark" in page
    file = SimpleUploadedFile("mine.yaml", b"a: &a [*a]\n")
    page = client.post(f"/methods/drafts/{made}/edit/", {"seen": "2", "text": "", "file": file}).content.decode()
    assert "mine.yaml, line 1" in page and "cycle" in page
    large = SimpleUploadedFile("large.yaml", b"a: 1\n" * 60_000)
    page = client.post(f"/methods/drafts/{made}/edit/", {"seen": "2", "text": "", "file": large}).content.decode()
    assert "larger than 256 KB" in page
    page = client.post("/methods/drafts/", {"base": "open-2026", "file": SimpleUploadedFile("b.yaml", b"\xff")})
    assert "b.yaml, line 1" in page.content.decode()
    assert queries.draft(made).row.number == 2 and len(queries.drafts()) == 1


def test_an_uploaded_file_is_saved_like_a_typed_text(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    made = drafting.begun()
    text = queries.draft(made).last.text.replace("at: 36", "at: 37").replace("\n", "\r\n")
    file = SimpleUploadedFile("mine.yaml", text.encode())
    client.post(f"/methods/drafts/{made}/edit/", {"seen": "2", "text": "", "file": file, "note": "From a file."})
    last = queries.draft(made).last
    assert (last.number, last.note) == (3, "From a file.") and "at: 37" in last.text and "\r" not in last.text


def test_movers_are_filtered_searched_and_exported(client: Client) -> None:
    figures.held()
    deal = ready.classified()
    ready.planned(deal)
    ready.decided(deal)
    made = drafting.begun()
    found = drafting.simulated(made)
    sign_in(client, Role.AUDITOR)
    one = f"/methods/simulations/{found}/"
    movers = queries.movers(found)
    countries = [row for row in movers if row.kind == "country"]
    assert countries and f"1–{len(countries)} of {len(countries)}" in html(client, f"{one}?kind=country")
    assert "Nothing fits this filter." in html(client, f"{one}?kind=country&q=atlantis")
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get(f"{one}export.csv")).decode("utf-8-sig"))))
    assert len(rows) == len(movers) and {row["against"] for row in rows} == {"urn:duecare:method:open-2026:1"}
    assert {row["draft_sha256"] for row in rows} == {queries.draft(made).last.sha256}
    sign_in(client, Role.SALES, name="seller")
    assert client.get(one).status_code == 403, "customers and decisions of others are not for sales"


def test_the_same_through_the_api(client: Client) -> None:
    figures.held()
    officer, second = known(Role.COMPLIANCE_OFFICER, name="api one"), known(Role.COMPLIANCE_OFFICER, name="api two")
    token, other = token_for(officer), token_for(second)
    _, made = call(client, "POST /method-drafts", token, {"base": "open-2026"})
    draft = made["id"]
    _, told = call(client, "GET /method-drafts/{draft_id}", token, draft_id=draft)
    bad = told["text"].replace("at: 40", "at: 10")
    status, refused = call(
        client, "POST /method-drafts/{draft_id}/versions", token, {"seen": 1, "text": bad}, draft_id=draft
    )
    assert status == 422 and re.search(r"line \d+", refused["happened"])
    good = drafting.lower(told["text"])
    status, saved = call(
        client, "POST /method-drafts/{draft_id}/versions", token, {"seen": 1, "text": good}, draft_id=draft
    )
    assert (status, saved) == (201, {"number": 2})
    status, asked = call(
        client,
        "POST /method-drafts/{draft_id}/simulations",
        token,
        {"against": "open-2026", "years": 0},
        draft_id=draft,
    )
    assert status == 201
    run_simulation(simulation_id=asked["id"])
    _, row = call(client, "GET /simulations/{simulation_id}", other, simulation_id=asked["id"])
    _, moved = call(client, "GET /simulations/{simulation_id}/movers", other, simulation_id=asked["id"])
    assert row["state"] == "done" and moved["total"] == len(queries.movers(asked["id"]))
    assert call(client, "GET /method-drafts/{draft_id}/simulations", other, draft_id=draft)[1]["total"] == 1
    status, proposed = call(
        client, "POST /method-drafts/{draft_id}/commits", token,
        {"simulation_id": asked["id"], "reasons": "Precaution."}, draft_id=draft,
    )  # fmt: skip
    assert status == 201
    body = {"seen_sha256": row["sha256"], "reasons": "Agreed."}
    assert call(client, "POST /method-commits/{commit_id}/confirm", token, body, commit_id=proposed["id"])[0] == 403
    status, done = call(client, "POST /method-commits/{commit_id}/confirm", other, body, commit_id=proposed["id"])
    assert (status, done) == (200, {"urn": "urn:duecare:method:open-2026:2"})
    assert call(client, "GET /methods/open-2026-2", other)[1]["sha256"] == row["sha256"]
    assert call(client, "POST /method-commits/{commit_id}/confirm", other, body, commit_id=proposed["id"])[0] == 409


def test_the_command_line_simulates_a_file_and_saves_nothing(tmp_path: Path) -> None:
    figures.held()
    ready.classified()
    file = tmp_path / "mine.yaml"
    file.write_text(drafting.lower(drafting.fresh()), encoding="utf-8")
    told = CliRunner().invoke(
        risk,
        ["simulate", str(file), "--against", "open-2026", "--years", "1", "--format", "json"],
        catch_exceptions=False,
    )
    found = json.loads(told.stdout)
    assert [day["day"] for day in found["days"]] == ["2025-12-31", "2026-11-23"]
    assert found["movers"] and found["against"]["urn"] == "urn:duecare:method:open-2026:1"
    shown = CliRunner().invoke(risk, ["simulate", str(file), "--years", "0"], catch_exceptions=False).stdout
    assert f"countries: {_off(found['days'][-1]['countries'])} of 250 move" in shown and "thresholds" in shown
    assert not queries.drafts()
    file.write_text(drafting.fresh().replace("at: 40", "at: 10"), encoding="utf-8")
    met = CliRunner().invoke(risk, ["simulate", str(file)])
    assert isinstance(met.exception, BadInput) and "mine.yaml, line" in str(met.exception)


def _off(matrix: dict[str, list[list[int]]]) -> int:
    return sum(cell for at, row in enumerate(matrix["counts"]) for to, cell in enumerate(row) if at != to)


def test_check_finds_an_altered_method() -> None:
    from duecare.entrypoints.cli.checking import _methods

    drafting.committed()
    assert _methods() == "1 committed, unaltered"
    CommittedMethod.objects.update(text=CommittedMethod.objects.get().text.replace("at: 36", "at: 50"))
    with pytest.raises(DuecareError, match="open-2026-2: the text is not the one that was committed"):
        _methods()

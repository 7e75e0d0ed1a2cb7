"""Countries, editions and methods as people meet them in the browser."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duecare.adapters import clock
from duecare.apps.parties.actions import register_customer
from duecare.apps.risk import queries
from duecare.apps.risk.models import Edition
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.risk.world import held_world
from tests.conftest import REPOSITORY, person
from tests.permissions.signed_in import sign_in

FIGURES = REPOSITORY / "src" / "duecare" / "library" / "figures"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def figures() -> None:
    held_world()


def html(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    return response.content.decode()


def test_the_list_shows_score_range_band_and_what_is_missing(client: Client, figures: None) -> None:
    sign_in(client, Role.COMPLIANCE_OFFICER)
    page = html(client, "/countries/?method=open-2026&q=norway")
    row = next(
        row for row in queries.scores(queries.method("open-2026"), clock.today()).countries() if row.iso3 == "NOR"
    )
    assert f">{row.score:.0f}<" in page and "Low" in page and f"{row.coverage} of {row.of}" in page
    assert "Peru" not in page.split("<tbody>")[1]
    nine = html(client, "/countries/?method=nine-2026")
    assert "Political Terror Scale" in nine and "/countries/import/" in nine


def test_every_figure_of_a_country_is_recomputed_from_what_the_page_shows(client: Client, figures: None) -> None:
    sign_in(client, Role.AUDITOR)
    working = queries.scores(queries.method("open-2026"), clock.today()).working("THA")
    total = sum(d.used_weight * (d.score or 0) for d in working.dimensions)
    floor = queries.method("open-2026").country.floor_share * max(
        d.score or 0 for d in working.dimensions if d.severity
    )
    assert working.score == pytest.approx(max(total, floor))
    page = html(client, "/countries/THA/?method=open-2026")
    cells = re.findall(r'<td class="num" data-label="Points">(\d+\.\d\d)</td>\s*<td class="small muted"', page)
    points = [float(text) for text in cells]
    assert sum(points) == pytest.approx(total, abs=0.06)
    assert "World Bank" in page or "Worldwide Governance" in page


def test_an_unknown_country_and_a_wrong_day_say_so(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    html(client, "/countries/QQQ/", 404)
    assert "YYYY-MM-DD" in html(client, "/countries/?as_of=yesterday", 400)
    html(client, "/countries/?as_of=2999-01-01", 400)
    html(client, "/methods/made-up/", 404)


def test_importing_in_the_browser_keeps_the_file_or_says_the_row(client: Client) -> None:
    sign_in(client, Role.COMPLIANCE_OFFICER)
    data = (FIGURES / "vdem_v15.csv").read_bytes()
    broken = data.replace(b"0.188,0.031", b"1.88,0.031", 1)
    refused = client.post("/countries/import/", {"file": SimpleUploadedFile("broken.csv", broken)})
    assert refused.status_code == 200 and "row 3" in refused.content.decode() and not Edition.objects.exists()
    shown = client.post("/countries/import/", {"file": SimpleUploadedFile("v15.csv", data)}, follow=True)
    assert "v15" in shown.content.decode() and not Edition.objects.exists(), "it counts once it is accepted"
    (waiting,) = queries.proposed("open")
    client.post(f"/countries/proposals/{waiting.id}/accept/", {"seen": queries.seen_token()})
    assert Edition.objects.count() == 1
    again = client.post("/countries/import/", {"file": SimpleUploadedFile("other.csv", data)}, follow=True)
    assert "already held" in again.content.decode() and Edition.objects.count() == 1


def test_the_export_holds_every_country_and_no_raw_value(client: Client, figures: None) -> None:
    sign_in(client, Role.AUDITOR)
    response = client.get("/countries/export.csv?method=open-2026&as_of=2026-11-22")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # streamed
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 250 and {"iso3", "band", "coverage", "range"} <= set(rows[0])


def test_a_method_is_proposed_by_one_and_confirmed_by_another(client: Client) -> None:
    with clock.at(NOW):
        sign_in(client, Role.COMPLIANCE_OFFICER, name="olga officer")
        client.post("/methods/", {"method": "open-2026", "since": "2026-12-01"})
        (proposal,) = queries.proposals()
        own = client.post(f"/methods/proposals/{proposal.id}/confirm/")
        assert own.status_code == 403
        sign_in(client, Role.COMMITTEE_MEMBER, name="maja member")
        assert "Confirm" in html(client, "/methods/")
        client.post(f"/methods/proposals/{proposal.id}/confirm/")
        assert queries.proposals()[0].confirmed_by is not None


def test_the_method_page_gives_every_choice_its_reason_and_passes_its_own_tests(client: Client, figures: None) -> None:
    sign_in(client, Role.COUNSEL)
    for name, method in queries.methods().items():
        page = html(client, f"/methods/{name}/")
        for rule in method.classes.rules:
            assert f">{rule.code}<" in page
        assert "fails its own" not in page


def test_the_palette_finds_a_country_without_its_accent(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    assert "/countries/CIV/" in html(client, "/search/?q=cote d")


def test_the_folder_of_shipped_figures_names_its_source() -> None:
    for file in sorted(Path(FIGURES).glob("*.csv")):
        assert "CC BY 4.0" in file.read_text().splitlines()[0]


def cells(page: str, name: str) -> dict[str, str]:
    """What the row of a country says under each head, as a reader sees it."""
    row = next(part for part in page.split("<tr>") if f">{name}</a>" in part)
    found = re.findall(r'<td[^>]*data-label="([^"]*)"[^>]*>(.*?)</td>', row, re.DOTALL)
    return {label: " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for label, cell in found}


def test_the_list_says_where_there_are_customers_and_shows_those_countries_alone(client: Client, figures: None) -> None:
    body = deals.body("Harbour Police (invented)", country="NOR")
    register_customer(by=person(Role.COMPLIANCE_OFFICER), body_id=body)
    sign_in(client, Role.COMPLIANCE_OFFICER)
    assert cells(html(client, "/countries/?q=norway"), "Norway")["Customers"] == "1"
    only = html(client, "/countries/?customers=yes")
    assert "Norway" in only.split("<tbody>")[1] and "Peru" not in only.split("<tbody>")[1]
    assert "/customers/?country=NOR" in only
    sign_in(client, Role.SALES)
    assert cells(html(client, "/countries/?q=norway"), "Norway")["Customers"] == "0", "sales counts its own only"


def test_why_stands_beside_each_score_with_what_it_is_made_of(client: Client, figures: None) -> None:
    sign_in(client, Role.ANALYST)
    page = html(client, "/countries/?method=open-2026&q=thailand")
    why = cells(page, "Thailand")["Why"]
    working = queries.scores(queries.method("open-2026"), clock.today()).working("THA")
    assert f"{working.score:.1f} of 100" in why
    for dimension in working.dimensions:
        figure = "unknown" if dimension.score is None else f"{dimension.score:.0f}"
        assert re.search(rf"{re.escape(dimension.title)} .*?\b{figure}\b", why), dimension.title

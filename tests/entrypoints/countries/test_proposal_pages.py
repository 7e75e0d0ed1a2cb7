"""Accepting an edition, as people meet it: what it would change first, then the customers it concerns."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duecare.apps.assessments import queries as assessments
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import Edition, IndexValue
from duecare.entrypoints.worker.loop import carry_out
from duecare.kernel.actor import SYSTEM, Role
from tests.apps.assessments import deals
from tests.apps.assessments.file import outdated
from tests.apps.mitigation import figures
from tests.apps.risk.made_editions import rsf
from tests.conftest import person
from tests.permissions.signed_in import sign_in

WORSE = {("THA", 2025): 3.0}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


@pytest.fixture
def rated() -> None:
    actions.import_edition(by=SYSTEM, data=rsf(2024), file_name="2024.csv")


def upload(client: Client, data: bytes) -> str:
    """Hand the file in; the address of its page."""
    done = client.post("/countries/import/", {"file": SimpleUploadedFile("2025.csv", data)})
    assert done.status_code == 302, done.content.decode()
    return str(done.headers["Location"])


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found.group(1)


def test_from_the_file_to_the_customers_it_concerns(client: Client, rated: None) -> None:
    made = deals.filed()
    held = outdated.confirmed(made)
    sign_in(client, Role.COMPLIANCE_OFFICER)
    url = upload(client, rsf(2025, changes=WORSE))
    page = html(client, url)
    diff = queries.proposed_diff(queries.proposed("open")[0].id).diff
    thai = next(one for one in diff.movers if one.place == "THA")
    assert thai.before is not None and thai.after is not None and thai.change is not None
    for shown in (f"{thai.before:.1f}", f"{thai.after:.1f}", f"{thai.change:+.1f}", "2025", "Thailand"):
        assert shown in page, shown
    assert assessments.deal(made).reference in page
    assert Edition.objects.count() == 1, "nothing of it counts yet"
    assert url in html(client, "/countries/editions/")
    done = client.post(f"{url}accept/", {"seen": seen_on(page)}, follow=True)
    assert done.status_code == 200 and "queued for re-assessment" in done.content.decode()
    assert Edition.objects.count() == 2
    carry_out()
    (row,) = assessments.reassessments(person(Role.COMPLIANCE_OFFICER))
    assert row.classification_id == held.id
    for where in ("/reassessments/", "/queue/", f"/customers/{row.customer_id}/", f"/reassessments/{row.id}/"):
        text = html(client, where)
        assert row.reference in text and f"{row.places[0].after:.1f}" in text, where
    refused = client.post(f"/reassessments/{row.id}/", {"seen": row.figures_sha256, "reason": ""})
    assert refused.status_code == 200 and len(assessments.reassessments(person(Role.COMPLIANCE_OFFICER))) == 1
    kept = client.post(
        f"/reassessments/{row.id}/", {"seen": row.figures_sha256, "reason": "High before and after"}, follow=True
    )
    assert "Recorded" in kept.content.decode()
    assert row.reference not in html(client, "/queue/") and "High before and after" in html(
        client, f"/reassessments/{row.id}/"
    )


def test_an_old_screen_accepts_nothing_and_a_second_answer_is_told(client: Client, rated: None) -> None:
    sign_in(client, Role.ANALYST)
    url = upload(client, rsf(2025))
    assert client.post(f"{url}accept/", {"seen": "0" * 64}).status_code == 409 and Edition.objects.count() == 1
    client.post(f"{url}discard/", {"reason": "A draft of the publisher, not the release"})
    assert "A draft of the publisher" in html(client, url)
    assert client.post(f"{url}accept/", {"seen": queries.seen_token()}).status_code == 409
    assert Edition.objects.count() == 1


def test_the_same_values_again_say_that_nothing_would_change(client: Client, rated: None) -> None:
    sign_in(client, Role.ANALYST)
    assert "would change nothing" in html(client, upload(client, rsf(2024, note="saved again")))


def test_changes_beyond_error_stand_on_list_and_page_with_the_method_break(client: Client) -> None:
    """Everything of two countries is held; one of them falls in the newest year of all that is published."""
    figures.held(uuid4())
    fall = IndexValue.objects.filter(place="NOR", series__startswith="wgi:", year=2023)
    assert fall.update(value=-2.4) == 6
    method, day = "open-2026", "2024-12-31"
    sign_in(client, Role.AUDITOR)
    query = f"?method={method}&as_of={day}"
    page = html(client, f"/countries/NOR/{query}")
    told = queries.changes(queries.method(method), date.fromisoformat(day), "NOR")[0]
    assert told.flag == "worse" and told.change is not None
    assert f"{told.change:+.1f}" in page and f"{told.compared} of {told.of} inputs" in page
    found = html(client, f"/countries/{query}&beyond=worse+1")
    assert "worse in 1 year" in found and "Norway" in found and "Thailand" not in found.split("<tbody>")[-1]
    actions.import_edition(by=SYSTEM, data=rsf(2021, 2022), file_name="rsf.csv")
    crossing = html(client, "/countries/NOR/?method=nine-2026&as_of=2022-12-31")
    assert "left out on both sides: its method changed in 2022" in crossing

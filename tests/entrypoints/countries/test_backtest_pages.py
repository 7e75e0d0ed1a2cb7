"""Pages and operations of the backtest: upload, see, download; nothing is kept of a list that is refused."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duecare.apps.audit.queries import entries
from duecare.apps.risk import actions, queries
from duecare.kernel.actor import Role
from tests.apps.risk.drawn import CASES, CLEAN, drawn_run
from tests.apps.risk.world import held_world
from tests.conftest import REPOSITORY, person
from tests.permissions.signed_in import sign_in

FIGURES = REPOSITORY / "src" / "duecare" / "library" / "figures"

pytestmark = pytest.mark.django_db(transaction=True)


def upload(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def test_two_lists_go_in_and_the_result_is_shown_kept_and_handed_out(client: Client) -> None:
    held_world()
    sign_in(client, Role.ANALYST)
    given = {"method": "open-2026", "vintage": "restated"}
    files = {"cases": upload("drawn.csv", CASES), "spotless": upload("clean.csv", CLEAN)}
    answer = client.post(reverse("backtest_list"), {**given, **files})
    (kept,) = queries.backtests()
    assert answer.status_code == 302 and answer.headers["Location"] == reverse("backtest", args=[kept.id])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "drawn.csv" in page and kept.method_urn in page and f"{kept.report['auc_all']:.2f}" in page
    assert "predict" not in page
    assert json.loads(client.get(reverse("backtest_json", args=[kept.id])).content) == dict(kept.report)
    assert "drawn.csv" in client.get(reverse("backtest_list")).content.decode()
    assert (entries()[0].act, entries()[0].facts["cases_sha256"]) == ("backtest.keep", kept.cases_sha256)

    sent = client.post(
        "/api/v1/backtests",
        {"cases": upload("drawn.csv", CASES), "clean": upload("clean.csv", CLEAN), "method": "open-2026"},
        headers={"X-CSRFToken": client.cookies["csrftoken"].value} if "csrftoken" in client.cookies else {},
    )
    assert sent.status_code == 201, sent.content
    told = client.get(f"/api/v1/backtests/{sent.json()['id']}").json()
    assert told["report"] == json.loads(json.dumps(dict(kept.report)))


def test_a_refused_list_is_said_and_nothing_is_kept(client: Client) -> None:
    sign_in(client, Role.COMPLIANCE_OFFICER)
    files = {"cases": upload("bad.csv", "iso3,first_year\nQQQ,2015\n")}
    answer = client.post(reverse("backtest_list"), {"method": "open-2026", "vintage": "restated", **files})
    assert answer.status_code == 200 and "QQQ" in answer.content.decode() and "bad.csv" in answer.content.decode()
    assert queries.backtests() == ()


def test_what_was_kept_is_shown_to_readers_who_may_not_test(client: Client) -> None:
    made = actions.keep_backtest(by=person(Role.AUDITOR), run=drawn_run())
    sign_in(client, Role.SALES)
    page = client.get(reverse("backtest", args=[made])).content.decode()
    run = drawn_run()
    for code in run.report["false_comfort"]:  # type: ignore[union-attr]  # it is there
        assert reverse("country_detail", args=[code]) in page
    assert '<svg class="auc"' in page
    assert "<form" not in client.get(reverse("backtest_list")).content.decode().split("<main")[1].split("</main")[0]


def test_older_tests_stand_on_further_pages(client: Client) -> None:
    run, officer = drawn_run(), person(Role.COMPLIANCE_OFFICER)
    made = [actions.keep_backtest(by=officer, run=run) for _ in range(27)]
    sign_in(client, Role.AUDITOR)
    first, second = (client.get(f"/backtests/{asked}").content.decode() for asked in ("", "?page=2"))
    assert "1–25 of 27" in first and "26–27 of 27" in second
    assert all((reverse("backtest", args=[one]) in first) == (number >= 2) for number, one in enumerate(made))
    assert all(reverse("backtest", args=[one]) in second for one in made[:2])

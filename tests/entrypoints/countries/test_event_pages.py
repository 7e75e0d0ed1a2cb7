"""Events in countries through their doors: page, API and command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.risk import actions, queries
from duecare.entrypoints.cli.risk import risk
from duecare.entrypoints.worker.loop import carry_out
from duecare.kernel.actor import Role
from tests.api.calling import call, token_for
from tests.apps.assessments import deals
from tests.apps.assessments.file import outdated
from tests.permissions.signed_in import known, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]

GIVEN = {
    "kind": "emergency", "happened_on": "2026-11-20", "ended_on": "", "words": "Gatherings are forbidden.",
    "source": "Public broadcaster",
}  # fmt: skip
RECORD = "/countries/THA/events/record/"


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def happened(days: int = 3, country: str = "THA", **other: str) -> UUID:
    told = {"kind": "coup", "words": "The army took over.", "source": "A paper"} | other
    day = clock.today() - timedelta(days=days)
    return actions.record_event(by=known(Role.ANALYST, name="anna analyst"), country=country, happened_on=day, **told)


def test_recorded_shown_queued_withdrawn(client: Client) -> None:
    made = deals.filed()
    outdated.confirmed(made)
    sign_in(client, Role.COMPLIANCE_OFFICER, name="olga officer")
    assert "No event of the last five years" in page(client, "/countries/THA/")
    assert RECORD in page(client, "/countries/THA/") and "queued for re-assessment" in page(client, RECORD)
    done = client.post(RECORD, GIVEN, follow=True).content.decode()
    for said in ("state of emergency", "since", "Gatherings are forbidden.", "Public broadcaster", "Olga Officer"):
        assert said in done, said
    (row,) = queries.events("THA")
    assert "state of emergency" in page(client, "/countries/?q=thailand")
    assert "state of emergency" not in page(client, "/countries/?q=norway").split("<tbody>")[1]
    assert (
        "Thailand" in page(client, "/countries/?events=yes")
        and "Norway" not in page(client, "/countries/?events=yes").split("<tbody>")[1]
    )
    carry_out()
    (waits,) = assessments.reassessments(deals.OFFICER)
    for url in ("/reassessments/", f"/reassessments/{waits.id}/"):
        assert "state of emergency" in page(client, url) and "recorded" in page(client, url), url
    assert "figures came out or grew too old" not in page(client, "/reassessments/")
    assert "no published figure changed" in page(client, f"/reassessments/{waits.id}/")
    assert "an event was recorded or withdrawn in a country its class rests on" in page(client, "/queue/")

    url = f"/country-events/{row.id}/withdraw/"
    assert "Gatherings are forbidden." in page(client, url)
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 200 and queries.event(row.id).withdrawn_at is None
    told = client.post(url, {"reason": "It concerned one province."}, follow=True).content.decode()
    assert "1 older or withdrawn" in told and "It concerned one province." in told
    assert "state of emergency" not in page(client, "/countries/?q=thailand").split("<tbody>")[1]
    assert "was withdrawn already" in client.post(url, {"reason": "Again."}).content.decode()
    carry_out()
    assert "withdrawn" in page(client, f"/reassessments/{waits.id}/")


def test_what_cannot_be_used_is_said_beside_its_field_and_nothing_is_kept(client: Client) -> None:
    sign_in(client, Role.ANALYST)
    for other, said in (
        ({"happened_on": "2026-11-24"}, "Lies in the future"),
        ({"ended_on": "2026-11-19"}, "cannot end before it began"),
        ({"source": " "}, "This field is required"),
        ({"words": ""}, "This field is required"),
        ({"kind": "weather"}, "Select a valid choice"),
    ):
        answer = client.post(RECORD, GIVEN | other)
        assert answer.status_code == 200 and said in answer.content.decode(), other
    assert queries.events() == ()
    client.post(RECORD, GIVEN)
    assert "stands on record already" in client.post(RECORD, GIVEN).content.decode()
    assert client.get("/countries/QQQ/events/record/").status_code == 404


def test_newest_first_and_older_ones_apart_and_only_those_who_may_are_offered_the_doors(client: Client) -> None:
    happened(days=3000, words="Long ago.")
    happened(days=200, words="In spring.")
    happened(days=2, words="This week.")
    sign_in(client, Role.SALES)
    shown = page(client, "/countries/THA/")
    assert shown.index("This week.") < shown.index("In spring.") < shown.index("older or withdrawn")
    assert shown.index("older or withdrawn") < shown.index("Long ago.")
    assert RECORD not in shown and "/withdraw/" not in shown
    then = page(client, f"/countries/THA/?as_of={clock.today() - timedelta(days=100)}")
    assert "This week." not in then and "In spring." in then
    assert "coup or attempted coup" in page(client, "/countries/?q=thailand")


def test_the_same_over_the_api(client: Client) -> None:
    token, sales = token_for(known(Role.ANALYST, name="a program")), token_for(known(Role.SALES, name="a seller"))
    body = {"kind": "shutdown", "happened_on": "2026-11-20", "ended_on": "2026-11-21", "words": "Cut.", "source": "NGO"}
    status, made = call(client, "POST /countries/{iso3}/events", token, body, iso3="THA")
    assert status == 201
    assert call(client, "POST /countries/{iso3}/events", token, body, iso3="THA")[0] == 409
    assert call(client, "POST /countries/{iso3}/events", sales, body, iso3="THA")[0] == 403
    status, told = call(client, "POST /countries/{iso3}/events", token, body, iso3="QQQ")
    assert status == 422 and "QQQ" in json.dumps(told) and "country" in json.dumps(told)
    late = body | {"happened_on": "2026-11-30", "ended_on": None}
    status, told = call(client, "POST /countries/{iso3}/events", token, late, iso3="THA")
    assert status == 422 and "2026-11-30" in json.dumps(told) and "happened_on" in json.dumps(told)
    assert call(client, "POST /countries/{iso3}/events", token, body | {"source": ""}, iso3="THA")[0] == 400
    status, told = call(client, "GET /countries/{iso3}/events", sales, iso3="THA")
    assert status == 200 and told["total"] == 1
    (row,) = told["rows"]
    assert (row["id"], row["kind"], row["ended_on"], row["counts"]) == (made["id"], "shutdown", "2026-11-21", True)
    assert call(client, "GET /countries/{iso3}/events", sales, iso3="QQQ")[0] == 404
    answer = call(client, "POST /country-events/{event_id}/withdraw", token, {"reason": "Wrong."}, event_id=row["id"])
    assert answer[0] == 204
    (row,) = call(client, "GET /countries/{iso3}/events", sales, iso3="THA")[1]["rows"]
    assert (row["withdrawn_because"], row["counts"]) == ("Wrong.", False)


def test_the_api_names_the_event_for_which_a_class_is_looked_at_again(client: Client) -> None:
    outdated.confirmed(deals.filed())
    made = happened()
    carry_out()
    status, told = call(client, "GET /reassessments", token_for(known(Role.ANALYST, name="a program")))
    assert status == 200 and [one["id"] for one in told["rows"][0]["events"]] == [str(made)]
    assert told["rows"][0]["events"][0]["change"] == "recorded"


def test_the_command_line_lists_them_in_three_shapes() -> None:
    happened(words="=1+1;\n=2", source="\x1b[31mA paper")
    happened(country="NOR", kind="armed_conflict", days=5)
    run = CliRunner()
    rows = json.loads(run.invoke(risk, ["events", "--format", "json"], catch_exceptions=False).stdout)
    assert [(one["iso3"], one["kind"], one["state"], one["counts"]) for one in rows] == [
        ("THA", "coup", "stands", True), ("NOR", "armed_conflict", "stands", True),
    ]  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(run.invoke(risk, ["events", "--country", "tha", "--format", "csv"]).stdout))
    assert row["words"].startswith("'=") and "\n'=2" in row["words"] and row["happened_on"] == "2026-11-20"
    said = run.invoke(risk, ["events", "--country", "THA"], catch_exceptions=False).output
    assert "THA  2026-11-20  coup  counts  =1+1; =2" in said and "\x1b" not in said and "1 on record." in said
    wrong = run.invoke(risk, ["events", "--country", "QQQ"])
    assert wrong.exit_code != 0 and "QQQ" in str(wrong.exception)
    assert reverse("country_event_record", args=["THA"]) == RECORD

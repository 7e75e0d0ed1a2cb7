"""Events in countries through their doors: page, API and command line."""

from __future__ import annotations

import csv
import io
import json
import re
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
from duecare.kernel.ids import new_id
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


def going(days: int = 20, **other: str) -> UUID:
    """An emergency that nobody ended yet."""
    return happened(days, kind="emergency", words="Gatherings are forbidden.", **other)


def test_what_is_over_is_ended_from_the_country_and_says_by_whom_and_on_what_source(client: Client) -> None:
    made, coup = going(), happened()
    sign_in(client, Role.COMPLIANCE_OFFICER, name="olga officer")
    url = f"/country-events/{made}/end/"
    shown = page(client, "/countries/THA/")
    assert url in shown and f"/country-events/{coup}/end/" not in shown, "a coup is over on its day"
    assert url in page(client, f"/country-events/{made}/withdraw/"), "who meant to end it is led there"
    form = page(client, url)
    assert "Gatherings are forbidden." in form and 'name="ended_on"' in form and 'name="source"' in form
    done = client.post(url, {"ended_on": "2026-11-21", "source": "The gazette"}, follow=True)
    assert done.redirect_chain == [("/countries/THA/", 302)]
    told = done.content.decode()
    for said in (
        "counts for five years",
        "Nov 3, 2026 to Nov 21, 2026",
        "End recorded by Olga Officer",
        "Source: The gazette",
    ):
        assert said in told, said
    assert url not in told and "since" not in told.split("Gatherings are forbidden.")[0].rsplit("<li>", 1)[1]
    again = client.post(url, {"ended_on": "2026-11-22", "source": "Another"}).content.decode()
    for later in (page(client, url), again):
        assert "has an end already" in later and 'name="ended_on"' not in later
        assert f"/country-events/{made}/withdraw/" in later, "a wrong end is mended by withdrawing"
    assert queries.event(made).ended_source == "The gazette"
    assert url not in page(client, f"/country-events/{made}/withdraw/")


def test_the_form_of_an_end_needs_no_script_and_nothing_that_it_does_not_show() -> None:
    made, client = going(), Client(enforce_csrf_checks=True)
    sign_in(client, Role.ANALYST)
    url, given = f"/country-events/{made}/end/", {"ended_on": "2026-11-21", "source": "The gazette"}
    assert client.post(url, given).status_code == 403 and queries.event(made).goes_on
    form = page(client, url).split('<form class="stack" method="post"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert set(re.findall(r' name="(\w+)"', form)) == {*hidden, *given} and 'type="date"' in form
    assert "<button" in form and "<script" not in form
    assert client.post(url, hidden | given).status_code == 302 and not queries.event(made).goes_on


def test_an_end_that_cannot_be_used_is_said_beside_its_field_and_nothing_is_kept(client: Client) -> None:
    made = going()
    sign_in(client, Role.ANALYST)
    url, given = f"/country-events/{made}/end/", {"ended_on": "2026-11-21", "source": "The gazette"}
    for other, said in (
        ({"ended_on": "2026-11-24"}, "Lies in the future"),
        ({"ended_on": "2026-11-02"}, "cannot end before it began"),
        ({"ended_on": ""}, "This field is required"),
        ({"source": " "}, "This field is required"),
    ):
        answer = client.post(url, given | other)
        shown = answer.content.decode()
        assert answer.status_code == 200 and said in shown, other
        assert all(typed in shown for typed in (given | other).values()), "what was typed stays"
    assert queries.event(made).goes_on
    client.post(f"/country-events/{made}/withdraw/", {"reason": "A rumour."})
    assert "withdrawn already" in page(client, url) and 'name="ended_on"' not in page(client, url)
    assert "/end/" not in page(client, "/countries/THA/")
    assert "over on the day it happens" in page(client, f"/country-events/{happened()}/end/")
    assert client.get(f"/country-events/{new_id()}/end/").status_code == 404


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
    happened(days=2, words="This week.", kind="emergency")
    sign_in(client, Role.SALES)
    shown = page(client, "/countries/THA/")
    assert shown.index("This week.") < shown.index("In spring.") < shown.index("older or withdrawn")
    assert shown.index("older or withdrawn") < shown.index("Long ago.")
    assert RECORD not in shown and "/withdraw/" not in shown and "/end/" not in shown
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


def test_an_end_over_the_api(client: Client) -> None:
    token, sales = token_for(known(Role.ANALYST, name="a program")), token_for(known(Role.SALES, name="a seller"))
    made, coup, path = going(), happened(), "POST /country-events/{event_id}/end"
    body = {"ended_on": "2026-11-21", "source": "The gazette"}
    assert call(client, path, sales, body, event_id=made)[0] == 403
    assert call(client, path, token, body, event_id=new_id())[0] == 404
    for wrong in ({"source": " "}, {"source": "x" * 1001}, {"ended_on": None}, {"ended_on": 20261121}):
        assert call(client, path, token, body | wrong, event_id=made)[0] == 400, wrong
    for late in ("2026-11-24", "2026-11-02"):
        status, told = call(client, path, token, body | {"ended_on": late}, event_id=made)
        assert status == 422 and late in json.dumps(told) and "ended_on" in json.dumps(told)
    status, told = call(client, path, token, body, event_id=coup)
    assert status == 409 and "withdraw it and record it anew" in json.dumps(told)
    assert call(client, path, token, body, event_id=made)[0] == 204
    status, told = call(client, path, token, body, event_id=made)
    assert status == 409 and "withdraw the event and record it anew" in json.dumps(told)
    row = next(
        one for one in call(client, "GET /countries/{iso3}/events", sales, iso3="THA")[1]["rows"]
        if one["id"] == str(made)
    )  # fmt: skip
    assert (row["ended_on"], row["ended_source"], row["counts"]) == ("2026-11-21", "The gazette", True)
    assert row["ended_by"] == str(known(Role.ANALYST, name="a program").id) and row["ended_at"].startswith("2026-11-23")


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
    ended = happened(country="PER", kind="shutdown", days=9)
    going_on = ["events", "--going-on", "--format", "json"]
    assert [one["iso3"] for one in json.loads(run.invoke(risk, going_on, catch_exceptions=False).stdout)] == [
        "NOR", "PER",
    ]  # fmt: skip
    actions.end_event(
        by=known(Role.ANALYST, name="anna analyst"),
        event_id=ended,
        ended_on=clock.today(),
        source="=2;\x1b[31m\nGazette",
    )
    (left,) = json.loads(run.invoke(risk, going_on, catch_exceptions=False).stdout)
    assert left["iso3"] == "NOR" and (left["ended_at"], left["ended_source"]) == (None, "")
    (row,) = csv.DictReader(io.StringIO(run.invoke(risk, ["events", "--country", "PER", "--format", "csv"]).stdout))
    assert row["ended_source"].startswith("'=2") and row["ended_at"].startswith("2026-11-23")
    said = run.invoke(risk, ["events", "--country", "PER"], catch_exceptions=False).output
    assert "2026-11-14–2026-11-23" in said and "end recorded 2026-11-23, source: =2;[31m Gazette" in said
    assert "\x1b" not in said
    wrong = run.invoke(risk, ["events", "--country", "QQQ"])
    assert wrong.exit_code != 0 and "QQQ" in str(wrong.exception)
    assert reverse("country_event_record", args=["THA"]) == RECORD

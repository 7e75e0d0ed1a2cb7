"""The frozen paper keeps what screening knew that day, bound by its hash; what lists bring later undoes no decision."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.apps.assessments import queries as files
from duecare.apps.assessments.rules.gate import StageState
from duecare.apps.governance import queries as governance
from duecare.apps.governance.models import Decision
from duecare.apps.mitigation import queries
from duecare.apps.mitigation.tasks import reopen_changed_files
from duecare.apps.parties import actions as parties
from duecare.apps.screening import actions as screening
from duecare.apps.screening import queries as hits
from duecare.apps.screening.models import Hit
from duecare.kernel.actor import Role
from duecare.kernel.canonical import canonical, digest
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, DAY, OFFICER
from tests.apps.screening.lists import CODE, FOUR, entry, taken_in
from tests.apps.screening.test_gate_of_parties import SOMEBODY, UNIT, say, stage, unit
from tests.apps.screening.test_owned import WORKS, holds, listed_owner
from tests.apps.screening.working import carry_out, follow
from tests.permissions.signed_in import known, sign_in

from . import ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated")]
SECOND = "Another seat, another register"


def screened(made: UUID) -> None:
    """A list meets the unit; two persons clear the hit; somebody speaks for the unit."""
    taken_in((SOMEBODY, *FOUR))
    speaks = parties.enter_body(by=OFFICER, name="Ilse Quandar", kind="person", country="FRA")
    parties.record_official(
        by=ANALYST, person_id=speaks, body_id=unit(made), function="Director", signs=True,
        start=DAY.replace(year=2020), source="Register",
    )  # fmt: skip
    follow()
    carry_out()
    counsel = known(Role.COUNSEL, name="second counsel")
    word = say(Hit.objects.get(), "cleared")
    seen = hits.hit(Hit.objects.get().id).seen
    screening.confirm_clearance(by=counsel, disposition_id=word, seen=seen, reason=SECOND)


def decided() -> tuple[UUID, UUID]:
    made = ready.classified()
    ready.planned(made)
    screened(made)
    decision, _ = ready.decided(made)
    return made, decision


def test_a_decision_keeps_lists_parties_hits_and_officials_as_they_were_known() -> None:
    made, decision = decided()
    paper = governance.decision(ready.officer(), decision)
    assert digest(paper.payload) == paper.sha256, "the hash that votes name binds it"
    known_then = paper.payload["screened"]
    assert known_then["on"] == clock.today().isoformat()
    assert known_then["lists"] == {CODE: {"edition": 1, "published": "2026-11-01", "entries": 5}}
    assert {one["as_what"] for one in known_then["parties"].values()} == {"of_the_deal", "official"}
    assert {one["state"] for one in known_then["parties"].values()} == {"none"}
    assert all(one["compared_with"] == {CODE: 1} for one in known_then["parties"].values())
    (hit,) = known_then["hits"].values()
    assert (hit["party"], hit["listed_name"], hit["list"], hit["state"]) == (UNIT, UNIT, CODE, "cleared")
    (word,) = hit["said"]
    assert (word["verdict"], word["state"], word["reason"]) == ("cleared", "stands", "Looked up")
    assert word["second_reason"] == SECOND and word["said_by"] == str(OFFICER.id)
    (official,) = known_then["officials"].values()
    assert (official["name"], official["body"], official["signs"]) == ("Ilse Quandar", UNIT, True)
    assert paper.payload["file"] == files.snapshot(made), "beside the file, which stays as it was"
    by_hand = [one["screening"] for one in paper.payload["file"]["parties"].values()]
    assert any(by_hand), "and beside what was recorded by hand"


def test_a_new_edition_closes_the_gate_and_undoes_no_decision() -> None:
    made, decision = decided()
    taken_in((*FOUR, SOMEBODY, entry("10", "Newly Listed Works")))
    assert stage(made)[0] is StageState.OPEN and "new edition" in stage(made)[1]
    carry_out()
    with clock.at(clock.now().replace(day=28)):
        assert queries.changed_since_decision(made) == () and reopen_changed_files.func() == 0
        assert stage(made)[0] is StageState.CLEARED
        assert queries.gate(made).verdict("contract").permitted
    assert governance.decision(ready.officer(), decision).payload["screened"]["lists"][CODE]["edition"] == 1


def test_a_decision_from_before_still_stands_and_is_still_shown(client: Client) -> None:
    """As rows of an older version are: without the record, and without a hash of what is decided on."""
    made, decision = decided()
    row = Decision.objects.get(id=decision)
    payload = json.loads(row.payload)
    del payload["screened"]
    Decision.objects.filter(id=decision).update(
        payload=canonical(payload).decode(), sha256=digest(payload), content_sha256=""
    )
    assert queries.changed_since_decision(made) == () and queries.gate(made).verdict("contract").permitted
    sign_in(client, Role.COMPLIANCE_OFFICER, name="plan officer")
    page = client.get(reverse("decision_paper", args=[decision]))
    assert page.status_code == 200 and "Hits and what was made of them" not in page.content.decode()


def test_the_page_of_the_frozen_file_shows_what_was_known(client: Client) -> None:
    _, decision = decided()
    sign_in(client, Role.COMPLIANCE_OFFICER, name="plan officer")
    page = client.get(reverse("decision_paper", args=[decision])).content.decode()
    for shown in (
        "Lists the parties were compared with", "invented list", "Parties as screened", "no hit stands",
        "Hits and what was made of them", f"{UNIT} / {UNIT}", "judged not the same party", "Looked up", SECOND,
        "Officials and signatories", "Ilse Quandar", "Director",
    ):  # fmt: skip
        assert shown in page, shown
    told = client.get(reverse("decision_paper_json", args=[decision]))
    assert hashlib.sha256(told.content).hexdigest() == governance.decision(ready.officer(), decision).sha256


def test_what_listed_parties_own_is_kept_with_chain_and_source() -> None:
    made = deals.filed()
    holds(listed_owner(), unit(made), 20)
    follow()
    record = files.read_file(made, clock.today()).screening_record()
    (row,) = record["ownership"].values()  # type: ignore[union-attr]  # a mapping
    assert (row["party"], row["state"], row["by"]) == (UNIT, "below", [WORKS])  # type: ignore[index,call-overload]  # as above
    assert row["chain"] == [f"{WORKS} → {UNIT}: 20.000 %"] and "13 August 2014" in row["source"]  # type: ignore[index,call-overload,operator]  # as above
    states = {one["as_what"]: one["state"] for one in record["parties"].values()}  # type: ignore[index,call-overload,union-attr]  # as above
    assert states["above_or_owner"] == "confirmed"

"""What a sales system does: file a deal, ask the gate, check the answer offline, work the file."""

from __future__ import annotations

import base64
import json
from datetime import datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duecare.apps.assessments import queries
from duecare.apps.audit.actions import catch_up
from duecare.kernel.actor import Role
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.permissions.signed_in import known, sign_in

from .calling import call, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

INTAKE = {
    "title": "Forensics for the cyber unit",
    "purpose": deals.PURPOSE,
    "scope": "Seized devices of named suspects, one laboratory in the capital, at most 40 a month",
    "term_months": 24,
    "value": "180000.00",
    "intermediary": False,
    "seats": 5,
    "place_of_use": "THA",
}


def _checked(token: str, public_hex: str) -> dict[str, object]:
    """As a system outside does it: with the public key, and nothing of Duecare."""
    payload, signature = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_hex)).verify(signature, payload)
    told: dict[str, object] = json.loads(payload)
    return told


def _filed(client: Client, token: str) -> str:
    unit = call(client, "POST /bodies", token, {"name": "Cyber Unit of Examplia", "kind": "federal", "country": "THA"})
    bodies = dict.fromkeys(("contracting_id", "paying_id", "using_id"), unit[1]["id"])
    given = {**INTAKE, **bodies, "product_id": deals.product()}
    status, made = call(client, "POST /opportunities", token, given)
    assert status == 201
    status, customer = call(
        client, "POST /opportunities/{opportunity_id}/file", token, {"seen_version": 1}, opportunity_id=made["id"]
    )
    assert status == 200 and customer["id"]
    return str(made["id"])


def test_a_crm_files_a_deal_and_is_told_what_stops_the_quote(client: Client) -> None:
    token = token_for(known(Role.SALES, name="sue"))
    made = _filed(client, token)
    shown = call(client, "GET /opportunities/{opportunity_id}", token, opportunity_id=made)[1]
    assert (shown["state"], shown["reference"], shown["value"]) == ("filed", "O-2026-001", "180000.00")
    status, gate = call(client, "GET /opportunities/{opportunity_id}/gate", token, opportunity_id=made)
    quote = next(one for one in gate["verdicts"] if one["act"] == "quote")
    assert status == 200 and quote["permitted"] is False and "parties_screened" in quote["open"]
    screened = next(one for one in gate["requirements"] if one["code"] == "parties_screened")
    assert screened["state"] == "open" and any("Cyber Unit" in one for one in screened["missing"])


def test_the_token_is_checked_with_the_public_key_alone(client: Client) -> None:
    token = token_for(known(Role.SALES, name="sue"))
    made = _filed(client, token)
    asked = "POST /opportunities/{opportunity_id}/gate/tokens"
    status, signed = call(client, asked, token, {"act": "delivery"}, opportunity_id=made)
    key = Client().get("/api/v1/gate/key").json()
    told = _checked(signed["token"], key["public_hex"])
    assert status == 200 and told["opportunity"] == made and told["act"] == "delivery"
    assert told["permitted"] is False and "decision" in told["missing"] and told["missing"] == signed["missing"]  # type: ignore[operator]  # JSON
    lasts = datetime.fromisoformat(str(told["expires"])) - datetime.fromisoformat(str(told["as_of"]))
    assert lasts.total_seconds() == 24 * 3600
    _, signature = signed["token"].split(".")
    forged = base64.urlsafe_b64encode(json.dumps({**told, "permitted": True}).encode()).decode().rstrip("=")
    with pytest.raises(InvalidSignature):
        _checked(f"{forged}.{signature}", key["public_hex"])
    assert call(client, "POST /gate/check", token, {"token": signed["token"]})[1]["permitted"] is False
    assert call(client, "POST /gate/check", token, {"token": f"{forged}.{signature}"})[0] == 403


def test_somebody_elses_deal_looks_as_if_it_did_not_exist(client: Client) -> None:
    made = _filed(client, token_for(known(Role.SALES, name="sue")))
    other = token_for(known(Role.SALES, name="otto"))
    for part in ("", "/gate", "/sections", "/export", "/plan", "/resemblances"):
        name = f"GET /opportunities/{{opportunity_id}}{part}"
        there = call(client, name, other, opportunity_id=made)
        nowhere = call(client, name, other, opportunity_id=new_id())
        assert there[0] == nowhere[0] == 404
        assert {**there[1], "instance": ""} == {**nowhere[1], "instance": ""}
    assert call(client, "GET /opportunities", other)[1] == {"rows": [], "total": 0}
    assert call(client, "GET /customers", other)[1]["total"] == 0
    assert not [
        one for one in client.get("/api/v1/search?q=cyber", headers=_bearer(other)).json() if one["kind"] != "body"
    ]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_errors_say_what_happened_what_it_means_and_what_to_do(client: Client) -> None:
    token = token_for(known(Role.SALES, name="sue"))
    status, told = call(client, "POST /opportunities", token, {"title": ""})
    assert status == 400 and told["errors"][0]["where"][-1] == "title" and told["means"] and told["todo"]
    status, told = call(client, "POST /opportunities", token, {"title": "x", "seets": 5})
    assert status == 400 and told["errors"][0]["where"][-1] == "seets"
    status, told = call(client, "POST /opportunities", token, {"title": "x", "product_id": str(new_id())})
    assert status == 422 and told["type"] == "urn:duecare:problem:bad-input" and "no such product" in told["happened"]
    made = call(client, "POST /opportunities", token, {"title": "A draft"})[1]["id"]
    file = "POST /opportunities/{opportunity_id}/file"
    status, told = call(client, file, token, {"seen_version": 1}, opportunity_id=made)
    assert status == 422 and "the intended purpose" in told["happened"]
    status, told = call(client, file, token, {"seen_version": 7}, opportunity_id=made)
    assert status == 409 and told["todo"]
    response = client.post("/api/v1/opportunities", b"{", content_type="application/json", headers=_bearer(token))
    assert response.status_code == 400 and response["Content-Type"] == "application/problem+json"
    big = client.post(
        "/api/v1/opportunities", b" " * (5 * 1024 * 1024 + 1), content_type="application/json", headers=_bearer(token)
    )
    assert big.status_code == 413 and "larger" in big.json()["happened"]


def test_sales_reads_how_far_the_file_is_and_none_of_the_answers(client: Client) -> None:
    seller, analyst = token_for(known(Role.SALES, name="sue")), token_for(known(Role.ANALYST))
    made = _filed(client, seller)
    answers = "/opportunities/{opportunity_id}/answers"
    given = {"question": "1.2", "state": "answered", "value": "yes", "source": "Gazette"}
    assert call(client, f"POST {answers}", seller, given, opportunity_id=made)[0] == 403
    status, first = call(client, f"POST {answers}", analyst, given, opportunity_id=made)
    assert status == 201
    shown = client.get(f"/api/v1/opportunities/{made}/answers", headers=_bearer(analyst)).json()
    assert [(one["id"], one["question"], one["value"]) for one in shown] == [(first["id"], "1.2", "yes")]
    stale = call(client, f"POST {answers}", analyst, {**given, "seen": 0}, opportunity_id=made)
    assert stale[0] == 409
    sections = client.get(f"/api/v1/opportunities/{made}/sections", headers=_bearer(seller)).json()
    assert sections and not any(one["complete"] for one in sections if one["code"] == "red-flags")


def test_evidence_goes_in_and_comes_out_the_same_never_to_be_run(client: Client) -> None:
    seller, analyst = token_for(known(Role.SALES, name="sue")), token_for(known(Role.ANALYST))
    made = _filed(client, seller)
    file = SimpleUploadedFile("law.html", b"<script>alert(1)</script>", "text/html")
    sent = client.post(
        f"/api/v1/opportunities/{made}/evidence", {"file": file, "about": "The act"}, headers=_bearer(analyst)
    )
    assert sent.status_code == 201
    got = client.get(f"/api/v1/evidence/{sent.json()['id']}/content", headers=_bearer(analyst))
    assert b"".join(got.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]  # a FileResponse
    assert got["Content-Type"] == "application/octet-stream" and got["Content-Disposition"].startswith("attachment")
    hidden = client.get(f"/api/v1/evidence/{sent.json()['id']}/content", headers=_bearer(seller))
    assert hidden.status_code == 403


def test_an_edition_that_is_none_is_refused_whole(client: Client) -> None:
    token = token_for(known(Role.ANALYST))
    file = SimpleUploadedFile("figures.csv", b"country,score\nExamplia,7\n", "text/csv")
    response = client.post("/api/v1/editions", {"file": file}, headers=_bearer(token))
    assert response.status_code == 422 and "figures.csv" in response.json()["happened"]
    assert client.get("/api/v1/editions", headers=_bearer(token)).json() == []


def test_the_log_reads_as_sentences_and_an_administrator_reads_accounts_only(client: Client) -> None:
    officer = token_for(known(Role.COMPLIANCE_OFFICER))
    made = _filed(client, token_for(known(Role.SALES, name="sue")))
    rows = client.get(f"/api/v1/audit?about_id={made}", headers=_bearer(officer)).json()
    assert [row["sentence"] for row in rows] == ["Sue filed O-2026-001", "Sue began O-2026-001"]
    older = client.get(f"/api/v1/audit?about_id={made}&before={rows[0]['seq']}", headers=_bearer(officer)).json()
    assert older == rows[1:]
    catch_up()
    assert call(client, "POST /audit/verify", officer)[1]["sound"] is True
    sign_in(client, Role.ADMINISTRATOR)
    kinds = {row["about_kind"] for row in client.get("/api/v1/audit?limit=100").json()}
    assert kinds and kinds <= {"person", "sign_in"}


def test_a_class_is_proposed_and_confirmed_by_two(client: Client) -> None:
    made = deals.filed()
    one = queries.deal(made).deployments[0].id
    analyst, officer = token_for(known(Role.ANALYST)), token_for(known(Role.COMPLIANCE_OFFICER))
    asked = "POST /deployments/{deployment_id}/class"
    status, proposed = call(client, asked, analyst, {"reasons": "facts of the day"}, deployment_id=one)
    assert status == 201
    shown = call(client, "GET /deployments/{deployment_id}/class", officer, deployment_id=one)[1]
    assert shown["recorded"]["state"] == "proposed" and shown["recorded"]["trace"]
    assert shown["today"]["explanation"]["headline"] and shown["today"]["complete"] is False
    answer = {"seen_sha256": shown["recorded"]["facts_sha256"], "reasons": "read"}
    confirm = "POST /classes/{class_id}/confirm"
    assert call(client, confirm, officer, {**answer, "seen_sha256": "0" * 64}, class_id=proposed["id"])[0] == 409
    assert call(client, confirm, officer, answer, class_id=proposed["id"])[0] == 204
    listed = client.get(f"/api/v1/opportunities/{made}/classes", headers=_bearer(officer)).json()
    assert [row["state"] for row in listed] == ["confirmed"]

"""Every door that takes a file: its limit stated before, kept while the file arrives, and no bomb goes off behind it.

Doors are found: pages whose code reads `request.FILES`, and operations that are described as taking a file.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django import forms
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from duecare.adapters import uploads
from duecare.adapters.home import editions, evidence
from duecare.apps.screening.queries import asked_imports
from duecare.entrypoints.api.routes import api
from duecare.kernel.actor import Role
from tests.api.calling import BASE, operations, token_for
from tests.api.reach import attributes
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.apps.engagement.written import came
from tests.apps.monitoring.published import recorded
from tests.apps.risk import drafting
from tests.apps.risk.drawn import CASES
from tests.apps.screening.working import carry_out
from tests.house.reading import PACKAGE
from tests.permissions.plan_objects import MAKERS
from tests.permissions.signed_in import known, sign_in

from .bombs import MB, PACKED
from .test_hostile_exports import routes_below

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
STATED = {"250 MB", "100 MB", "5 MB", "256 KB"}


@dataclass(frozen=True)
class Door:
    """One field that takes a file.

    Attributes:
        field: its name.
        limit: what is said under it before anything is sent.
        send: posts a file and answers.
        unpacks: True where it is read, False where it is kept as it came.
        later: True where it is kept for the worker, which reads it.
    """

    field: str
    limit: str
    send: Callable[[SimpleUploadedFile], HttpResponse]
    unpacks: bool = False
    later: bool = False


def _page(url: str, field: str, *roles: Role, **more: str) -> Callable[[SimpleUploadedFile], HttpResponse]:
    def send(file: SimpleUploadedFile) -> HttpResponse:
        client = Client()
        if roles:
            sign_in(client, *roles)
        return client.post(url, {field: file, **more})  # type: ignore[return-value]  # the test client's own class

    return send


def _operation(path: str, role: Role, field: str = "file", **more: str) -> Callable[[SimpleUploadedFile], HttpResponse]:
    token = token_for(known(role))
    headers = {"Authorization": f"Bearer {token}"}
    return lambda file: Client().post(f"{BASE}{path}", {field: file, **more}, headers=headers)  # type: ignore[return-value]  # the same


def _second_list(url: str, field: str, **more: str) -> Callable[[SimpleUploadedFile], HttpResponse]:
    """The list of countries without documented misuse, beside a list of cases that can be read."""

    def send(file: SimpleUploadedFile) -> HttpResponse:
        client = Client()
        sign_in(client, Role.ANALYST)
        return client.post(url, {"cases": SimpleUploadedFile("c.csv", CASES.encode()), field: file, **more})  # type: ignore[return-value]  # the same

    return send


def doors() -> dict[str, tuple[Door, ...]]:
    """Each door by the name of its route or operation, and what stands open behind it; by hand."""
    made = deals.filed()
    engagement, token, _ = filled.invited(made)
    officer = known(Role.COMPLIANCE_OFFICER)
    measure = reverse("measure_evidence", args=[MAKERS["measure_id"](known(Role.COUNSEL))])
    expert = reverse("expert", args=[token])
    letter, report = came(), recorded()
    assert engagement and officer
    return {
        "list_import": (
            Door("files", "100 MB", _page(reverse("list_import"), "files", Role.COMPLIANCE_OFFICER), later=True),
        ),
        "edition_import": (
            Door("file", "100 MB", _page(reverse("edition_import"), "file", Role.ANALYST), unpacks=True),
        ),
        "file_entry": (
            Door("file", "250 MB",
                 _page(reverse("file_entry", args=[made, "document", "new"]), "file", Role.ANALYST, about="a")),
        ),
        "public_report_keep": (
            Door("file", "250 MB", _page(reverse("public_report_keep", args=[report]), "file", Role.ANALYST)),
        ),
        "POST /public-reports/{report_id}/copies": (
            Door("file", "250 MB", _operation(f"/public-reports/{report}/copies", Role.ANALYST)),
        ),
        "letter_document_new": (
            Door("file", "250 MB", _page(reverse("letter_document_new", args=[letter]), "file", Role.ANALYST)),
        ),
        "POST /letters/{letter_id}/documents": (
            Door("file", "250 MB", _operation(f"/letters/{letter}/documents", Role.ANALYST)),
        ),
        "measure_evidence": (Door("document", "250 MB", _page(measure, "document", Role.COUNSEL, note="n")),),
        "expert": (
            Door("workbook", "5 MB", _page(expert, "workbook", step="workbook"), unpacks=True),
            Door("opinion", "250 MB", _page(expert, "opinion", step="sign", summary="s", signed_name="A. Exemple")),
        ),
        "draft_list": (
            Door("file", "256 KB", _page(reverse("draft_list"), "file", Role.ANALYST, base="open-2026")),
        ),
        "draft_edit": (
            Door("file", "256 KB",
                 _page(reverse("draft_edit", args=[drafting.begun()]), "file", Role.ANALYST, seen="2")),
        ),
        "backtest_list": (
            Door("cases", "5 MB",
                 _page(reverse("backtest_list"), "cases", Role.ANALYST, method="open-2026", vintage="restated"), True),
            Door("spotless", "5 MB",
                 _second_list(reverse("backtest_list"), "spotless", method="open-2026", vintage="restated"), True),
        ),
        "POST /backtests": (
            Door("cases", "5 MB", _operation("/backtests", Role.ANALYST, "cases", method="open-2026"), True),
            Door("clean", "5 MB", _second_list(f"{BASE}/backtests", "clean", method="open-2026"), True),
        ),
        "POST /editions/proposals": (
            Door("file", "100 MB", _operation("/editions/proposals", Role.ANALYST), unpacks=True),
        ),
        "POST /editions": (Door("file", "100 MB", _operation("/editions", Role.ANALYST), unpacks=True),),
        "POST /screening/imports": (
            Door("files", "100 MB", _operation("/screening/imports", Role.COMPLIANCE_OFFICER, "files"), later=True),
        ),
        "outside_upload": (
            Door("file", "5 MB", _page(reverse("outside_upload"), "file", Role.COMPLIANCE_OFFICER), unpacks=True),
        ),
        "POST /screening/results/imports": (
            Door("file", "5 MB", _operation("/screening/results/imports", Role.COMPLIANCE_OFFICER), unpacks=True),
        ),
        "POST /opportunities/{opportunity_id}/evidence": (
            Door("file", "250 MB", _operation(f"/opportunities/{made}/evidence", Role.ANALYST, about="a")),
        ),
    }  # fmt: skip


def _pages() -> set[str]:
    """Routes whose code reads a file that was sent."""
    ours = (one for one in routes_below(get_resolver().url_patterns) if _is_ours(one))
    return {one.name or "" for one in ours if "FILES" in attributes(one.callback)}


def _is_ours(route: URLPattern) -> bool:
    return route.callback.__module__.startswith("duecare.entrypoints.staff")


def _described() -> dict[str, str]:
    """Operations that take a file, with what is said about them."""
    return {
        f"{method.upper()} {path.removeprefix(BASE)}": told["description"]
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, told in methods.items()
        if "multipart/form-data" in told.get("requestBody", {}).get("content", {})
    }


def test_every_door_is_known() -> None:
    """A new page or operation that takes a file gets its line above, or this fails."""
    assert _pages() | _described().keys() == doors().keys()
    assert all(name in _described() for name, one in operations() if "FILES" in attributes(one.view_func))


def _file_fields() -> dict[str, str]:
    """Every file field of every form of ours -> the words under it."""
    found, waiting = {}, [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        for name, field in getattr(kind, "base_fields", {}).items():
            if isinstance(field, forms.FileField) and kind.__module__.startswith("duecare."):
                found[f"{kind.__name__}.{name}"] = str(field.help_text)
    return found


def test_every_door_states_its_limit_before() -> None:
    texts = [file.read_text(encoding="utf-8") for file in PACKAGE.rglob("entrypoints/**/*.py")]
    calls = sum(text.count(".FileField(") + text.count(" = FilesField(") for text in texts)
    assert len(_file_fields()) == calls, "a field that no form class holds"
    words = _file_fields() | _described()
    assert {name: said for name, said in words.items() if not any(limit in said for limit in STATED)} == {}
    assert "1 GB unpacked" in words["ImportForm.file"] and "1 GB unpacked" in words["POST /editions"]
    for name, several in doors().items():
        for door in several:
            said = words.get(name) or next(
                text for key, text in words.items() if key.endswith(f".{door.field}") and door.limit in text
            )
            assert door.limit in said, name


@pytest.mark.parametrize("says_its_size", [True, False])
def test_what_is_too_large_ends_while_it_arrives(
    says_its_size: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object
) -> None:
    every = doors()
    monkeypatch.setattr(uploads, "EVIDENCE_LIMIT", 3_000_000)
    monkeypatch.setattr(uploads, "FORM", 0 if says_its_size else 10**9)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(evidence().hashes())
    for name, several in every.items():
        for door in several:
            answer = door.send(SimpleUploadedFile("big.bin", b"x" * 4_000_000))
            said = answer.content.decode()
            assert answer.status_code == 413, (name, said)
            assert "is larger than this" in said and "Nothing was changed" in said, name
            assert "/api/" in answer["Content-Type"] or "250 MB" in said or name.startswith("POST"), name
            assert set(evidence().hashes()) == before and not any(editions().hashes()), name
            assert list(tmp_path.iterdir()) == [], "the half that arrived is removed"


@pytest.mark.parametrize(
    "bomb", ["laughs in a sheet", "a cell in the far corner", "a gzip of nothing but commas", "a zip in a zip in a zip"]
)
def test_no_bomb_goes_off_behind_a_door(bomb: str) -> None:
    """Where a file is read it is refused in words; where it is kept, it is kept as it came and never unpacked."""
    data = PACKED[bomb]()
    assert len(data) < 5 * MB
    kept: set[str] = set()
    for name, several in doors().items():
        for door in several:
            cache.clear()
            answer = door.send(SimpleUploadedFile("bomb.bin", data))
            said = answer.content.decode()
            assert answer.status_code in (200, 201, 302, 409, 413, 422), (name, answer.status_code, said[:500])
            if door.unpacks:
                assert answer.status_code != 302 and "bomb.bin" in said and "Nothing was" in said, (name, said[-3000:])
            if door.later:
                kept.add(hashlib.sha256(data).hexdigest())
                carry_out()
                asked = asked_imports(1)[0]
                assert asked.state == "failed" and "bomb.bin" in asked.fault, (name, asked)
            assert set(editions().hashes()) == kept, name


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 200_000, b'"' + b"\\" * 200_001, b"9" * 200_000])
def test_json_deeper_or_longer_than_anybody_means_is_refused_in_words(body: bytes) -> None:
    token = token_for(known(Role.SALES))
    answer = Client().post(
        f"{BASE}/opportunities", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 400 and "Nothing was changed" in answer.json()["means"], answer.content[:300]

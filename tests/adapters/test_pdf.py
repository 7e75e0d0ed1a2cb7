"""A decision's PDF is tagged, titled, in a language, with a text for its figure, and quick."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from duecare.adapters import pdf
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import DuecareError, NotFound

CREATED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def person(name: str) -> dict[str, JSON]:
    return {"id": "0b0f8f9e-7a3c-4d7e-9b62-0f3a5a0c1d2e", "name": name}


def data(name: str = "A. Lindqvist", votes: int = 3) -> dict[str, JSON]:
    return {
        "title": "Decision D-2026-001: Harbour Police of Northland (invented)",
        "lang": "en",
        "sentence": "Approve one deployment of Fieldlens for 24 months.",
        "sha256": "ab" * 32,
        "signature": "c2ln" * 22,
        "key": "cd" * 32,
        "record": {
            "version": 1,
            "occasion": "closed",
            "issued_at": "2026-11-23T09:00:00.000000+00:00",
            "company": "Northlight Systems (fiction)",
            "decision": {
                "reference": "D-2026-001",
                "state": "approved_with_conditions",
                "procedure": "meeting",
                "committee": "Human-rights committee",
                "requester": person("J. Costa"),
                "opened_by": person("I. Okafor"),
                "opened_at": "2026-11-20T09:00:00.000000+00:00",
                "decided_by": person("I. Okafor"),
                "decided_at": "2026-11-23T09:00:00.000000+00:00",
                "ratify_by": None,
                "urgency": "",
                "reasons": [
                    "The quorum is reached: 3 votes, 3 needed.",
                    "A majority is for: 2 for, 1 against, 0 to defer.",
                ],
                "changed": [],
            },
            "paper": {
                "reference": "O-2026-001",
                "title": "Harbour Police of Northland (invented)",
                "class": "elevated",
                "value_eur": None,
                "sha256": "5b" * 32,
            },
            "authority": {
                "code": "default",
                "version": "1",
                "row": {"decides": "committee", "because": "Insiders alone do not judge."},
            },
            "outcome": {"for": 2, "against": 1, "defer": 0, "abstain": 0, "quorum": 3},
            "votes": [
                {
                    "person": person(name),
                    "title": "counsel",
                    "independent": True,
                    "chair": False,
                    "choice": "for_with_conditions",
                    "reason": "Log access *without* #exception; <b>&</b> $5 \\ `x` @y",
                    "at": "2026-11-22T16:40:00.000000+00:00",
                }
            ]
            * votes,
            "recusals": [{"person": person("T. Varga"), "reason": "A cousin works there."}],
            "dissents": [
                {
                    "person": person("R. Mensah"),
                    "text": "Oversight is on paper only.",
                    "at": "2026-11-22T17:00:00+00:00",
                }
            ],
            "conditions": [
                {"text": "The log is open on request.", "measure": "M-07", "precedent": True, "adopted": True}
            ],
            "audit_chain": {"seq": 41, "head": "ef" * 32},
        },
    }


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def tags(node: pikepdf.Object) -> list[pikepdf.Object]:
    """Every structure element under a node."""
    found: list[pikepdf.Object] = []
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            found += tags(node["/K"])
    elif isinstance(node, pikepdf.Array):
        for kid in node:
            found += tags(kid)
    return found


def test_it_is_tagged_titled_and_in_a_language() -> None:
    file = opened(pdf.render("decision", data(), created=CREATED))
    root = file.Root
    assert "/StructTreeRoot" in root and root.MarkInfo.Marked
    assert str(root.Lang) == "en"
    assert root.ViewerPreferences.DisplayDocTitle
    with file.open_metadata() as metadata:
        assert metadata["dc:title"] == "Decision D-2026-001: Harbour Police of Northland (invented)"
        assert metadata["pdfuaid:part"] == "1"
    kinds = {str(tag["/S"]) for tag in tags(root.StructTreeRoot)}
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure", "/L"} <= kinds


def test_every_figure_has_a_text_instead() -> None:
    file = opened(pdf.render("decision", data(), created=CREATED))
    figures = [tag for tag in tags(file.Root.StructTreeRoot) if str(tag["/S"]) == "/Figure"]
    assert [str(figure["/Alt"]) for figure in figures] == [
        "Bar of the votes that counted: 2 for, 1 against, 0 to defer, 0 abstained; quorum 3."
    ]


def test_the_same_record_gives_the_same_bytes() -> None:
    assert pdf.render("decision", data(), created=CREATED) == pdf.render("decision", data(), created=CREATED)


@pytest.mark.parametrize("name", ["Зоя Ђурић", "สมชาย", "محمد", "王小明", "𐎠𐎡𐎢 \U0001f12f", "\ue000 private"])
def test_a_name_in_any_script_is_set(name: str) -> None:
    assert len(opened(pdf.render("decision", data(name), created=CREATED)).pages) >= 1


def test_forty_votes_are_all_set() -> None:
    few, many = (opened(pdf.render("decision", data(votes=count), created=CREATED)) for count in (3, 40))
    rows = [sum(str(tag["/S"]) == "/TR" for tag in tags(file.Root.StructTreeRoot)) for file in (few, many)]
    assert rows[1] - rows[0] == 37


def test_a_missing_template_and_data_that_do_not_fit_are_said() -> None:
    with pytest.raises(NotFound):
        pdf.render("none", data(), created=CREATED)
    with pytest.raises(NotFound):
        pdf.render("../documents/decision", data(), created=CREATED)
    with pytest.raises(DuecareError, match="could not be set"):
        pdf.render("decision", {"title": "x"}, created=CREATED)

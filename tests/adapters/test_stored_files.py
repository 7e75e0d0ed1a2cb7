"""Every file that a record names is known to the sweep; what no record names goes, once it is old."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db.models import CharField, Model

from duecare.adapters import clock, home, stored_files
from duecare.adapters.stored_files import StoredFile
from duecare.apps.assessments.models import Document
from duecare.apps.audit.queries import entries
from duecare.entrypoints.worker.loop import DAILY, enqueue_due
from duecare.entrypoints.worker.tasks import sweep_files
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled

NO_FILE = {
    "accounts.ApiToken.token_hash": "of a token's secret",
    "accounts.Invitation.token_hash": "of a link's secret",
    "assessments.Classification.facts_sha256": "of the facts, kept beside it",
    "assessments.Classification.method_sha256": "of a method in the library",
    "assessments.Engagement.statement_sha256": "of what was signed, kept beside it",
    "assessments.Engagement.token_sha256": "of a link's secret",
    "assessments.LookAhead.facts_sha256": "of facts that were supposed",
    "audit.Entry.head": "of the chain",
    "audit.Entry.previous": "of the chain",
    "audit.Head.head": "of the chain",
    "monitoring.LogRequest.check_head": "of a customer's usage log, kept there",
    "monitoring.LogRequest.check_file": "of the copy of it that was checked, kept by whoever checked",
    "governance.AuthorityAdoption.sha256": "of a matrix in the library",
    "governance.Decision.sha256": "of the frozen paper, kept in its row",
    "governance.Decision.content_sha256": "of the part of the frozen paper that is decided on, kept in its row",
    "governance.Decision.new_sha256": "of the file as it changed, recomputed from its rows",
    "governance.DecisionRecord.sha256": "of the record, kept in its row",
    "governance.DecisionRecord.key": "no hash: a public key",
    "governance.Vote.seen_sha256": "of a frozen paper, kept in its row",
    "risk.MethodInForce.sha256": "of a method in the library",
    "assessments.Classification.figures_sha256": "of the figures a class rests on, kept in its row",
    "assessments.Reassessment.figures_sha256": "of the figures of that day, recomputed from their rows",
    "risk.BacktestRun.cases_sha256": "of a list that is not kept: whoever holds it can show that it is the one",
    "risk.BacktestRun.clean_sha256": "of a list that is not kept, as above",
    "risk.BacktestRun.method_sha256": "of a released method",
    "risk.CommittedMethod.sha256": "of a method, whose text stands in its row",
    "risk.CommittedMethod.text_sha256": "of the text in its row",
    "risk.DraftVersion.sha256": "of a method, whose text stands in its row",
    "risk.DraftVersion.text_sha256": "of the text in its row",
    "risk.MethodCommit.result_sha256": "of a simulation's result, kept in its row",
    "risk.MethodStatement.sha256": "of the statement in its row",
    "risk.MethodStatement.content_sha256": "of what the statement in its row says",
    "risk.MethodStatement.public_key": "no hash: a public key",
    "risk.Simulation.against_sha256": "of a released method",
    "risk.Simulation.result_sha256": "of the result in its row",
    "parties.ManualScreening.content_sha256": "of the body as it was written",
    "screening.EditionSet.sha256": "of the numbers in its row",
    "screening.EntryContent.sha256": "of the content in its row",
    "screening.EntryContent.material": "of the material part of the content in its row",
    "screening.Hit.party_sha256": "of the party as it was compared",
    "screening.ListImport.sha256": "of several files together, each of which has a row",
    "screening.OutsideImport.sha256": "of a file that is not kept; whoever holds it can show that it is the one",
    "screening.OutsideResult.sha256": "of what its row says, so that the same result comes in once",
    "screening.ScreenedParty.content_sha256": "of the party as it was compared",
}
"""Fields of 64 characters that name no stored file, and what they are a hash of; by hand."""


def _of_64() -> set[str]:
    """Fields that could hold a content hash, of our own tables."""
    ours: list[type[Model]] = [model for model in apps.get_models() if model.__module__.startswith("duecare.")]
    return {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.local_fields
        if not isinstance(field, StoredFile)
        and ((isinstance(field, CharField) and field.max_length == 64) or re.search("sha256|hash", field.name))
    }


def test_a_field_that_holds_a_hash_names_a_stored_file_or_is_listed_here() -> None:
    assert _of_64() - NO_FILE.keys() == set(), "declare it as a StoredFile, or say here what it is a hash of"
    assert NO_FILE.keys() - _of_64() == set(), "there is no such field any more"


@pytest.mark.django_db
def test_the_worker_removes_what_no_record_names_once_it_is_old_and_says_so() -> None:
    made = deals.filed()
    document = Document.objects.get(id=filled.document(made))
    stray = home.evidence().put([b"its transaction never came to an end"])[0]
    (home.evidence().root / "half.part").write_bytes(b"ha")
    sweep_files.call()
    assert home.evidence().path(stray).is_file(), "it may belong to a transaction under way"
    later = datetime.fromtimestamp(time.time(), UTC) + stored_files.YOUNG + timedelta(minutes=1)
    with clock.at(later):
        assert sweep_files.call() == 2
        (line,) = [entry for entry in entries() if entry.act == "log.sweep"]
        assert (line.facts["count"], set(line.facts["names"])) == (2, {stray, "half.part"})  # type: ignore[arg-type]  # a list of names
        assert sweep_files.call() == 0
    assert [entry.act for entry in entries()].count("log.sweep") == 1, "nothing removed, nothing said"
    assert home.evidence().open(document.sha256)
    assert stored_files.missing() == ()


@pytest.mark.django_db
def test_a_document_whose_file_is_gone_is_found() -> None:
    document = Document.objects.get(id=filled.document(deals.filed()))
    home.evidence().path(document.sha256).unlink()
    assert stored_files.missing() == (document.sha256,)


@pytest.mark.django_db
def test_the_sweep_is_due_at_the_start_and_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("duecare.adapters.jobs.enqueue", lambda jobs: asked.extend(path for path, _ in jobs))
    start, last = datetime(2026, 5, 1, tzinfo=UTC), dict[timedelta, datetime]()
    for hours in (0, 1, 12, 23, 24, 25):
        with clock.at(start + timedelta(hours=hours)):
            enqueue_due(last)
    assert [path for path in asked if path in DAILY] == list(DAILY) * 2

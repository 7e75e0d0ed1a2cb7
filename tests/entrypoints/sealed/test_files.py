"""Files of a case on staff pages: the copy for whoever reads the report, the original with a reason that is kept."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from duecare.adapters.sealed.files import FOLDER, Files, Stored
from duecare.adapters.sealed.reporter import Reporter, reporter
from duecare.apps.intake.actions.attaching import Sent
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.rules.files import Trait, gathered
from duecare.apps.intake.rules.records import Office, Track
from duecare.apps.intake.rules.reports import Report
from duecare.kernel.actor import Role
from tests.entrypoints.agent.running import House

from .browsing import Browser
from .test_pages import heard

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ORIGINAL, COPY = os.urandom(200_000), os.urandom(150_000)


def filed(here: House, kept: int = 30) -> tuple[Reporter, Sent]:
    """A report with a file whose metadata was taken out."""
    with here.site() as site:
        files = Files(here.home, site.installation)
        original, copy = (files.seal([content]) for content in (ORIGINAL, COPY))
        found = gathered("Dienstplan ü.pdf", original.size, "pdf", "", [Trait("author", "N. Obody")])
        sent = Sent(found, original, copy)
        by = reporter(site.installation, secrets.token_bytes(16))
        told = Submission(Track.EXTERNAL, Report("external/1", "en", {"what": "x"}), files=[sent])
        submit(by=by, site=site, threshold=2, submission=told, keep_until=site.today + timedelta(days=kept))
        for one in (original, copy):
            files.keep(one.name)
    return by, sent


def torn(here: House, stored: Stored) -> None:
    """One bit of a file on the disk is another one."""
    place = here.home / FOLDER / stored.name.hex()
    data = bytearray(place.read_bytes())
    data[-1] ^= 1
    place.write_bytes(data)


def names(home: Path) -> set[str]:
    return {one.name for one in (home / FOLDER).iterdir()}


def test_the_copy_is_read_and_the_original_takes_a_reason_that_is_kept(here: House) -> None:
    by, sent = filed(here)
    officer = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    (case,) = officer.cases()
    shown = officer.page(case)
    assert "Dienstplan ü.pdf" in shown and "Left out of the copy: author" in shown and "N. Obody" not in shown
    copy = officer.client.get(f"{case}files/1/")
    assert b"".join(copy.streaming_content) == COPY
    assert copy["Content-Type"] == "application/octet-stream" and copy["X-Content-Type-Options"] == "nosniff"
    assert copy["Content-Disposition"].startswith("attachment;") and copy["Cache-Control"] == "no-store"
    without = officer.client.post(f"{case}files/1/", {"reason": " "})
    assert not without.streaming and "Opened a file" not in officer.page(case)
    original = officer.client.post(f"{case}files/1/", {"reason": "The copy shows no stamp."})
    assert b"".join(original.streaming_content) == ORIGINAL
    assert "1: The copy shows no stamp." in officer.page(case), "who opened it and why stands among the members"
    for strange in ("2", "0", "x", "٣", "9999999"):
        assert officer.client.get(f"{case}files/{strange}/").status_code == 404
    assert "Allow files of up to 5 GiB" in shown and officer.do(case, "permit").status_code == 302
    assert heard(here, by).largest == 5 * 1024**3 and "Allow files" not in officer.page(case)
    assert sent.copy is not None
    torn(here, sent.copy)
    with pytest.raises(OSError, match="not whole"):
        b"".join(officer.client.get(f"{case}files/1/").streaming_content)


def test_shredded_with_its_case_a_file_is_noise_and_swept(here: House) -> None:
    filed(here, kept=0)
    with here.site() as site:
        assert Files(here.home, site.installation).sweep(lambda name: site.store.shred_key(name) is not None) == 0
    one = Browser.of(here, Role.COMPLIANCE_OFFICER, name="olga officer").unlock(here.holder(Office.INTAKE_EXTERNAL))
    two = Browser.of(here, Role.COUNSEL, name="carl counsel").unlock(here.holder(Office.INTAKE_EXTERNAL, 1))
    assert one.do(one.cases()[0], "doom", reason="The period is over.").status_code == 302
    assert two.do(two.cases()[0], "destroy").status_code == 302
    with here.site() as site:
        assert not any(site.store.shred_key(bytes.fromhex(name)) for name in names(here.home))
        assert Files(here.home, site.installation).sweep(lambda name: site.store.shred_key(name) is not None) == 2
    assert not names(here.home)

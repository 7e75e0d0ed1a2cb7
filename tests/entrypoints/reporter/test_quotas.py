"""What one file, one report and one disk can take; whatever is too much is stopped and leaves nothing."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

import pytest
from django.core.files.uploadhandler import StopUpload

from duecare.adapters.sealed.files import FOLDER, Files, Lock, Stored
from duecare.apps.intake.actions.attaching import Sent
from duecare.apps.intake.rules.files import GIB, LARGEST, MANY, MOST, gathered
from duecare.entrypoints.reporter.receiving import SealingUpload
from duecare.entrypoints.reporter.uploads import Quota

pytestmark = pytest.mark.once
MIB = 1024 * 1024


def upload(folder: Path, most: int) -> SealingUpload:
    """A file begins."""
    handler = SealingUpload(Files(folder, bytes(16)), most)
    handler.new_file("file", "a.bin", "application/octet-stream", None)
    return handler


def waiting(size: int) -> Sent:
    stored = Stored(bytes(32), Lock(bytes(32), bytes(32)), size)
    return Sent(gathered("a.bin", size, "other", "other_type", []), stored, None)


def test_a_file_is_stopped_at_its_first_byte_too_many(tmp_path: Path) -> None:
    handler = upload(tmp_path, 1000)
    handler.receive_data_chunk(bytes(999), 0)
    handler.receive_data_chunk(bytes(1), 999)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(bytes(1), 1000)
    assert handler.refused == 413 and handler.got == []
    handler.drop()
    assert not list((tmp_path / FOLDER).iterdir())


def test_a_disk_that_is_full_meanwhile_is_told_and_nothing_of_the_file_stays(tmp_path: Path) -> None:
    handler = upload(tmp_path, LARGEST)
    limit, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, limit[1]))
    try:
        with pytest.raises(StopUpload):
            for piece in range(8):
                handler.receive_data_chunk(bytes(MIB // 4), piece * MIB // 4)
        handler.drop()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    assert handler.refused == 503
    assert not list((tmp_path / FOLDER).iterdir())


def test_a_report_takes_so_many_bytes_and_files_and_an_officer_raises_one_file_only() -> None:
    assert (LARGEST, MOST) == (GIB, 20 * GIB)
    full = Quota(b"", "", LARGEST, MOST - 10)
    assert full.fits(10)(()) and not full.fits(11)(()) and not full.fits(1)((waiting(10),))
    assert full.left((waiting(4),)) == 6
    empty = Quota(b"", "", LARGEST, 0)
    assert empty.fits(0)((waiting(0),) * (MANY - 1)) and not empty.fits(0)((waiting(0),) * MANY)

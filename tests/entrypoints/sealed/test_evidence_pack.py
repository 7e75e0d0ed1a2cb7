"""An evidence pack: made by two persons, and checked by a script that has nothing but Python."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duecare.adapters.evidence.packing import VERIFIER
from tests.entrypoints.agent.running import TOLD, House

from .browsing import Browser
from .test_bringing import SOURCE, Taking, ticket
from .test_bringing import taking as taking  # a fixture
from .test_inquiry import case_of_two, kept, marks, post

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CONTENT = b"\x00" + os.urandom(200_000)
HASH = hashlib.sha256(CONTENT).hexdigest()


def handed_on(officer: Browser, handler: Browser, case: str, same: str, takes: Taking) -> str:
    """A piece of evidence that one person took in and another received; the mark of a pack both agreed to."""
    takes.send(ticket(officer, case), ("dump.bin", CONTENT))
    assert officer.client.post(f"{case}bring/", {"source": SOURCE}).status_code == 302
    piece = {"name": "Memory of a phone", "source": "Its owner", "how": "Read over its port.", "on": "2026-01-05"}
    kept(post(officer, case, "act/evidence", file="1", hash=HASH, **piece))
    (mark,) = marks(officer, case)
    page = officer.page(f"{case}investigation/act/transfer/")
    (her,) = re.findall(r'<option value="([0-9a-f]{64})">Hana Handler', page)
    kept(post(officer, case, "act/transfer", of=mark, who=her, why="To be examined."))
    kept(post(handler, same, "voice", of=marks(handler, same)[0], says="agree", reason="It arrived sealed."))
    look = {"of": mark, "copy": "working-copy", "method": "Compared with the list.", "result": "Three names of it."}
    kept(post(handler, same, "act/examination", **look))
    kept(post(officer, case, "act/pack", recipient="The court at Northmere", why="It asked for it."))
    pack = marks(officer, case)[0]
    alone = officer.client.post(f"{case}investigation/pack/{pack}/")
    assert alone.status_code == 409 and b"does not stand" in alone.content, "one person makes no pack"
    kept(post(handler, same, "voice", of=pack, says="agree", reason="The order is in the file."))
    return pack


def verify(pack: Path, *officers: str) -> tuple[int, str]:
    """As a court would: without anything of this product."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(pack), *officers], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def pins(here: House) -> list[str]:
    return re.findall(r"[0-9a-f]{64}", here.pins)


def rebuilt(pack: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The pack with some of its files changed or left out."""
    with tarfile.open(pack) as old, tarfile.open(to, "w") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            data = change(member.name, content.read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return to


def told(change: Callable[[Any], None]) -> Callable[[str, bytes], bytes]:
    """Change the manifest alone."""

    def of(name: str, data: bytes) -> bytes:
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        change(manifest["told"])
        return json.dumps(manifest).encode()

    return of


def test_a_pack_holds_offline_and_every_change_to_it_is_named(here: House, taking: Taking, tmp_path: Path) -> None:
    officer, handler, case, same = case_of_two(here)
    mark = handed_on(officer, handler, case, same, taking)
    answer = officer.client.post(f"{case}investigation/pack/{mark}/")
    whole = b"".join(answer.streaming_content)
    assert len(whole) == int(answer["Content-Length"]) and "attachment" in answer["Content-Disposition"]
    pack = tmp_path / "pack.tar"
    pack.write_bytes(whole)
    code, said = verify(pack, *pins(here))
    assert code == 0 and "Everything holds." in said, said
    assert "acquired by" in said and "received by" in said and HASH in said
    assert "evidence pack" in officer.page(case), "that files were opened for it stands in the case"
    with tarfile.open(pack) as archive:
        names = archive.getnames()
        manifest = archive.extractfile("manifest.json")
        assert manifest is not None
        text = json.dumps([base64.b64decode(one["plain"]).decode() for one in json.load(manifest)["told"]["entries"]])
    assert names == ["README.txt", "verify_pack.py", "files/001.bin", "manifest.json"]
    assert "Three names of it." in text and "agree" in text
    assert TOLD not in text and "clear" not in text, "neither the report nor the conflict check goes along"

    def flipped(name: str, data: bytes) -> bytes:
        return data[:9] + bytes([data[9] ^ 1]) + data[10:] if name.startswith("files/") else data

    altered = tmp_path / "altered.tar"
    for change, names_it in (
        (flipped, "files/001.bin was altered"),
        (lambda name, data: None if name.startswith("files/") else data, "files/001.bin is missing"),
        (told(lambda one: one["entries"].pop(1)), "the manifest: it is not signed by its author"),
        (told(lambda one: one["entries"].pop(0)), "the piece it hands on is not in the pack"),
        (told(lambda one: one["certificates"].clear()), "no certificate of its author"),
        (told(lambda one: one.update(day="2019-01-01")), "was certified from"),
        (told(_reworded), "is not what was signed"),
    ):
        code, said = verify(rebuilt(pack, altered, change), *pins(here))
        assert code == 1 and names_it in said, (names_it, said)
    code, said = verify(pack, "0" * 64, "1" * 64)
    assert code == 1 and "certified by 0 of the officers named" in said
    code, said = verify(pack, pins(here)[0], pins(here)[0])
    assert code == 1 and "certified by 1 of the officers named" in said
    for nothing in (b"", b"x" * 5000, whole[:3000]):
        altered.write_bytes(nothing)
        assert verify(altered, *pins(here))[0] == 2


def _reworded(one: Any) -> None:
    entry = one["entries"][-1]
    plain = base64.b64decode(entry["plain"]).replace(b"agree", b"agrea")
    entry["plain"] = base64.b64encode(plain).decode()

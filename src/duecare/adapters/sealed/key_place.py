"""Where an installation keeps what is public of its keys: its own number and the key log, both in `sealed` of the home.

They are no secret and belong into the backup. Device secrets are elsewhere: see `vault_place.py`.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from duecare.adapters.sealed.keys import SEED
from duecare.adapters.sealed.private_file import write_new
from duecare.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """The folder `sealed` of a home."""

    folder: Path

    @property
    def log(self) -> Path:
        """The key log: one line an entry."""
        return self.folder / "key-log.jsonl"

    def installation(self) -> bytes | None:
        """32 bytes that tell this installation from every other, or None before the first request.

        Raises:
            BadInput: the file holds something else; another number would make every certificate foreign.
        """
        file = self.folder / "installation"
        try:
            text = file.read_text(encoding="ascii").strip()
            found = bytes.fromhex(text)
        except FileNotFoundError:
            return None
        except ValueError:
            text, found = "", b""
        if len(found) != SEED or found.hex() != text:
            raise BadInput(
                f"this file holds {SEED} bytes in lower-case hex, and nothing else",
                file="sealed/installation", value=text, todo="Restore it from the backup.",
            )  # fmt: skip
        return found

    def founded(self) -> bytes:
        """The number of the installation, made now if there is none; two at once agree on one."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.installation() is None:
            part = self.folder / f".installation.{secrets.token_hex(4)}.part"
            write_new(part, secrets.token_hex(SEED).encode() + b"\n")
            try:
                with suppress(FileExistsError):
                    (self.folder / "installation").hardlink_to(part)  # whole, and never over another one
            finally:
                part.unlink()
        found = self.installation()
        assert found is not None
        return found

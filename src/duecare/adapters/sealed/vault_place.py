"""Vaults in the key agent's own folder, outside home, database and backups: one folder a person, by random name.

It holds the device secret (32 bytes) and what is needed to make the keys again from it and the passphrase: salt, cost,
and the fingerprint of each pair so far, so that a wrong passphrase is told at once. The passphrase is nowhere.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from duecare.adapters.sealed.keys import SEED, Keys
from duecare.adapters.sealed.private_file import write_new, write_over
from duecare.adapters.sealed.vaults import MEMORY, SALT, vault_key, vault_keys
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import BadInput, Denied

FORMAT = "duecare/vault-place/1"
LARGEST_MEMORY = 1024 * 1024
"""KiB that a file may ask for."""


@dataclass(frozen=True, slots=True)
class Vault:
    """One person's. `fingerprints` are those of pairs 1, 2 and so on, in hex."""

    person: bytes
    device: bytes = field(repr=False)
    salt: bytes
    memory: int
    fingerprints: tuple[str, ...] = ()

    def opened(self, phrase: str) -> bytes:
        """The vault's key.

        Raises:
            Denied: the passphrase makes other keys than those that were requested.
        """
        vault = vault_key(phrase, self.device, self.salt, memory=self.memory)
        if vault_keys(vault, len(self.fingerprints)).fingerprint.hex() != self.fingerprints[-1]:
            raise Denied(
                f"The passphrase does not open the vault of {self.person.hex()}.",
                "Nothing was changed.",
                "Read it from the paper again; if it is lost, make new keys without --person and end the old ones.",
            )
        return vault


def new_vault(agent: Path, phrase: str, *, memory: int = MEMORY) -> tuple[Vault, Keys]:
    """A vault with its first keys, whole on the disk or not at all."""
    one = Vault(secrets.token_bytes(16), secrets.token_bytes(SEED), secrets.token_bytes(SALT), memory)
    keys = vault_keys(vault_key(phrase, one.device, one.salt, memory=memory), 1)
    one = replace(one, fingerprints=(keys.fingerprint.hex(),))
    put(agent, one)
    return one, keys


def exists(agent: Path, person: bytes) -> bool:
    """Whether this person has a vault here, whole or damaged."""
    return _folder(agent, person).exists()


def put(agent: Path, one: Vault) -> None:
    """A vault whole on the disk or not at all; over no other one (OSError)."""
    folder = _folder(agent, one.person)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder.with_name(f".{folder.name}.part")
    part.mkdir(mode=0o700)
    try:
        write_new(part / "device", one.device)
        write_new(part / "vault.json", _told(one))
        os.rename(part, folder)  # noqa: PTH104 - a folder in one step
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def next_keys(agent: Path, one: Vault, vault: bytes) -> Keys:
    """The next pair of a vault that was opened."""
    keys = vault_keys(vault, len(one.fingerprints) + 1)
    told = replace(one, fingerprints=(*one.fingerprints, keys.fingerprint.hex()))
    write_over(_folder(agent, one.person) / "vault.json", _told(told))
    return keys


def forget(agent: Path, one: Vault) -> None:
    """Take back a vault that was made just now and of which nobody was told."""
    shutil.rmtree(_folder(agent, one.person))


def find(agent: Path, person: bytes) -> Vault:
    """The vault of a person.

    Raises:
        BadInput: there is none here, or its files are damaged.
    """
    folder = _folder(agent, person)
    try:
        told = json.loads((folder / "vault.json").read_bytes())
        one = Vault(
            person, (folder / "device").read_bytes(), bytes.fromhex(told["salt"]), told["memory"],
            tuple(told["fingerprints"]),
        )  # fmt: skip
        if _told(one) != (folder / "vault.json").read_bytes() or not _sane(one):
            raise ValueError("another form")
    except FileNotFoundError as fault:
        raise BadInput(
            "this person has no vault here", field="--person", value=person.hex(),
            todo="Leave --person out for somebody new; device secrets stay on the machine where they were made.",
        ) from fault  # fmt: skip
    except (ValueError, KeyError, TypeError) as fault:
        raise BadInput(
            "the vault is damaged",
            file=f"vaults/{person.hex()}",
            todo="Move its folder away and type the printed copy back: duecare keys device restore.",
        ) from fault
    return one


def _sane(one: Vault) -> bool:
    return (
        len(one.device) == SEED and len(one.salt) == SALT and bool(one.fingerprints)
        and 8 * 1024 <= one.memory <= LARGEST_MEMORY
    )  # fmt: skip


def _folder(agent: Path, person: bytes) -> Path:
    return agent / "vaults" / person.hex()


def _told(one: Vault) -> bytes:
    return canonical({
        "fingerprints": list(one.fingerprints), "format": FORMAT, "memory": one.memory, "salt": one.salt.hex(),
    })  # fmt: skip

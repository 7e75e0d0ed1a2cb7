"""Where things lie in `DUECARE_HOME`. One place, so that backup and restore know them all."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from duecare.adapters.files import ContentStore
from duecare.adapters.signing import SigningKey, load_key


def home() -> Path:
    """The folder of all data."""
    return Path(settings.DUECARE.home)


def company() -> str:
    """The company's name, as it stands on every page; empty where none was set."""
    return str(settings.DUECARE.company)


def audit_key_file() -> Path:
    """Key that signs checkpoints, decisions, gate tokens and exports."""
    return home() / "keys" / "signing.pem"


def audit_key() -> SigningKey:
    """The signing key; see `audit_key_file`."""
    return load_key(audit_key_file())


def checkpoint_file() -> Path:
    """Signed heads of the audit chain."""
    return home() / "audit" / "checkpoints.jsonl"


def evidence() -> ContentStore:
    """Evidence by content hash."""
    return ContentStore(home() / "evidence")


def editions() -> ContentStore:
    """Publishers' original files, as imported."""
    return ContentStore(home() / "editions")


def outbox_mail() -> Path:
    """Mail that waits because no mail server is configured."""
    return home() / "mail"


def name_index_file() -> Path:
    """Names of the lists in force, ready to be searched; made from the tables when missing, so no backup has it."""
    return home() / "names" / "in_force.index"

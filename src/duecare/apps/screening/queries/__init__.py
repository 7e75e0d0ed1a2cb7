"""Reading lists, editions, runs, hits and samples."""

from .lists import (
    ChangeRow,
    EditionRow,
    changes_of,
    edition,
    editions,
    editions_of_import,
    files_of,
    files_sha256,
    former_entries,
    import_by_hash,
    in_force,
    in_force_from,
    in_force_sha256,
    known_entries,
    last_numbers,
    read_files,
)

__all__ = [
    "ChangeRow",
    "EditionRow",
    "changes_of",
    "edition",
    "editions",
    "editions_of_import",
    "files_of",
    "files_sha256",
    "former_entries",
    "import_by_hash",
    "in_force",
    "in_force_from",
    "in_force_sha256",
    "known_entries",
    "last_numbers",
    "read_files",
]

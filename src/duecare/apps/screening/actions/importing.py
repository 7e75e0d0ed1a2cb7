"""Importing publishers' files, and answering for an edition that was held back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.files import IMPORT_LIMIT
from duecare.adapters.home import editions as edition_files
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.screening import queries
from duecare.apps.screening.models import DeniedList, ImportedFile, ListEdition, ListImport
from duecare.apps.screening.queries import EditionRow
from duecare.apps.screening.rules import acts
from duecare.apps.screening.rules.diffing import Difference, Fresh, difference, fresh
from duecare.apps.screening.rules.editions import held_because
from duecare.apps.screening.rules.entries import Publication
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound
from duecare.kernel.ids import new_id

from .asking import promised_run
from .entering import Progress, put_in_force

LONGEST_KEY = 200

Read = Callable[[int], None]
"""Called with how many entries the files hold."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import; `new` False when exactly these bytes were imported before."""

    id: UUID
    new: bool
    editions: tuple[EditionRow, ...]


def import_lists(
    *, by: Actor, files: Mapping[str, bytes], progress: Progress | None = None, read: Read | None = None
) -> Imported:
    """Read publishers' original files and put each edition in force, or hold it back; the same bytes change nothing.

    Args:
        files: name → bytes of all files that belong together (an OFAC CSV set is three or four).
        read: called once they are read, before anything is written.

    Raises:
        LimitExceeded, BadInput: nothing was imported; that it was tried, and why it failed, is on record.
        Conflict: somebody imported the same list at the same moment.
    """
    acts.IMPORT.check(by)
    if not files:
        raise BadInput("no file was given.", means="Nothing was imported.")
    if (known := queries.standing_import(queries.files_sha256(files))) is not None:
        return Imported(known, False, queries.editions_of_import(known))
    try:
        publications = queries.read_files(files)
        if read:
            read(sum(len(one.entries) for one in publications))
        return keep_publications(by=by, files=files, publications=publications, progress=progress)
    except BadInput as fault:
        _refuse(by=by, files=files, fault=str(fault))
        raise


def keep_publications(
    *, by: Actor, files: Mapping[str, bytes], publications: Sequence[Publication], progress: Progress | None = None
) -> Imported:
    """Keep what was read from files. Raises as `import_lists`."""
    acts.IMPORT.check(by)
    sha256 = queries.files_sha256(files)
    if (known := queries.standing_import(sha256)) is not None:
        return Imported(known, False, queries.editions_of_import(known))
    check(publications)
    seen = queries.last_numbers([one.list_code for one in publications])
    read = {one.list_code: fresh(one.entries) for one in publications}
    made = _keep(by=by, files=files, publications=publications, read=read, seen=seen, progress=progress)
    return Imported(made, True, queries.editions_of_import(made))


def check(publications: Sequence[Publication]) -> None:
    """What readers promise and the tables rest on. Raises BadInput."""
    codes = [one.list_code for one in publications]
    if not publications or len(set(codes)) < len(codes):
        raise BadInput("the files hold no list, or one list twice.", value=", ".join(codes))
    for one in publications:
        keys = [entry.key for entry in one.entries]
        if not keys:
            raise BadInput("this list has no entries.", value=one.list_code, means="Nothing was imported.")
        for entry in one.entries:
            if not 0 < len(entry.key) <= LONGEST_KEY or not entry.names:
                raise BadInput("an entry needs a key of at most 200 signs and a name.", value=entry.place or entry.key)
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise BadInput("a key stands twice in one edition.", value=twice, field=one.list_code)


@action(acts.IMPORT)
def _keep(
    *,
    by: Actor,
    files: Mapping[str, bytes],
    publications: Sequence[Publication],
    read: Mapping[str, tuple[Fresh, ...]],
    seen: Mapping[str, int],
    progress: Progress | None,
) -> Recorded[UUID]:
    """Keep files and editions. Raises Conflict: an edition of one of the lists came in meanwhile."""
    sha256 = queries.files_sha256(files)
    taken_in = ListImport.objects.create(sha256=sha256, imported_at=clock.now(), imported_by=by.id)
    # Stored before the transaction ends: a crash leaves files that no row names, which the worker sweeps away.
    for at, (name, data) in enumerate(files.items()):
        stored, _ = edition_files().put([data], limit=IMPORT_LIMIT, name=name)
        ImportedFile.objects.create(taken_in=taken_in, position=at, name=name[:255], sha256=stored)
    # Always in one order: two imports of the same lists wait for each other and do not stop each other.
    ordered = sorted(publications, key=lambda one: one.list_code)
    made = [_edition(taken_in, one, read[one.list_code], seen, progress) for one in ordered]
    moved = sorted(one.list_id for one in made if one.state == "in_force")
    jobs = promised_run(by=by, why=f"imported: {', '.join(moved)}"[:200]) if moved else ()
    facts: dict[str, JSON] = {
        "sha256": sha256,
        "lists": {one.list_id: _told(one) for one in made},
        "files": len(files),
        "held": sorted(one.list_id for one in made if one.state == "held"),
    }
    return Recorded(taken_in.id, Subject("list_import", taken_in.id, _label(made)), facts, jobs=jobs)


def _edition(
    taken_in: ListImport, one: Publication, new: tuple[Fresh, ...], seen: Mapping[str, int], progress: Progress | None
) -> ListEdition:
    held = _locked(one.list_code)
    if held.last != seen[one.list_code]:
        raise _imported_meanwhile()
    found = difference(queries.known_entries(held.code), new)
    in_force = ListEdition.objects.filter(list=held, state="in_force").first()
    because = held_because(
        in_force.entries if in_force else 0,
        found.count("removed"),
        one.published,
        in_force.published if in_force else None,
    )
    held.last += 1
    held.save(update_fields=["last"])
    # A held edition that nobody answered for gives way to a newer one.
    ListEdition.objects.filter(list=held, state="held").update(state="superseded")
    made = ListEdition.objects.create(
        list=held, taken_in=taken_in, number=held.last, published=one.published, entries=len(one.entries),
        **_counts(found), remarks=list(one.remarks), state="held" if because else "superseded", held_because=because,
    )  # fmt: skip
    if not because:
        put_in_force(held, made, found, progress)
    return made


def accept_edition(*, by: Actor, edition_id: UUID, reason: str) -> None:
    """Put a held (or refused) edition in force after looking at what it lacks.

    Raises:
        NotFound. BadInput: no reason. Conflict: it is in force, or a newer edition came in meanwhile.
    """
    acts.ACCEPT_EDITION.check(by)
    row = ListEdition.objects.filter(id=edition_id).first()
    if row is None:
        raise NotFound("edition")
    publications = queries.read_files(queries.files_of(row.taken_in_id))
    new = next((fresh(one.entries) for one in publications if one.list_code == row.list_id), None)
    if new is None:
        raise NotFound("edition")
    _accept(by=by, edition_id=edition_id, reason=reason, new=new)


@action(acts.ACCEPT_EDITION)
def _accept(*, by: Actor, edition_id: UUID, reason: str, new: tuple[Fresh, ...]) -> Recorded[None]:
    """Put an edition, as read, in force. Raises as `accept_edition`."""
    held, row = _answerable(edition_id, reason, "held", "refused")
    found = difference(queries.known_entries(held.code), new)
    _answer(row, by, reason)
    put_in_force(held, row, found)
    jobs = promised_run(by=by, why=f"accepted: {held.code}")
    return Recorded(None, _subject(row), {"counts": _told(row)}, {"reason": reason.strip()}, jobs)


@action(acts.REFUSE_EDITION)
def refuse_edition(*, by: Actor, edition_id: UUID, reason: str) -> Recorded[None]:
    """Refuse a held edition with a reason; the one in force stays, and the files stay to be seen.

    Raises:
        NotFound. BadInput: no reason. Conflict: it is not held any more.
    """
    _, row = _answerable(edition_id, reason, "held")
    row.state = "refused"
    _answer(row, by, reason)
    return Recorded(None, _subject(row), {"counts": _told(row)}, {"reason": reason.strip()})


@action(acts.REFUSE_FILES)
def _refuse(*, by: Actor, files: Mapping[str, bytes], fault: str) -> Recorded[None]:
    """That files could not be imported; what is wrong with them may hold a name and so stays erasable."""
    facts: dict[str, JSON] = {"sha256": queries.files_sha256(files), "files": sorted(name[:100] for name in files)}
    return Recorded(None, Subject("list_import", new_id(), f"{len(files)} files"), facts, {"fault": fault[:1000]})


def _locked(code: str) -> DeniedList:
    """The list's row, made when it is new, held until the transaction ends."""
    DeniedList.objects.get_or_create(code=code)
    return DeniedList.objects.select_for_update().get(code=code)


def _answerable(edition_id: UUID, reason: str, *states: str) -> tuple[DeniedList, ListEdition]:
    if not reason.strip():
        raise BadInput("say why.", field="reason", todo="A sentence; it stays in the record.")
    row = ListEdition.objects.filter(id=edition_id).first()
    if row is None:
        raise NotFound("edition")
    held = _locked(row.list_id)
    row.refresh_from_db()
    if row.state not in states or row.number != held.last:
        raise Conflict(
            f"This edition is {row.state.replace('_', ' ')}, or a newer one came in meanwhile.",
            "Nothing was changed.",
            "Look at the list's editions.",
        )
    return held, row


def _answer(row: ListEdition, by: Actor, reason: str) -> None:
    row.answered_at, row.answered_by, row.reason = clock.now(), by.id, reason.strip()
    row.save(update_fields=["state", "answered_at", "answered_by", "reason"])


def _counts(found: Difference) -> dict[str, int]:
    return {kind: found.count(kind) for kind in ("added", "removed", "amended", "renumbered")}


def _told(row: ListEdition) -> str:
    said = [f"{getattr(row, kind)} {kind}" for kind in ("added", "removed", "amended", "renumbered")]
    kept = " (held back)" if row.state == "held" else ""
    return f"edition {row.number}{kept}: {row.entries} entries, {', '.join(said)}"


def _label(made: Sequence[ListEdition]) -> str:
    codes = sorted(row.list_id for row in made)
    return codes[0] if len(codes) == 1 else f"{len(codes)} lists"


def _subject(row: ListEdition) -> Subject:
    return Subject("list_edition", row.id, f"{row.list_id} {row.number}")


def _imported_meanwhile() -> Conflict:
    return Conflict(
        "Somebody else imported this list a moment ago.",
        "Nothing was imported twice.",
        "Look at the list's editions, then import again if yours is newer.",
    )

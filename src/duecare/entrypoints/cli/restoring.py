"""What is sealed comes back: rows from the backup, outer keys from the second bundle, and the shred list over both."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from duecare.kernel.errors import DuecareError

if TYPE_CHECKING:
    from duecare.adapters.backup import Manifest


def bring_back(
    manifest: Manifest, home: Path, second: Path | None, listed: Path | None, secret: bytes, *, without: bool
) -> str:
    """Put the outer keys beside the rows and shred again; returns what to tell, "" where nothing sealed was kept.

    Raises:
        DuecareError: one is named without the other, or they do not belong together; in three sentences.
    """
    from django.conf import settings

    from duecare.adapters import backup as backups
    from duecare.adapters.sealed import second_bundle, shred_list
    from duecare.adapters.sealed.copies import gone_in
    from duecare.apps.intake.queries.stored import stored

    if not manifest.pair:
        return _nothing_sealed(second)
    if second is None:
        if not without:
            raise _no_second(manifest)
        return (
            "Nothing sealed opens: the outer keys were not restored, and no report of before can be read by anybody.\n"
            "New reports can be received. If the second bundle is found, restore again into another home."
        )
    bundle = second_bundle.read(second, secret)
    inside = gone_in(bundle.data, second.name)
    file = listed or second.with_name(shred_list.FILE)
    if not file.exists():
        raise _no_list(file)
    marks = shred_list.read(file)
    if not inside.keys() <= marks.keys():
        raise DuecareError(
            f"{file.name} lacks what had been shredded when the bundle was written.",
            "Nothing was restored: it is an older list or another one, and what was shredded would come back.",
            "Name the newest shred list with --shred-list; each place that has second bundles has one.",
        )
    backups.put_outer_keys(manifest, home, bundle)
    with closing(stored(home)) as rows:
        again = rows.shred_again(marks)
    shred_list.add(settings.DUECARE.shred_folder, marks)
    return (
        f"The outer keys of {bundle.at} are back; {again} of them had been shredded since, and are shredded again.\n"
        "Whoever was let out of a case, or whose keys were ended, since then is in again as in the backup: repeat that."
    )


def _nothing_sealed(second: Path | None) -> str:
    if second is not None:
        raise DuecareError(
            "This backup holds nothing sealed, so no second bundle belongs to it.",
            "Nothing was restored.",
            "Leave --second out, or name the backup that was written together with the bundle.",
        )
    return ""


def _no_second(manifest: Manifest) -> DuecareError:
    return DuecareError(
        f"The backup of {manifest.at} holds sealed reports, and no second bundle was named.",
        "Nothing was restored: without the outer keys in it nobody could ever open them.",
        "Name it with --second (its name begins with shred-), or say --without-second if it is lost.",
    )


def _no_list(file: Path) -> DuecareError:
    return DuecareError(
        f"There is no shred list at {file}.",
        "Nothing was restored: what was shredded after the backup would come back.",
        "Copy `shred-list` from where the second bundles are kept, or name it with --shred-list.",
    )

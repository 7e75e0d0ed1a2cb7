"""Letting the reporter have files that members added to the case: what opens them goes into the report compartment."""

from __future__ import annotations

from collections.abc import Sequence

from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.files import Attached
from duecare.apps.intake.rules.giving import Given, as_it_came, of_copy
from duecare.apps.intake.rules.refusals import NotHeld
from duecare.kernel.errors import BadInput

from .attaching import file_of, inner_of


def given(by: Case, site: Site, found: Standing, numbers: Sequence[int], *, raw: bool) -> tuple[Given, ...]:
    """What has to be written so that the reporter has these files: the cleaned copy of each, or, where there is none
    and `raw` says that this is wanted, the file as it came.

    Args:
        numbers: of the files that members added, from 1.

    Raises:
        NotHeld: the work, or for a file as it came the evidence, is not open to them.
        NotFound: there is no such file, or it is shredded.
        BadInput: it was not examined and nobody said that it goes as it came; or the reporter has it.
    """
    if numbers and Compartment.WORK not in by.bundle.seeds:
        raise NotHeld(Compartment.WORK.value)
    had = {one.what.file for one in found.progress.given} if found.progress else set()
    every = tuple(opening(by, site, file_of(found, one, brought=True), raw=raw) for one in dict.fromkeys(numbers))
    if any(one.file in had for one in every):
        raise BadInput("the reporter has one of these files already", field="given")
    return every


def opening(by: Case, site: Site, file: Attached, *, raw: bool) -> Given:
    """What opens one file for somebody outside. Raises BadInput, NotHeld: see `given`."""
    if (copy := of_copy(file)) is not None:
        return copy
    if not raw:
        raise BadInput("one of these files was not examined: say that it goes as it came", field="raw")
    return as_it_came(file, inner_of(by, site, file))

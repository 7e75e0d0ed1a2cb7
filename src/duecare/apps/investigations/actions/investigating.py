"""What members of a case write into its investigation: one signed entry each."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from duecare.apps.intake.actions.advising import end_all
from duecare.apps.intake.actions.handling import LONGEST
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import keep_until, standing
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.investigations.queries.investigation import with_head
from duecare.apps.investigations.queries.rubrics import every_rubric
from duecare.apps.investigations.rules.acts import ACTS, Sort
from duecare.apps.investigations.rules.inquiry import objections
from duecare.apps.investigations.rules.records import MARK, Act, Moved, Rubric, Says, Voice, What, wrong_field
from duecare.apps.investigations.rules.refusals import NotNow
from duecare.apps.investigations.rules.rubric import Reply, hold
from duecare.apps.investigations.rules.stages import OVER, Need, Stage, move
from duecare.apps.investigations.rules.state import Inquiry
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import BadInput

_PAST = ("on",)
"""Days on which something was done. Those of a request may lie ahead."""
_AHEAD = ("log-request", "reply")


def do(*, by: Case, site: Site, code: str, fields: Mapping[str, str], seen: int) -> None:
    """Write an act of the table.

    Raises:
        BadInput: no such act, or a field is missing, besides or not of its sort.
        NotNow: a rule of the protocol refuses it.
        NotHeld, Denied, Conflict: see `writing.write`.
    """
    if code not in ACTS:
        raise BadInput("choose one of those offered", field="act")
    kind = ACTS[code]
    if wrong := wrong_field(kind, fields):
        raise BadInput("this is missing, or not what it should be", field=wrong)
    found = _read(by, site, seen)
    act = Act(secrets.token_bytes(MARK), code, dict(fields), seen)
    for one in kind.fields:
        value = fields[one.name]
        if one.sort is Sort.WHO and not _works(by, site, bytes.fromhex(value)):
            raise NotNow(["member"])
        if one.sort is Sort.FILE and value and not _filed(by, site, int(value)):
            raise NotNow(["no-file"])
        if one.name in _PAST and code not in _AHEAD and value > site.today.isoformat():
            raise NotNow(["ahead"])
    _keep(by, site, found, act)


def hold_rubric(*, by: Case, site: Site, rubric: str, answers: Mapping[str, tuple[Reply, str]], seen: int) -> None:
    """Hold the report against the published rubric; a second person agrees or refuses.

    Raises:
        BadInput: no such version, or a criterion that is none of it.
        NotNow, NotHeld, Denied, Conflict: as above.
    """
    published = every_rubric().get(rubric)
    if published is None or not set(answers) <= {one.code for one in published.criteria}:
        raise BadInput("choose one of those offered", field="rubric")
    every = {one.code: answers.get(one.code, (Reply.UNKNOWN, "")) for one in published.criteria}
    outcome = hold(published, {one: reply for one, (reply, _note) in every.items()}).outcome
    _keep(by, site, _read(by, site, seen), Rubric(secrets.token_bytes(MARK), rubric, every, outcome, seen))


def move_on(*, by: Case, site: Site, to: Stage, reason: str, seen: int) -> None:
    """Move to another stage, or propose to where that takes more than one person.

    Raises:
        BadInput: no reason.
        NotNow: it does not follow, or something is missing.
        NotHeld, Denied, Conflict: as above.
    """
    if not reason.strip():
        raise BadInput("write something", field="reason")
    found = _read(by, site, seen)
    row = move(found[0].stage, to)
    if row and Need.CHECKED in row.needs and not checked(by, site):
        raise NotNow([f"need:{Need.CHECKED}"])
    _keep(by, site, found, Moved(secrets.token_bytes(MARK), to, reason, seen))


def speak(*, by: Case, site: Site, of: bytes, says: Says, reason: str) -> None:
    """Agree to what somebody proposed, refuse it, or take one's own back.

    Raises:
        NotNow: it was decided, or is not this person's to say.
        NotHeld, Denied, Conflict: as above.
    """
    _keep(by, site, _read(by, site, None), Voice(of, says, reason))


def checked(case: Case, site: Site) -> bool:
    """Whether conflicts of interest were checked, and somebody was found to have none."""
    found = standing(site, case)
    return found.work is not None and any(found.work.checks.values())


def _read(by: Case, site: Site, seen: int | None) -> tuple[Inquiry, bytes]:
    """The investigation, and the head that it was read at: two people who press at once are not both right."""
    found, head = with_head(site, by)
    if seen is not None and found.seen != seen:
        raise NotNow(["changed"])
    return found, head


def _keep(by: Case, site: Site, read: tuple[Inquiry, bytes], said: What) -> None:
    found, head = read
    if why := objections(found, said, by.keys.fingerprint):
        raise NotNow(why)
    body = said.plain()
    if (size := len(canonical(body))) > LONGEST:
        raise BadInput(f"this takes {size} bytes, and {LONGEST} fit", field="text", todo="Send it in two parts.")
    with site.store.transaction():
        write(
            by=by, site=site, compartment=Compartment.WORK, kind=Kind.DECISION, body=body,
            keep_until=keep_until(site, by), upon=head,
        )  # fmt: skip
        if isinstance(said, Moved | Voice) and with_head(site, by)[0].stage in OVER:  # advisers read no more
            end_all(by=by, site=site)


def _works(case: Case, site: Site, who: bytes) -> bool:
    return Compartment.WORK in case.header.members.get(who, frozenset()) and bool(site.directory.valid(who, site.today))


def _filed(case: Case, site: Site, number: int) -> bool:
    found = standing(site, case)
    return found.work is not None and number <= len(found.work.files)
